import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { copyDatabase } from '../../src/commands/copy-database.ts'
import { openStore } from '../../src/commands/open-store.ts'
import { writeStatic } from '../../src/serve/write-static.ts'
import { lockInstance, openSqlite } from '../../src/store/sqlite.ts'
import { aConfigDir, type ConfigDir, sourceLine } from '../support/config-dir.ts'
import { postgresBinaries, type PostgresServer, startPostgres } from '../support/postgres-server.ts'
import { runCourant } from '../support/process.ts'
import { aConfig, fillStore, NOON } from '../support/store-builder.ts'

const WHOLE = { now: () => NOON, signal: new AbortController().signal, onTotal: () => undefined, onRows: () => undefined }

describe.skipIf(postgresBinaries() === null)('a store copied to PostgreSQL and back', () => {
  let server: PostgresServer
  let config: ConfigDir
  let file: string
  let address: string

  beforeAll(async () => {
    server = await startPostgres()
    address = await server.createDatabase()
    config = aConfigDir('', sourceLine('town', 'https://town.example/feed.xml'))
    file = config.store
    await using opened = await openStore(file, NOON)
    await fillStore(opened.store)
  })
  afterAll(async () => {
    config?.[Symbol.dispose]()
    await server?.[Symbol.asyncDispose]()
  })

  /** Every feed, archive and page of a store, by its path. */
  async function published(store: string): Promise<ReadonlyMap<string, string>> {
    const dir = mkdtempSync(join(tmpdir(), 'courant-published-'))
    try {
      await using opened = await openStore(store, NOON)
      await writeStatic({ store: opened.store, config: () => aConfig(), now: () => NOON, log: false }, dir)
      const files = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
      return new Map(
        files.map((entry) => join(entry.parentPath, entry.name)).map((path) => [relative(dir, path), readFileSync(path, 'latin1')])
      )
    } finally {
      rmSync(dir, { recursive: true, force: true })
    }
  }

  test('publishes the same bytes everywhere: nobody who reads it notices', async () => {
    const back = join(config.root, 'back.db')
    const there = await runCourant(['db', 'copy', '--to', address, '--config', config.dir, '--json'])
    expect(there).toMatchObject({ code: 0, stderr: '' })
    const counts = (JSON.parse(there.stdout) as { copied: Record<string, number> }).copied
    expect(counts).toMatchObject({ journal_head: 1 })
    expect(counts.entry).toBeGreaterThan(10)
    expect(await copyDatabase(address, back, WHOLE)).toEqual(counts)
    const first = await published(file)
    expect(first.size).toBeGreaterThan(50)
    expect(await published(address)).toEqual(first)
    expect(await published(back)).toEqual(first)
  })

  test('goes nowhere where something is, and disturbs nothing there', async () => {
    await expect(copyDatabase(file, address, WHOLE)).rejects.toMatchObject({
      code: 'USAGE',
      message: expect.stringContaining('holds something already')
    })
    await expect(copyDatabase(file, file, WHOLE)).rejects.toMatchObject({ code: 'USAGE' })
    await expect(copyDatabase(join(config.root, 'no.db'), join(config.root, 'new.db'), WHOLE)).rejects.toMatchObject({
      code: 'STORE_UNOPENABLE'
    })
    expect(existsSync(join(config.root, 'new.db'))).toBe(false)
  })

  test('waits for no running daemon and no poll under way', async () => {
    {
      using lock = lockInstance(file)
      void lock
      await expect(copyDatabase(file, join(config.root, 'new.db'), WHOLE)).rejects.toMatchObject({ code: 'STORE_IN_USE' })
    }
    await using opened = await openStore(address, NOON)
    const [feed] = await opened.store.allFeeds()
    await opened.store.claimFeed(feed!.id, 'someone:1', NOON, 1_000)
    const busy = expect.stringContaining('1 feeds are being polled')
    await expect(copyDatabase(address, join(config.root, 'new.db'), WHOLE)).rejects.toMatchObject({ code: 'STORE_IN_USE', message: busy })
    await opened.store.releaseLeases('someone:')
  })

  test.each([
    { name: 'a file', target: async () => join(config.root, 'cut.db') },
    { name: 'a server', target: () => server.createDatabase() }
  ])('interrupted, the copy on $name is named, never opened, and never copied over', async ({ target }) => {
    const to = await target()
    const stop = new AbortController()
    const interrupted = copyDatabase(file, to, {
      ...WHOLE,
      signal: stop.signal,
      onRows: (_rows, table) => table === 'entry' && stop.abort()
    })
    await expect(interrupted).rejects.toThrow('abort')
    await expect(openStore(to, NOON)).rejects.toMatchObject({
      code: 'STORE_UNFINISHED',
      message: expect.stringContaining('remove that database')
    })
    await expect(copyDatabase(file, to, WHOLE)).rejects.toMatchObject({ code: 'USAGE' })
    await using source = await openStore(file, NOON)
    expect(await source.store.countArticles()).toBeGreaterThan(10)
  })

  test('a store that was written to meanwhile is told, and the copy stays marked', async () => {
    const to = await server.createDatabase()
    const writer = openSqlite(file)
    const onRows = (_rows: number, table: string): void => {
      if (table === 'journal') void writer.rows(`update article set changed_at = changed_at + 1 where id = 'a-ar-1'`) // writes before it returns
    }
    const told = expect.stringContaining('table article has 15 rows, of which some differ')
    await expect(copyDatabase(file, to, { ...WHOLE, onRows })).rejects.toMatchObject({ code: 'STORE_CORRUPT', message: told })
    await expect(openStore(to, NOON)).rejects.toMatchObject({ code: 'STORE_UNFINISHED' })
    await writer.close()
  })
})
