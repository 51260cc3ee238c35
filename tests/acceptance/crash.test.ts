import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSqlite } from '../../src/store/sqlite.ts'
import { aConfigDir, type ConfigDir, sourceLine } from '../support/config-dir.ts'
import { type Publisher, startPublisher } from '../support/loopback-publisher.ts'
import { rss, type RssItem } from '../support/poll-builder.ts'
import { freePort, startDaemon, until } from '../support/process.ts'

/*
 * A daemon that is killed again and again while its feeds grow. Each document's ETag tells how many items it held: a stored
 * ETag that runs ahead of the stored entries would hide the difference behind a 304 for good.
 */

const FEEDS = Array.from({ length: 8 }, (_, index) => `town${index}`)
const KILLS = 8
const SEED = 20_261_124

let publisher: Publisher
let config: ConfigDir
const grown = new Map<string, number>()

beforeAll(async () => {
  publisher = await startPublisher(
    Object.fromEntries(FEEDS.map((name) => [`/${name}`, (request, response, count) => {
      if (count % 3 !== 0) grown.set(name, (grown.get(name) ?? 0) + 2)
      const etag = `"${grown.get(name)}"`
      if (request.headers['if-none-match'] === etag) response.writeHead(304).end()
      else response.writeHead(200, { 'content-type': 'application/rss+xml', etag }).end(rss(itemsOf(name)))
    }]))
  )
  config = aConfigDir(
    `server: { port: ${await freePort()} }\npolling: { min_interval: 1s, host_spacing: 0s, per_host: 4 }\nfetch: { allow: ["127.0.0.1:${publisher.port}"] }`,
    FEEDS.map((name) => sourceLine(name, `${publisher.origin}/${name}`, ', schedule: "every 1s"')).join('\n')
  )
})

afterAll(async () => {
  await publisher?.close()
  config?.[Symbol.dispose]()
})

function itemsOf(name: string): readonly RssItem[] {
  return Array.from({ length: grown.get(name) ?? 0 }, (_, index) => ({
    guid: `${name}-${index + 1}`, title: `Bridge ${index + 1} of ${name} opens`, text: `It stands at mile ${index + 1}.`, link: `https://${name}.example/${index + 1}`
  })).reverse()
}

/** Chance that is the same at every run (mulberry32). */
function seededRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Reads what a killed daemon left, and holds it against the promises. @returns the ids of all entries */
async function inspectStore(): Promise<ReadonlySet<string>> {
  const database = openSqlite(config.store)
  try {
    expect(await database.rows('pragma integrity_check')).toEqual([{ integrity_check: 'ok' }])
    const entries = await database.rows('select id, feed_id, guid from entry')
    const guids = entries.map(({ guid }) => String(guid))
    expect(new Set(guids).size).toBe(guids.length)
    const stored = new Set(guids)
    for (const feed of await database.rows('select id, etag from feed')) {
      const name = String(feed.id).replace('-news', '')
      const claimed = feed.etag === null ? 0 : Number(String(feed.etag).replaceAll('"', ''))
      for (let number = 1; number <= claimed; number++) expect(stored, `${feed.id} claims ${claimed} items`).toContain(`${name}-${number}`)
    }
    const journal = await database.rows('select seq, kind, article_id from journal order by seq')
    expect(journal.map(({ seq }) => seq)).toEqual(journal.map((_, index) => index + 1))
    expect(new Set(journal.map(({ kind, article_id }) => `${kind} ${article_id}`)).size).toBe(journal.length)
    const [shown] = await database.rows('select count(*) as n from publication')
    expect(journal).toHaveLength(Number(shown!.n))
    const orphans = await database.rows('select id from entry where article_id not in (select id from article)')
    expect(orphans).toEqual([])
    return new Set(entries.map(({ id }) => String(id)))
  } finally {
    await database.close()
  }
}

test('what was acknowledged survives being killed at any moment', async () => {
  const random = seededRandom(SEED)
  let known: ReadonlySet<string> = new Set()
  for (let kill = 0; kill < KILLS; kill++) {
    const daemon = await startDaemon(config.dir)
    const before = publisher.seen.length
    const polls = 1 + Math.floor(random() * 3 * FEEDS.length)
    await until(async () => publisher.seen.length >= before + polls)
    await new Promise((resolve) => setTimeout(resolve, random() * 120))
    await daemon.stop('SIGKILL')
    const added = [...daemon.stderr().matchAll(/"added":(\d+)/g)].reduce((sum, [, count]) => sum + Number(count), 0)
    const now = await inspectStore()
    for (const id of known) expect(now).toContain(id)
    // What the log acknowledged is there; one poll more may have been written without being told.
    expect(now.size - known.size).toBeGreaterThanOrEqual(added)
    known = now
  }

  const last = await startDaemon(config.dir)
  for (const name of FEEDS) publisher.play(`/${name}`, (_request, response) => void response.writeHead(200, { 'content-type': 'application/rss+xml' }).end(rss(itemsOf(name))))
  const before = publisher.seen.length
  await until(async () => publisher.seen.length >= before + 3 * FEEDS.length)
  expect(await last.stop()).toBe(0)
  const all = await inspectStore()
  expect(all.size).toBe([...grown.values()].reduce((sum, count) => sum + count, 0))
}, 240_000)
