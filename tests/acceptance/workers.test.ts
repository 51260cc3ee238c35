import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Database } from '../../src/store/database.ts'
import { readMigrations } from '../../src/store/migrate.ts'
import { openPostgres } from '../../src/store/postgres.ts'
import { aConfigDir, type ConfigDir, sourceLine } from '../support/config-dir.ts'
import { type Behaviour, type Publisher, startPublisher } from '../support/loopback-publisher.ts'
import { rss, type RssItem } from '../support/poll-builder.ts'
import { postgresBinaries, type PostgresServer, startPostgres } from '../support/postgres-server.ts'
import { freePort, runCourant, type RunningDaemon, startDaemon, until } from '../support/process.ts'

/*
 * Four workers and a process that serves, on one PostgreSQL server: what they promise together. Feed n and feed n + 1,000 bring the
 * same article, so that workers meet all the time.
 */

const FEEDS = 2_000
const ARTICLES = FEEDS / 2
/** The feeds of which the number has three digits at most. */
const HALF = 'length(id) <= 12'
const ROOT = join(import.meta.dirname, '../..')

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 })

describe.skipIf(postgresBinaries() === null)('workers that share a database', () => {
  let server: PostgresServer
  let publishers: readonly Publisher[]
  let config: ConfigDir
  let database: Database
  let workers: RunningDaemon[]
  let serving: RunningDaemon
  let origin: string

  beforeAll(async () => {
    server = await startPostgres()
    const address = await server.createDatabase()
    publishers = await Promise.all([0, 1, 2, 3].map(() => startPublisher()))
    for (let feed = 0; feed < FEEDS; feed++) play(feed, answerWith([itemOf(feed % ARTICLES)]))
    const port = await freePort()
    origin = `http://127.0.0.1:${port}`
    config = aConfigDir(
      `server: { port: ${port} }\npolling: { host_spacing: 0s, per_host: 8, concurrency: 8 }\n`
        + `fetch: { allow: [${publishers.map((publisher) => `"127.0.0.1:${publisher.port}"`).join(', ')}] }`,
      Array.from({ length: FEEDS }, (_, feed) => sourceLine(nameOf(feed), `${publisherOf(feed).origin}/${nameOf(feed)}`)).join('\n'),
      address
    )
    expect(await runCourant(['db', 'migrate', '--config', config.dir])).toMatchObject({ code: 0 })
    database = await openPostgres(address)
    workers = await Promise.all([1, 2, 3, 4].map(() => startDaemon(config.dir, { only: 'poll' })))
    serving = await startDaemon(config.dir, { only: 'serve' })
  })

  afterAll(async () => {
    await Promise.all([...(workers ?? []), serving].map((daemon) => daemon?.stop('SIGKILL')))
    await database?.close()
    await Promise.all((publishers ?? []).map((publisher) => publisher.close()))
    config?.[Symbol.dispose]()
    await server?.[Symbol.asyncDispose]()
  })

  const publisherOf = (feed: number): Publisher => publishers[feed % publishers.length]!
  const play = (feed: number, behaviour: Behaviour): void => publisherOf(feed).play(`/${nameOf(feed)}`, behaviour)
  const seen = (feed: number): number => publisherOf(feed).seenAt(`/${nameOf(feed)}`).length
  const count = async (sql: string): Promise<number> => Number((await database.rows(`select count(*) as n from ${sql}`))[0]!.n)

  /** Makes feeds due now that nobody polls just then. */
  async function makeDue(which: string): Promise<void> {
    await database.rows(`update feed set next_poll_at = $1 where lease_token is null and ${which}`, [Date.now()])
  }

  const makeOneDue = (feed: number) => makeDue(`id = '${nameOf(feed)}-news'`)

  /** The worker that polls a feed now, once its request has arrived. */
  async function holderOf(feed: number, requests: number): Promise<RunningDaemon> {
    await until(async () => seen(feed) >= requests)
    const [row] = await database.rows('select lease_token from feed where id = $1', [`${nameOf(feed)}-news`])
    return workers.find((worker) => worker.stderr().includes(`"worker":"${String(row!.lease_token).split(':')[0]}"`))!
  }

  /** As if the time of a lease had passed. */
  const endLease = (feed: number) => database.rows('update feed set lease_until = 0 where id = $1', [`${nameOf(feed)}-news`])

  async function holdTogether(articles: number): Promise<void> {
    expect(await count('article')).toBe(articles)
    expect(await count(`publication where topic_id = 'bridges'`)).toBe(articles)
    const journal = await database.rows('select seq, article_id from journal order by seq')
    expect(journal.map(({ seq }) => seq)).toEqual(journal.map((_, index) => index + 1))
    expect(new Set(journal.map(({ article_id }) => article_id)).size).toBe(articles)
    expect(journal).toHaveLength(articles)
  }

  test('a round of 2,000 feeds polls each once, and copies meet across workers', async () => {
    await makeDue('last_polled_at is null') // first polls are spread
    await until(async () => (await count('feed where last_polled_at is null')) === 0)
    expect(Array.from({ length: FEEDS }, (_, feed) => seen(feed)).filter((polls) => polls !== 1)).toEqual([])
    expect(await count('entry')).toBe(FEEDS)
    await holdTogether(ARTICLES)
    for (const worker of workers) expect(worker.stderr()).toContain('feed polled')
    const feed = await (await request(`${origin}/topics/bridges.atom`)).text()
    expect(feed).toContain('Bridge')
  })

  test('what a killed worker was polling is polled by another, and nothing is lost or doubled', async () => {
    play(7, hold([]))
    await makeOneDue(7)
    const killed = await holderOf(7, 2)
    await killed.stop('SIGKILL')
    play(7, answerWith([itemOf(7), itemOf(5_007)]))
    await endLease(7)
    await until(async () => (await count(`entry where feed_id = '${nameOf(7)}-news'`)) === 2)
    workers = workers.filter((worker) => worker !== killed)
    expect(seen(7)).toBe(3)
    await holdTogether(ARTICLES + 1)
  })

  test('a worker that stood still beyond its lease drops its work', async () => {
    const held: ServerResponse[] = []
    play(8, hold(held))
    await makeOneDue(8)
    const paused = await holderOf(8, 2)
    paused.process.kill('SIGSTOP')
    play(8, answerWith([itemOf(8), itemOf(5_008)]))
    await endLease(8)
    await until(async () => (await count(`entry where feed_id = '${nameOf(8)}-news'`)) === 2)
    held[0]!.writeHead(200, { 'content-type': 'application/rss+xml' }).end(rss([itemOf(8), itemOf(6_008)]))
    paused.process.kill('SIGCONT')
    await until(async () => paused.stderr().includes('changed 0 rows instead of 1'))
    expect(await count(`entry where title like 'Bridge 6008 %'`)).toBe(0)
    await holdTogether(ARTICLES + 2)
  })

  test('all go on by themselves when the database is restarted under load', async () => {
    const before = Date.now()
    await makeDue(HALF)
    await until(async () => (await count(`feed where last_polled_at > ${before}`)) > 200)
    await server.stop('immediate')
    expect((await request(`${origin}/readyz`)).status).toBe(503)
    await server.start()
    await until(async () =>
      count(`feed where last_polled_at > ${before}`).then(
        (polled) => polled === FEEDS / 2,
        () => false
      )
    )
    expect((await request(`${origin}/readyz`)).status).toBe(200)
    expect(await count('entry')).toBe(FEEDS + 2)
    await holdTogether(ARTICLES + 2)
    for (const worker of workers) expect(worker.process.exitCode).toBeNull()
  })

  test('a version that changes the schema joins while older ones work, and none of these starts again', async () => {
    const next = aNextVersion()
    try {
      const upgraded = await startDaemon(config.dir, { only: 'poll', main: join(next, 'src/main.ts') })
      const older = workers
      workers = [...older, upgraded]
      expect(await count('next_thing')).toBe(0)
      const before = Date.now()
      const logged = workers.map((worker) => worker.stderr().length)
      await makeDue(HALF)
      await until(async () => (await count(`feed where last_polled_at > ${before}`)) === FEEDS / 2)
      workers.forEach((worker, index) => expect(worker.stderr().slice(logged[index])).toContain('feed polled'))
      await holdTogether(ARTICLES + 2)
      const refused = await runCourant(['run', '--only', 'poll', '--config', config.dir])
      expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('run the newer Courant') })
    } finally {
      rmSync(next, { recursive: true, force: true })
    }
  })

  test('stopped, a worker frees its feeds', async () => {
    expect(await Promise.all(workers.map((worker) => worker.stop()))).toEqual(workers.map(() => 0))
    expect(await count('feed where lease_until > 0')).toBe(0)
  })
})

function nameOf(feed: number): string {
  return `town${feed}`
}

/** Titles of two articles share only the words that all have. */
function itemOf(number: number): RssItem {
  const word = number.toString(36).replace(/\d/g, (digit) => 'ghijklmnop'[Number(digit)]!)
  return {
    guid: `g${number}`,
    title: `Bridge ${number} at ${word} opens`,
    text: `Mile ${number}.`,
    link: `https://news${number}.example/${word}`
  }
}

function answerWith(items: readonly RssItem[]): Behaviour {
  return (_request, response) => void response.writeHead(200, { 'content-type': 'application/rss+xml' }).end(rss(items))
}

/** Answers nothing, and hands the answer to be given over. */
function hold(held: ServerResponse[]): Behaviour {
  return (_request, response) => void held.push(response)
}

/** This very program with one migration more, which only adds to the schema. @returns its folder */
function aNextVersion(): string {
  const root = mkdtempSync(join(tmpdir(), 'courant-next-'))
  for (const part of ['src', 'migrations', 'package.json', 'config']) cpSync(join(ROOT, part), join(root, part), { recursive: true })
  symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'))
  const number = String(readMigrations().length + 1).padStart(4, '0')
  writeFileSync(
    join(root, 'migrations', `${number}-next.sql`),
    `create table next_thing (id text primary key);\nalter table feed add column next_word text;\n`
  )
  return root
}

const request = (url: string) => fetch(url)
