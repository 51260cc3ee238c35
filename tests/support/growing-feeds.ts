import { expect } from 'vitest'
import { openSqlite } from '../../src/store/sqlite.ts'
import { aConfigDir, type ConfigDir, sourceLine } from './config-dir.ts'
import { type Publisher, startPublisher } from './loopback-publisher.ts'
import { rss, type RssItem } from './poll-builder.ts'
import { freePort } from './process.ts'

/*
 * Feeds that grow while a daemon polls them. Each document's ETag tells how many items it held: a stored ETag that runs ahead
 * of the stored entries would hide the difference behind a 304 for good.
 */

export interface GrowingFeeds extends AsyncDisposable {
  readonly publisher: Publisher
  readonly config: ConfigDir
  /** Where the daemon will answer. */
  readonly origin: string
  /** The text of courant.yaml but for `store:`. */
  readonly service: string
  /** Items there are by now. */
  readonly size: () => number
  /** From now on every feed answers in full and grows no more. */
  settle(): void
}

/**
 * @param count how many feeds. Two polls of three bring two new items each.
 * @param options.schedule when they are polled
 * @param options.allow further addresses that may be fetched, as `address:port`
 */
export async function startGrowingFeeds(
  count: number,
  { schedule = 'every 1s', allow = [] }: { readonly schedule?: string; readonly allow?: readonly string[] } = {}
): Promise<GrowingFeeds> {
  const names = Array.from({ length: count }, (_, index) => `town${index}`)
  const grown = new Map<string, number>()
  const publisher = await startPublisher(
    Object.fromEntries(
      names.map((name) => [
        `/${name}`,
        (request, response, polls) => {
          if (polls % 3 !== 0) grown.set(name, (grown.get(name) ?? 0) + 2)
          const etag = `"${grown.get(name)}"`
          if (request.headers['if-none-match'] === etag) response.writeHead(304).end()
          else response.writeHead(200, { 'content-type': 'application/rss+xml', etag }).end(rss(itemsOf(name, grown)))
        }
      ])
    )
  )
  const port = await freePort()
  const service =
    `server: { port: ${port} }\npolling: { min_interval: 1s, host_spacing: 0s, per_host: 4 }\n`
    + `fetch: { allow: ${JSON.stringify([`127.0.0.1:${publisher.port}`, ...allow])} }`
  const config = aConfigDir(
    service,
    names.map((name) => sourceLine(name, `${publisher.origin}/${name}`, `, schedule: "${schedule}"`)).join('\n')
  )
  return {
    publisher,
    config,
    origin: `http://127.0.0.1:${port}`,
    service,
    size: () => [...grown.values()].reduce((sum, items) => sum + items, 0),
    settle() {
      for (const name of names) {
        publisher.play(
          `/${name}`,
          (_request, response) => void response.writeHead(200, { 'content-type': 'application/rss+xml' }).end(rss(itemsOf(name, grown)))
        )
      }
    },
    async [Symbol.asyncDispose]() {
      await publisher.close()
      config[Symbol.dispose]()
    }
  }
}

function itemsOf(name: string, grown: ReadonlyMap<string, number>): readonly RssItem[] {
  return Array.from({ length: grown.get(name) ?? 0 }, (_, index) => ({
    guid: `${name}-${index + 1}`,
    title: `Bridge ${index + 1} of ${name} opens`,
    text: `It stands at mile ${index + 1}.`,
    link: `https://${name}.example/${index + 1}`
  })).reverse()
}

/**
 * Reads what an interrupted daemon left, and holds it against the promises: a whole file, nothing doubled, no validator
 * ahead of its entries, a journal without a gap that agrees with what the topics show.
 * @returns the ids of all entries
 */
export async function expectWholeStore(path: string): Promise<ReadonlySet<string>> {
  const database = openSqlite(path)
  try {
    expect(await database.rows('pragma integrity_check')).toEqual([{ integrity_check: 'ok' }])
    const [tables] = await database.rows(`select count(*) as n from sqlite_schema where name = 'journal'`)
    if (tables!.n === 0) return new Set()
    const entries = await database.rows('select id, feed_id, guid from entry')
    const guids = entries.map(({ guid }) => String(guid))
    expect(new Set(guids).size).toBe(guids.length)
    const stored = new Set(guids)
    for (const feed of await database.rows('select id, etag from feed')) {
      const name = String(feed.id).replace('-news', '')
      const claimed = feed.etag === null ? 0 : Number(String(feed.etag).replaceAll('"', ''))
      for (let number = 1; number <= claimed; number++)
        expect(stored, `${String(feed.id)} claims ${claimed} items`).toContain(`${name}-${number}`)
    }
    const journal = await database.rows('select seq, kind, article_id from journal order by seq')
    expect(journal.map(({ seq }) => seq)).toEqual(journal.map((_, index) => index + 1))
    expect(new Set(journal.map(({ kind, article_id }) => `${String(kind)} ${String(article_id)}`)).size).toBe(journal.length)
    const [shown] = await database.rows('select count(*) as n from publication')
    expect(journal).toHaveLength(Number(shown!.n))
    expect(await database.rows('select id from entry where article_id not in (select id from article)')).toEqual([])
    return new Set(entries.map(({ id }) => String(id)))
  } finally {
    await database.close()
  }
}

/** How many new entries the log of a daemon acknowledges. */
export function acknowledged(log: string): number {
  return [...log.matchAll(/"added":(\d+)/g)].reduce((sum, [, count]) => sum + Number(count), 0)
}
