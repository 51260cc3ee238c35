import { expect, test } from 'vitest'
import { serviceFileSchema } from '../../src/config/schema.ts'
import { createApp } from '../../src/serve/app.ts'
import { aDocument, anUnchanged, aPollBench, rss, START, TWO_SOURCES } from '../support/poll-builder.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const WEEKS_TOLD_MS = 21 * DAY_MS

/** A feed that brings something every three hours for three weeks, and nothing from then on. */
async function aSilencedFeed() {
  const bench = await aPollBench()
  let told = 0
  const items: { guid: string; title: string; at: number }[] = []
  bench.answer = () => {
    const grows = bench.now < START + WEEKS_TOLD_MS
    if (grows) items.unshift({ guid: String(told), title: `Notice ${told++} of the council`, at: bench.now - 60_000 })
    return grows ? aDocument(rss(items.slice(0, 20))) : anUnchanged()
  }
  const config = {
    service: serviceFileSchema.parse({
      title: 'Courant',
      server: { public_url: 'https://news.example.org', tag_authority: 'news.example.org,2026' }
    }),
    sources: TWO_SOURCES,
    topics: [],
    hash: 'config-1'
  }
  const app = createApp({ store: bench.store, config: () => config, now: () => bench.now, log: false })
  return {
    bench,
    /** Polls every three hours up to a day of silence. */
    async pollUntilSilentFor(days: number): Promise<void> {
      for (; bench.now <= START + WEEKS_TOLD_MS + days * DAY_MS; bench.now += 3 * HOUR_MS) await bench.poll()
    },
    async see(path: string): Promise<string> {
      return (await app.inject(path)).body
    },
    async [Symbol.asyncDispose](): Promise<void> {
      await app.close()
      await bench[Symbol.asyncDispose]()
    }
  }
}

const troubleIds = (atom: string): readonly string[] => [...atom.matchAll(/<id>([^<]*trouble[^<]*)<\/id>/g)].map(([, id]) => id!)

test('a feed that falls silent is quiet, then stale, wherever operators look, and one item of their feed each', async () => {
  await using feed = await aSilencedFeed()
  await feed.pollUntilSilentFor(1)
  expect(await feed.see('/metrics')).toContain('courant_feeds{state="ok"} 1')
  expect(troubleIds(await feed.see('/status.atom'))).toEqual([])

  await feed.pollUntilSilentFor(4)
  expect(await feed.see('/metrics')).toContain('courant_feeds{state="quiet"} 1')
  expect(await feed.see('/status')).toMatch(
    /town-news<\/code>[^]*Nothing new for 4 days \(it used to publish every [34] hours\): longer than usual/
  )
  const quiet = troubleIds(await feed.see('/status.atom'))
  expect(quiet).toHaveLength(1)
  await feed.pollUntilSilentFor(6)
  expect(troubleIds(await feed.see('/status.atom'))).toEqual(quiet)

  feed.bench.now = START + WEEKS_TOLD_MS + 70 * DAY_MS
  await feed.bench.poll()
  expect(await feed.see('/metrics')).toContain('courant_feeds{state="stale"} 1')
  expect(await feed.see('/status')).toContain('it may have been given up or moved')
  const stale = troubleIds(await feed.see('/status.atom'))
  expect(stale).toHaveLength(1)
  expect(stale).not.toEqual(quiet)

  feed.bench.answer = () => aDocument(rss([{ guid: 'again', title: 'The council meets again', at: feed.bench.now }]))
  feed.bench.now += DAY_MS
  await feed.bench.poll()
  expect(await feed.see('/metrics')).toContain('courant_feeds{state="ok"} 1')
  expect(troubleIds(await feed.see('/status.atom'))).toEqual([])
})
