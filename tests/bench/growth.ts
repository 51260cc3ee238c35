import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { seedLexicon } from '../../src/dedupe/lexicon-seed.ts'
import type { Database } from '../../src/store/database.ts'
import { openSqlite } from '../../src/store/sqlite.ts'
import { aDocument, aPollBench, aSource, type PollBench } from '../support/poll-builder.ts'
import { generatedFeed } from './generated-feeds.ts'

/*
 * Polls of feeds that are new, and looks at what is stored, on an empty database file and on one of a million articles, whose rows are
 * written directly. Prints CPU, waits and pages of both and how they compare, the bytes of an article, and the time to start on the large one.
 * Usage: node tests/bench/growth.ts [articles] [feeds] [bytes]
 */

const articles = Number(process.argv[2] ?? 1_000_000)
const feeds = Number(process.argv[3] ?? 60)
const bytes = Number(process.argv[4] ?? 40_000)
const ITEMS = 30
const NOW = Date.UTC(2026, 0, 13)
const WINDOW = 65_536
/** Polls after the start in which what was read is taken up: they are no part of the rate. */
const SETTLING = 10
const ROUNDS = 3
const FILLED =
  'id, feed_id, source_id, owner, article_id, join_reason, revision, content_hash, guid, url, canonical_url, title, summary, content_html, published_at, '
  + 'published_from, updated_at, authors, categories, enclosures, image_url, declared_language, alternates, language, language_from, confidence, script, '
  + 'first_seen_at, last_seen_at'

const sources = Array.from({ length: 3 * feeds + SETTLING }, (_, index) =>
  aSource({ source: { id: `s${index}`, name: `Source ${index}` }, feeds: [{ id: `f${index}`, url: urlOf(index) }] })
)
const dir = mkdtempSync(join(tmpdir(), 'courant-growth-'))
const path = join(dir, 'courant.db')
try {
  await using warm = await open(':memory:')
  await poll(warm, 2 * feeds)

  const empty = await open(path)
  const first = { polls: await poll(empty, 0), looks: await look(empty) }
  const written = await empty.store.database.rows('select count(*) as n from article')
  while (await empty.store.indexTexts(1_000)) continue
  const used = await empty.store.database.bytes!()
  await empty[Symbol.asyncDispose]()

  const filling = openSqlite(path)
  await fill(filling)
  await filling.close()

  const startedAt = performance.now()
  const full = await open(path)
  const openedMs = performance.now() - startedAt
  await pollOne(full, 3 * feeds)
  const readyMs = performance.now() - startedAt
  for (let index = 1; index < SETTLING; index++) await pollOne(full, 3 * feeds + index)
  const second = { polls: await poll(full, feeds), looks: await look(full) }
  const size = await full.store.database.bytes!()
  await full[Symbol.asyncDispose]()

  print(`empty: ${spell(first.polls)} an item, ${spell(first.looks)} a look`)
  print(`${articles} articles: ${spell(second.polls)} an item, ${spell(second.looks)} a look`)
  print(`rate beside the empty store: ingest ${ratio(first.polls, second.polls)}, looks ${ratio(first.looks, second.looks)}`)
  print(
    `bytes an article: ${(used / Number(written[0]!.n)).toFixed(0)} as polled (of ${Math.round(bytes / ITEMS)} bytes a feed spends on one), with all indexes; file of ${(size / 1e9).toFixed(2)} GB`
  )
  print(`start on ${articles} articles: open in ${openedMs.toFixed(0)} ms, first poll with news done after ${readyMs.toFixed(0)} ms`)
} finally {
  rmSync(dir, { recursive: true, force: true })
}

interface Cost {
  readonly cpuUs: number
  readonly wallUs: number
}

function open(file: string): Promise<PollBench> {
  const lexicon = seedLexicon()
  return aPollBench(sources, {}, { match: { lexicon, stories: true } }, file)
}

/** Polls feeds that are new to the store, one after another. @returns the cost of an item */
async function poll(bench: PollBench, from: number): Promise<Cost> {
  const bodies = Array.from({ length: feeds }, (_, index) => documentOf(from + index))
  return measured(feeds * ITEMS, async () => {
    for (const [index, body] of bodies.entries()) await pollOne(bench, from + index, body)
  })
}

async function pollOne(bench: PollBench, index: number, body = documentOf(index)): Promise<void> {
  bench.now = NOW + index * 1_000
  bench.answer = () => aDocument(body, { finalUrl: urlOf(index) })
  const { poll: record } = await bench.poll(`f${index}`)
  if (record.added !== ITEMS) throw new Error(`feed ${index} brought ${record.added} new items: ${record.message}`)
}

/** What pages and polls ask: an article with its copies, the entries of known keys, the newest articles of a source. */
async function look(bench: PollBench): Promise<Cost> {
  const { store } = bench
  const rows = await store.database.rows(
    `select id, feed_id, source_id, article_id from entry where feed_id like 'f%' order by id limit 600`
  )
  const rounds: Cost[] = []
  // The median, because another program on the machine may cost one round twice as much.
  while (rounds.length < ROUNDS) rounds.push(await measured(rows.length, () => lookOnce(rows)))
  return rounds.sort((one, other) => one.cpuUs - other.cpuUs)[Math.floor(ROUNDS / 2)]!

  async function lookOnce(asked: typeof rows): Promise<void> {
    for (const { id, feed_id, source_id, article_id } of asked) {
      const keys = (await store.keysOf([String(id)])).get(String(id)) ?? []
      const [known, article, newest] = [
        await store.knownEntries(String(feed_id), keys),
        await store.findArticle(String(article_id)),
        await store.listArticles({ sourceId: String(source_id) }, 5)
      ]
      if (known.length !== 1 || article === null || newest.length === 0) throw new Error(`${id} was not found again`)
    }
  }
}

async function measured(count: number, work: () => Promise<void>): Promise<Cost> {
  const [cpu, at] = [process.cpuUsage(), performance.now()]
  await work()
  const { user, system } = process.cpuUsage(cpu)
  return { cpuUs: (user + system) / count, wallUs: ((performance.now() - at) * 1_000) / count }
}

/** Articles of a thousand other feeds over two years, written in the order of their ids; the indexes are made afterwards, which is quicker. */
async function fill(database: Database): Promise<void> {
  const indexes = (await database.rows(`select name, sql from sqlite_schema where type = 'index' and sql is not null`)).map(
    ({ name, sql }) => ({ name: String(name), sql: String(sql) })
  )
  const letters = [17_576, 676, 26, 1].map((unit) => `char(97 + (i * 456976 / ${articles}) / ${unit} % 26)`).join(' || ')
  const id = (kind: string): string => `${letters} || printf('${kind}%020d', i)`
  const at = `${NOW} - 63072000000 + i * 63072000000 / ${articles}`
  const numbers = `with recursive n (i) as (select 0 union all select i + 1 from n where i < ${articles - 1})`
  const title = `'Council of ' || i || ' decides on ' || (i * 7919 % 10007) || ' and reports on the year'`
  await database.batch(
    [
      ...indexes.map(({ name }) => `drop index ${name}`),
      `${numbers} insert into entry (${FILLED}) select ${id('a')}, 'filler-' || (i % 1000), 'filler-' || (i % 1000), 'filler-' || (i % 1000), ${id('b')}, null, 1, ${id('c')}, 'guid-' || i,
         'https://filler' || (i % 1000) || '.example/news/' || i, 'https://filler' || (i % 1000) || '.example/news/' || i, ${title},
         ${title} || '. ' || ${title} || '. ' || ${title}, '<p>' || ${title} || '</p>', ${at}, 'feed', null, '[]', '[]', '[]', null, 'en', '[]', 'en', 'text', 0.9, null, ${at}, ${at} from n`,
      `${numbers} insert into article (id, tag_uri, story_id, story_reason, lead_entry_id, language, regions, first_seen_at, sort_at, changed_at, revision) select ${id('b')}, 'tag:filler.example,2026:article/' || i, ${id('d')}, null, ${id('a')}, 'en', '[]', ${at}, ${at}, ${at}, 1 from n`,
      `insert into entry_key select feed_id, 'id:' || id, id from entry where feed_id like 'filler-%' order by feed_id, id`,
      // Their trigrams are not made here: what is measured does not search.
      `insert into searched select (select max(number) from searched) + row_number() over (), id from entry where feed_id like 'filler-%'`,
      // As many neighbours as are kept, in the words of the polled ones.
      `insert into neighbour with recursive n (i) as (select 1 union all select i + 1 from n where i < ${WINDOW}), own as (select *, row_number() over (order by seq) as r from neighbour)
         select (select max(seq) from neighbour) + i, printf('filler-%d', i), printf('filler-%d', i), printf('filler-%d', i), 'filler-' || (i % 1000), at, numbers
         from n join own on r = i % (select count(*) from own) + 1`,
      ...indexes.map(({ sql }) => sql)
    ].map((sql) => ({ sql }))
  )
}

function documentOf(index: number): string {
  return generatedFeed(index, bytes)
}

function urlOf(index: number): string {
  return `https://n${index}.example/feed.xml`
}

function spell({ cpuUs, wallUs }: Cost): string {
  return `${cpuUs.toFixed(0)} us of CPU (${wallUs.toFixed(0)} us)`
}

function ratio(before: Cost, after: Cost): string {
  return `${(before.cpuUs / after.cpuUs).toFixed(2)} by CPU, ${(before.wallUs / after.wallUs).toFixed(2)} by time`
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}
