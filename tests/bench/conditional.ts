import { createDetector } from '../../src/language/detect-language.ts'
import { createFetcher } from '../../src/fetch/fetch-document.ts'
import { createHostGate } from '../../src/fetch/host-gate.ts'
import type { FetchRequest } from '../../src/model/fetch-outcome.ts'
import { inlineReader } from '../../src/poll/body-reader.ts'
import { aPollBench, aSource } from '../support/poll-builder.ts'
import { startNginx } from './nginx-server.ts'

/*
 * Conditional polls of feeds that did not change, against nginx (Debian) on loopback: the fetch alone, through gate and guard, and the whole
 * poll with the store in memory. Usage: node tests/bench/conditional.ts [polls]
 */

const polls = Number(process.argv[2] ?? 20_000)
const FEEDS = 500
const AT_ONCE = 32

await using nginx = await startNginx(FEEDS)
const fetcher = createFetcher({
  version: '0',
  contact: 'bench',
  allow: [`127.0.0.1:${nginx.port}`],
  ports: [80],
  connectTimeoutMs: 5_000,
  totalTimeoutMs: 30_000,
  wireBytesMax: 8_000_000,
  decodedBytesMax: 16_000_000,
  redirectsMax: 5,
  connectionsPerHost: 8,
  now: Date.now,
  gate: createHostGate({ connectionsPerHostMax: 8, spacingMs: 0, now: Date.now })
})
const validators: FetchRequest['validators'][] = []
for (let feed = 0; feed < FEEDS; feed++) {
  const outcome = await fetcher.fetchDocument({ url: nginx.urlOf(feed), accept: 'feed' })
  if (outcome.kind !== 'document') throw new Error(`nginx gave no document: ${JSON.stringify(outcome)}`)
  validators.push({ ...outcome.validators, url: outcome.finalUrl })
}
await measure('fetch', async (feed) => {
  const { kind } = await fetcher.fetchDocument({ url: nginx.urlOf(feed), accept: 'feed', validators: validators[feed]! })
  if (kind !== 'unchanged') throw new Error(`a fetch ended as ${kind}`)
})

const sources = Array.from({ length: FEEDS }, (_, feed) =>
  aSource({ source: { id: `s${feed}`, name: `Source ${feed}` }, feeds: [{ id: `f${feed}`, url: nginx.urlOf(feed) }] })
)
await using bench = await aPollBench(sources, {}, { reader: inlineReader(createDetector()) })
bench.answer = (request) => fetcher.fetchDocument(request)
for (let feed = 0; feed < FEEDS; feed++) await bench.poll(`f${feed}`)
await measure('poll', async (feed) => {
  const { poll } = await bench.poll(`f${feed}`)
  if (poll.outcome !== 'unchanged') throw new Error(`a poll ended as ${poll.outcome}: ${poll.message}`)
})
await fetcher.close()

/** Each feed is asked by one at a time, as its lease would have it. */
async function measure(name: string, one: (feed: number) => Promise<void>): Promise<void> {
  for (const [round, count] of [
    ['warm-up', FEEDS * 4],
    ['measured', polls]
  ] as const) {
    let done = 0
    const before = process.cpuUsage()
    const startedAt = performance.now()
    await Promise.all(
      Array.from({ length: AT_ONCE }, async (_, lane) => {
        for (let feed = lane; done < count; feed = (feed + AT_ONCE) % FEEDS < FEEDS - AT_ONCE ? (feed + AT_ONCE) % FEEDS : lane) {
          done++
          await one(feed)
        }
      })
    )
    const { user, system } = process.cpuUsage(before)
    if (round === 'measured') {
      const seconds = (performance.now() - startedAt) / 1_000
      process.stdout.write(
        `${name.padEnd(8)} ${Math.round(done / seconds)} a second, ${((user + system) / done).toFixed(0)} us of CPU each\n`
      )
    }
  }
}
