import { hash } from 'node:crypto'
import { expect, test } from 'vitest'
import { runProgram } from '../../src/commands/program.ts'
import { readYaml } from '../../src/config/read-yaml.ts'
import { serviceFileSchema } from '../../src/config/schema.ts'

async function run(...args: readonly string[]): Promise<{ readonly code: number; readonly out: string }> {
  let out = ''
  const terminal = {
    out: (text: string) => void (out += text),
    err: (text: string) => void (out += text),
    input: nothing(),
    errIsTerminal: false,
    env: {},
    signal: new AbortController().signal,
    now: () => 0,
    random: () => 0
  }
  return { code: await runProgram(['token', ...args], terminal), out }
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

test('a token has 256 bits, is another one each time, and the YAML beside it admits it without holding it', async () => {
  const { code, out } = await run('--name', 'the "desk"', '--scopes', 'read', 'curate')
  const token = /^token \(shown once\): (\S+)$/m.exec(out)![1]!
  expect([code, Buffer.from(token, 'base64url').length, (await run()).out.includes(token)]).toEqual([0, 32, false])
  const yaml = out.slice(out.indexOf('tokens:'))
  expect(yaml).not.toContain(token)
  const read = readYaml(yaml)
  if (read.kind === 'failed') throw new Error(read.mistakes[0]!.message)
  const { tokens } = serviceFileSchema.parse(read.value)
  expect(tokens).toEqual([{ name: 'the "desk"', sha256: hash('sha256', token), scopes: ['read', 'curate'] }])
})

test('JSON holds the same, and an unknown scope is wrong use', async () => {
  const { token, sha256, scopes } = JSON.parse((await run('--json')).out) as { token: string; sha256: string; scopes: string[] }
  expect([sha256, scopes]).toEqual([hash('sha256', token), ['curate']])
  expect((await run('--scopes', 'all')).code).toBe(2)
})
