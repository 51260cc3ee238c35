import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { createApp, storedFeeds } from '../../src/serve/app.ts'
import { openFront } from '../../src/serve/front.ts'
import { createServing } from '../../src/serve/serving.ts'
import { bring, NOON, TEXTS } from '../support/store-builder.ts'
import { serveFiles } from './nginx-server.ts'
import { aLargeTopic } from './topic-store.ts'

/*
 * How fast a topic feed of 500 items is served beside nginx (Debian), which gives out the same bytes as a file: each with one process,
 * asked by wrk (Debian) over 32 connections, turn by turn. Then how long an answer takes while the topic keeps changing.
 * Usage: node tests/bench/serving.ts [seconds] [rounds]
 */

/** An address and the header to send. */
type Question = readonly [string, string]

const run = promisify(execFile)
const ROUTE = '/topics/ai-native-industry.atom'
const ASKER = join(import.meta.dirname, 'ask-steadily.ts')
const seconds = Number(process.argv[2] ?? 5)
const rounds = Number(process.argv[3] ?? 5)

let news = 0

const { config, store } = await aLargeTopic(520)
const serving = createServing({ store, config: () => config, now: () => NOON, log: false, isBehindFront: true })
const stored = storedFeeds(serving)
const front = await openFront(createApp(serving, serving, stored), serving, { host: '127.0.0.1', port: 0, stored })
const ours = `${front.origin}${ROUTE}`
try {
  const first = await fetch(ours, { headers: { 'accept-encoding': 'identity' } })
  const body = Buffer.from(await first.arrayBuffer())
  const zipped = await rawBody(ours, 'gzip')
  process.stdout.write(`${ROUTE}: ${body.length} bytes, ${zipped.length} with gzip\n`)
  await using nginx = await serveFiles((root) => {
    writeFileSync(join(root, 'feed.xml'), body)
    writeFileSync(join(root, 'zipped.xml'), zipped)
  })
  const theirs = `http://127.0.0.1:${nginx.port}`
  const tag = String((await fetch(`${theirs}/feed.xml`)).headers.get('etag'))
  const questions: readonly { readonly name: string; readonly ours: Question; readonly theirs: Question }[] = [
    { name: '304', ours: [ours, `if-none-match: ${first.headers.get('etag')}`], theirs: [`${theirs}/feed.xml`, `if-none-match: ${tag}`] },
    { name: '200 gzip', ours: [ours, 'accept-encoding: gzip'], theirs: [`${theirs}/zipped.xml`, 'accept: */*'] },
    { name: '200', ours: [ours, 'accept: */*'], theirs: [`${theirs}/feed.xml`, 'accept: */*'] }
  ]
  for (const question of questions) {
    const rates: { ours: number[]; theirs: number[] } = { ours: [], theirs: [] }
    for (let round = 0; round < rounds; round++) {
      rates.ours.push(await ask(question.ours))
      rates.theirs.push(await ask(question.theirs))
    }
    const [own, other] = [median(rates.ours), median(rates.theirs)]
    process.stdout.write(`${question.name}: ${own.toFixed(0)} a second, nginx ${other.toFixed(0)}, ratio ${(own / other).toFixed(2)}\n`)
  }
  // While the topic changes its tag does too, so here whoever asks has any.
  const [, ...whole] = questions
  for (const { name, ours: own, theirs: other } of [
    { name: '304', ours: [ours, 'if-none-match: *'] as const, theirs: [`${theirs}/feed.xml`, 'if-none-match: *'] as const },
    ...whole
  ]) {
    const publishing = publishSteadily()
    const [courant, nginx] = await askSteadily(own, other)
    await publishing.end()
    process.stdout.write(
      `${name} while the topic changes ten times a second (median, 99th percentile, longest): ${courant} ms, nginx ${nginx} ms\n`
    )
  }
} finally {
  await front[Symbol.asyncDispose]()
  await store.close()
}

/** @returns answers a second */
async function ask([url, header]: Question): Promise<number> {
  const { stdout } = await run('wrk', ['-t', '1', '-c', '32', '-d', `${seconds}s`, '-H', header, url])
  return Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)?.[1])
}

/** @returns milliseconds as `ask-steadily.ts` prints them, of each question */
async function askSteadily(...questions: readonly Question[]): Promise<string[]> {
  const { stdout } = await run(process.execPath, [
    ASKER,
    String(seconds),
    ...questions.flatMap(([url, header]) => [url, ...header.split(': ')])
  ])
  return stdout.trim().split('\n')
}

async function rawBody(url: string, coding: string): Promise<Buffer> {
  const { stdout } = await run('curl', ['-s', '-H', `accept-encoding: ${coding}`, url], { encoding: 'buffer', maxBuffer: 1e8 })
  return stdout
}

/** Ten new articles a second, as polls would bring them. */
function publishSteadily(): { readonly end: () => Promise<void> } {
  let isEnding = false
  const work = (async () => {
    while (!isEnding) {
      await bring(store, { ...TEXTS[0]!, id: `new-${news++}`, story: `new-${news}` }, NOON)
      await sleep(100)
    }
  })()
  return { end: () => ((isEnding = true), work) }
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)]!
}
