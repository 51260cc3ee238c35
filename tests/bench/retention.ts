import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { seedLexicon } from '../../src/dedupe/lexicon-seed.ts'
import { pruneSlice } from '../../src/poll/housekeeping.ts'
import { aDocument, aPollBench, aSource } from '../support/poll-builder.ts'
import { generatedItems } from './generated-feeds.ts'

/*
 * Months by a simulated clock: feeds that bring new items every day, one of twenty in a topic, with the housekeeping of the daemon and texts
 * kept for 60 days, keys for 30. Prints, month by month, the size of the file, what of it is free, and how many rows there are.
 * Usage: node tests/bench/retention.ts [months] [feeds] [items a day and feed] [bytes an item]
 */

const months = Number(process.argv[2] ?? 8)
const feeds = Number(process.argv[3] ?? 20)
const perDay = Number(process.argv[4] ?? 10)
const bytes = Number(process.argv[5] ?? 1_300)
const DAY_MS = 86_400_000
const START = Date.UTC(2026, 0, 1)
const MONTH_DAYS = 30
const SLICES_A_DAY = 24
const RETENTION = { contentMs: 60 * DAY_MS, keysAfterLastSeenMs: 30 * DAY_MS, rejectsMs: 14 * DAY_MS, pollsMs: 30 * DAY_MS }
const SHOWN = 3 * perDay

const sources = Array.from({ length: feeds }, (_, index) =>
  aSource({ source: { id: `s${index}`, name: `Source ${index}` }, feeds: [{ id: `f${index}`, url: `https://n${index}.example/feed.xml` }] })
)
const dir = mkdtempSync(join(tmpdir(), 'courant-retention-'))
try {
  await using bench = await aPollBench(sources, {}, { match: { lexicon: seedLexicon(), stories: true } }, join(dir, 'courant.db'))
  const { store } = bench
  await store.database.rows('pragma synchronous = off') // sizes do not depend on it, waits do
  const shown = sources.map((): string[] => [])
  const cpu = { polls: 0, housekeeping: 0 }
  for (let day = 0; day < months * MONTH_DAYS; day++) {
    const at = START + day * DAY_MS
    cpu.polls += await measured(async () => {
      for (let index = 0; index < feeds; index++) {
        bench.now = at + index * 60_000
        const list = shown[index]!
        list.unshift(
          ...generatedItems(index, bytes, day * perDay, perDay, bench.now).map((item, n) =>
            n % 20 === day % 20 ? item.replace('<title>', '<title>Bridge ') : item
          )
        )
        list.length = Math.min(list.length, SHOWN)
        bench.answer = () =>
          aDocument(
            `<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Feed ${index}</title>${list.join('')}</channel></rss>`,
            { finalUrl: `https://n${index}.example/feed.xml` }
          )
        const { poll } = await bench.poll(`f${index}`)
        if (poll.added !== perDay) throw new Error(`day ${day}: feed ${index} brought ${poll.added} new items: ${poll.message}`)
      }
    })
    while (await store.indexTexts(64)) continue
    cpu.housekeeping += await measured(async () => {
      for (let slice = 0; slice < SLICES_A_DAY; slice++) await pruneSlice(store, slice, RETENTION, at + slice * 3_600_000)
    })
    if ((day + 1) % MONTH_DAYS === 0) await print(day + 1, cpu)
  }

  async function print(days: number, { polls, housekeeping }: typeof cpu): Promise<void> {
    const count = async (table: string) => Number((await store.database.rows(`select count(*) as n from ${table}`))[0]!.n)
    const [free] = await store.database.rows('pragma freelist_count')
    const size = await store.database.bytes!()
    process.stdout.write(
      `month ${days / MONTH_DAYS}: ${days * feeds * perDay} items came, ${await count('article')} articles kept, ${await count('journal')} in the journal; `
        + `${(size / 1e6).toFixed(1)} MB, ${((Number(free!.freelist_count) * 4096 * 100) / size).toFixed(0)} % of it free; `
        + `CPU so far: polls ${(polls / 1e3).toFixed(0)} s, housekeeping ${(housekeeping / 1e3).toFixed(1)} s\n`
    )
  }
} finally {
  rmSync(dir, { recursive: true, force: true })
}

/** @returns CPU in milliseconds */
async function measured(work: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000
}
