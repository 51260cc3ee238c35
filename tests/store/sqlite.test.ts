import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { migrate, readMigrations } from '../../src/store/migrate.ts'
import { lockInstance, openSqlite, type SqliteDatabase } from '../../src/store/sqlite.ts'

let dir: string
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'courant-'))))
afterEach(() => rmSync(dir, { recursive: true, force: true }))

describe('openSqlite', () => {
  test('commits outlast a power cut: WAL at synchronous=FULL', async () => {
    const database = openSqlite(join(dir, 'new', 'courant.db'))
    expect(await database.rows('pragma journal_mode')).toEqual([{ journal_mode: 'wal' }])
    expect(await database.rows('pragma synchronous')).toEqual([{ synchronous: 2 }])
    await database.close()
    await database.close()
  })

  test("a file that is no database, and another program's database, are refused and left as they were", async () => {
    const text = join(dir, 'notes.txt')
    writeFileSync(text, 'these are the notes of somebody, long enough to have a header of their own'.repeat(20))
    expect(() => openSqlite(text)).toThrow(expect.objectContaining({ code: 'STORE_FOREIGN' }))

    const other = join(dir, 'other.db')
    const database = openSqlite(other)
    await database.rows('create table theirs (a text)')
    await database.rows('pragma application_id = 7')
    await database.close()
    expect(() => openSqlite(other)).toThrow(expect.objectContaining({ code: 'STORE_FOREIGN' }))
  })

  test('a damaged database is told as such, with what to do', async () => {
    const path = join(dir, 'courant.db')
    const database = openSqlite(path)
    await migrate(database, readMigrations(), 0)
    await database.close()
    const bytes = readFileSync(path)
    bytes.fill(0xa5, 100, 4_096)
    writeFileSync(path, bytes)
    expect(() => openSqlite(path)).toThrow(
      expect.objectContaining({ code: 'STORE_CORRUPT', message: expect.stringContaining('courant db restore') })
    )
  })

  test('a path that cannot be written says so', () => {
    writeFileSync(join(dir, 'file'), '')
    expect(() => openSqlite(join(dir, 'file', 'courant.db'))).toThrow(expect.objectContaining({ code: 'STORE_UNOPENABLE' }))
  })

  test('a batch whose guard does not hold leaves nothing behind', async () => {
    const database = openSqlite(':memory:')
    await database.rows('create table t (a bigint)')
    await expect(
      database.batch([
        { sql: 'insert into t values ($1)', values: [1] },
        { sql: 'update t set a = 2 where a = 9', mustChange: 1 }
      ])
    ).rejects.toMatchObject({ code: 'GUARD_FAILED' })
    expect(await database.rows('select * from t')).toEqual([])
  })
})

test('a database that another program holds is waited for while everything else goes on, and written once it is free', async () => {
  const path = join(dir, 'courant.db')
  const database = openSqlite(path)
  await database.rows('create table t (a bigint)')
  const other = openSqlite(path)
  await other.rows('begin immediate')
  const order: string[] = []
  const written = database.batch([{ sql: 'insert into t values (1)' }]).then(() => order.push('written'))
  const inserted = database.rows('insert into t values (2)').then(() => order.push('inserted'))
  await new Promise((resolve) => setImmediate(resolve))
  order.push('the event loop went round')
  await other.rows('commit')
  await Promise.all([written, inserted])
  expect(order[0]).toBe('the event loop went round')
  expect(await database.rows('select a from t order by a')).toEqual([{ a: 1 }, { a: 2 }])
  await database.close()
  await other.close()
})

test('a full disk is told as such by every verb, leaves nothing half written, and is over once there is room', async () => {
  const database = openSqlite(join(dir, 'courant.db'))
  await database.rows('create table t (a text)')
  const [pages] = await database.rows('pragma page_count')
  await database.rows(`pragma max_page_count = ${String(pages!.page_count)}`)
  const large = 'x'.repeat(100_000)
  const write = { sql: 'insert into t values ($1)', values: [large] }
  await expect(database.batch([{ sql: `insert into t values ('small')` }, write])).rejects.toMatchObject({ code: 'STORE_FULL' })
  await expect(database.rows(write.sql, write.values)).rejects.toMatchObject({ code: 'STORE_FULL' })
  expect(await database.rows('select count(*) as n from t')).toEqual([{ n: 0 }])
  await database.rows('pragma max_page_count = 100000')
  await database.batch([write])
  expect(await database.rows('select count(*) as n from t')).toEqual([{ n: 1 }])
  await database.close()
})

describe('room that is freed', () => {
  const fill = (database: SqliteDatabase) =>
    database.batch([
      { sql: 'create table a (x text)' },
      {
        sql: `with recursive n (i) as (select 1 union all select i + 1 from n where i < 4000) insert into a select hex(zeroblob(2000)) from n`
      }
    ])

  test('goes back to the disk once there is much of it, and a little stays to be used again', async () => {
    const database = openSqlite(join(dir, 'courant.db'))
    await fill(database)
    const full = await database.bytes!()
    await database.batch([{ sql: 'delete from a where rowid % 10 = 0' }])
    await database.reclaim!()
    expect(await database.bytes!()).toBe(full)
    await database.batch([{ sql: 'delete from a where rowid > 400' }])
    for (let slice = 0; slice < 20; slice++) await database.reclaim!()
    expect(await database.bytes!()).toBeLessThan(full / 4)
    expect(await database.rows('pragma integrity_check')).toEqual([{ integrity_check: 'ok' }])
    await database.close()
  })

  test('goes back as a whole when asked, also from a file made as earlier versions made it', async () => {
    const path = join(dir, 'courant.db')
    const database = openSqlite(path)
    await fill(database)
    await database.rows('pragma auto_vacuum = none')
    await database.rows('vacuum')
    const full = await database.bytes!()
    await database.batch([{ sql: 'delete from a' }])
    await database.reclaim!()
    expect(await database.bytes!()).toBe(full)
    await database.reclaim!({ whole: true })
    expect(await database.bytes!()).toBeLessThan(full / 100)
    expect(await database.rows('pragma auto_vacuum')).toEqual([{ auto_vacuum: 2 }])
    await database.close()
  })
})

test('a second daemon on one database is refused until the first is gone', () => {
  const path = join(dir, 'courant.db')
  const first = lockInstance(path)
  expect(() => lockInstance(path)).toThrow(expect.objectContaining({ code: 'STORE_IN_USE' }))
  first[Symbol.dispose]()
  lockInstance(path)[Symbol.dispose]()
})

describe('migrate', () => {
  const first = {
    number: 1,
    name: '0001-a.sql',
    sql: 'create table a (x bigint); -- a comment; with a semicolon\ncreate table b (x bigint)'
  }

  test('applies what is missing, once', async () => {
    const database = openSqlite(':memory:')
    expect(await migrate(database, [first], 1)).toEqual(['0001-a.sql'])
    expect(await migrate(database, [first, { number: 2, name: '0002-c.sql', sql: 'create table c (x bigint)' }], 2)).toEqual(['0002-c.sql'])
    expect(await database.rows('select number, applied_at from schema_migration order by number')).toEqual([
      { number: 1, applied_at: 1 },
      { number: 2, applied_at: 2 }
    ])
  })

  test('a migration that fails half-way changes nothing', async () => {
    const database = openSqlite(':memory:')
    await expect(migrate(database, [{ ...first, sql: 'create table a (x bigint); create table a (x bigint)' }], 1)).rejects.toThrow()
    expect(await database.rows(`select name from sqlite_schema where name = 'a'`)).toEqual([])
    expect(await migrate(database, [first], 2)).toEqual(['0001-a.sql'])
  })

  test('a database of a newer version is refused', async () => {
    const database = openSqlite(':memory:')
    await migrate(database, [first], 1)
    await expect(migrate(database, [], 2)).rejects.toMatchObject({ code: 'STORE_NEWER' })
  })

  test('the shipped migrations are numbered without a gap', () => {
    expect(readMigrations().map(({ number }) => number)).toEqual(readMigrations().map((_, index) => index + 1))
  })
})
