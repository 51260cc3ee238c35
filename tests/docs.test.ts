import { readFileSync, statSync } from 'node:fs'
import { expect, test } from 'vitest'
import { runProgram } from '../src/commands/program.ts'
import { FAILURE_KINDS } from '../src/model/failure.ts'
import { failureWeightOf, HEALTH_STATES } from '../src/schedule/health.ts'

const root = new URL('../', import.meta.url)
const states = read('docs/states.md')

test.each([
  { name: 'errors.md explains the error codes', document: read('docs/errors.md'), has: namesOf('src/errors.ts', 'ErrorCode') },
  {
    name: 'states.md explains the outcomes of a poll',
    document: sectionOf(states, 'Outcomes of a poll'),
    has: namesOf('src/model/feed.ts', 'PollOutcome')
  },
  { name: 'states.md explains the states of a feed', document: sectionOf(states, 'States of a feed'), has: HEALTH_STATES },
  { name: 'states.md explains the kinds of failure', document: sectionOf(states, 'Kinds of failure'), has: FAILURE_KINDS }
])('$name, each once and none that is gone', ({ document, has }) => {
  expect(has.length).toBeGreaterThan(3)
  expect(firstCellsOf(document).toSorted()).toEqual([...has].toSorted())
  for (const row of rowsOf(document)) expect(row.length > 1 && row.every((cell) => cell !== '')).toBe(true)
})

test('states.md tells the weight of each failure as it is counted', () => {
  const told = rowsOf(sectionOf(states, 'Kinds of failure')).map(([kind, weight]) => [kind, weight])
  const spelled: Readonly<Record<number, string>> = { 1: '1', 0.5: '½', 0.25: '¼' }
  expect(told).toEqual(FAILURE_KINDS.map((kind) => [`\`${kind}\``, spelled[failureWeightOf(kind)]]))
})

test('the README names exactly the commands of the program', async () => {
  const cells = rowsOf(sectionOf(read('README.md'), 'Commands')).map(([cell]) => cell!)
  const named = cells.flatMap((cell) => [...cell.matchAll(/`([a-z]+)[^`]*`/g)].map(([, name]) => name!))
  expect(named.toSorted()).toEqual([...(await commandsOfHelp())].toSorted())
})

test.each([
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'docs/operation.md',
  'docs/decisions.md',
  'docs/errors.md',
  'docs/quality.md',
  'docs/scaling.md',
  'docs/states.md'
])('what %s links to and names under src/, docs/ and tests/ is there', (path) => {
  const text = read(path)
  const links = [...text.matchAll(/\]\(([^)#:]+)(#[^)]*)?\)/g)].map(([, to]) => new URL(to!, new URL(path, root)))
  const named = [...text.matchAll(/`((?:src|docs|tests|migrations)\/[\w./-]+)`/g)].map(([, target]) => new URL(target!, root))
  expect([...links, ...named].filter((url) => !exists(url)).map(({ pathname }) => pathname)).toEqual([])
})

async function commandsOfHelp(): Promise<readonly string[]> {
  let help = ''
  const terminal = {
    out: (text: string) => void (help += text),
    err: (text: string) => void (help += text),
    input: nothing(),
    errIsTerminal: false,
    env: {},
    signal: new AbortController().signal,
    now: () => 0,
    random: () => 0
  }
  await runProgram(['--help'], terminal)
  const listed = help.split(/^Commands:$/m)[1] ?? ''
  return [...listed.matchAll(/^ {2}([a-z]+)/gm)].map(([, name]) => name!).filter((name) => name !== 'help')
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

/** The texts of a union type, which leaves nothing to import. */
function namesOf(path: string, type: string): readonly string[] {
  const source = read(path)
  const union = source.slice(source.indexOf(`type ${type} =`)).split(/\n\n/)[0]!
  return [...union.matchAll(/'([^']+)'/g)].map(([, name]) => name!)
}

function sectionOf(document: string, title: string): string {
  const section = document.split(/^## /m).find((part) => part.startsWith(`${title}\n`))
  if (section === undefined) throw new Error(`no section is called ${title}`)
  return section
}

/** The cells of each row of the tables, without their headers. */
function rowsOf(document: string): readonly (readonly string[])[] {
  const lines = document.split('\n')
  const inTable = lines.filter((line, index) => line.startsWith('|') && !/^\|[ -]+\|/.test(line) && !/^\|\s*-/.test(lines[index + 1] ?? ''))
  return inTable.map((line) =>
    line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim())
  )
}

function firstCellsOf(document: string): readonly string[] {
  return rowsOf(document).map(([cell]) => cell!.replaceAll('`', ''))
}

function exists(url: URL): boolean {
  return statSync(url, { throwIfNoEntry: false }) !== undefined
}

function read(path: string): string {
  return readFileSync(new URL(path, root), 'utf8')
}
