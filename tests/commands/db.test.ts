import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { lockInstance, openSqlite } from '../../src/store/sqlite.ts'
import { runCourant } from '../support/process.ts'

let dir: string
let config: string
let database: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'courant-db-'))
  config = join(dir, 'config')
  database = join(dir, 'courant.db')
  mkdirSync(config)
  writeFileSync(join(config, 'courant.yaml'), `store: ${database}\n`)
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const db = (...args: string[]) => runCourant(['db', ...args, '--config', config])

async function note(text: string): Promise<void> {
  const open = openSqlite(database)
  await open.rows('insert into instance (key, value) values ($1, $2) on conflict (key) do update set value = excluded.value', [
    'note',
    text
  ])
  await open.close()
}

async function readNote(path = database): Promise<unknown> {
  const open = openSqlite(path)
  const [row] = await open.rows(`select value from instance where key = 'note'`)
  await open.close()
  return row?.value
}

test('a backup is verified, restored whole, and what it replaced is kept', async () => {
  expect(await db('migrate')).toMatchObject({ code: 0, stdout: expect.stringContaining('applied 0001') })
  await note('before')
  const copy = join(dir, 'copy.db')
  expect(await db('backup', '--to', copy)).toMatchObject({ code: 0 })
  await note('after')
  expect(await db('restore', '--from', copy)).toMatchObject({ code: 0 })
  expect(await readNote()).toBe('before')
  expect(await readNote(`${database}.before-restore`)).toBe('after')
  expect(await db('verify', '--json')).toMatchObject({ code: 0, stdout: expect.stringContaining('"ok": true') })
})

test('a backup overwrites nothing, and a restore waits for no running daemon', async () => {
  await db('migrate')
  await note('here')
  const copy = join(dir, 'copy.db')
  await db('backup', '--to', copy)
  expect(await db('backup', '--to', copy)).toMatchObject({ code: 2, stderr: expect.stringContaining('exists') })
  using lock = lockInstance(database)
  void lock
  expect(await db('restore', '--from', copy)).toMatchObject({ code: 2, stderr: expect.stringContaining('another Courant is running') })
  expect(await readNote()).toBe('here')
})

test('a backup takes the place of a damaged database, which is kept', async () => {
  await db('migrate')
  await note('here')
  const copy = join(dir, 'copy.db')
  await db('backup', '--to', copy)
  writeFileSync(database, 'damaged')
  expect(await db('restore', '--from', copy)).toMatchObject({ code: 0 })
  expect(await readNote()).toBe('here')
  expect(readFileSync(`${database}.before-restore`, 'utf8')).toBe('damaged')
})

test('prune removes what has outlived its use, and with --shrink the file gets smaller', async () => {
  await db('migrate')
  const open = openSqlite(database)
  await open.batch([
    {
      sql: `with recursive n (i) as (select 1 union all select i + 1 from n where i < 3000)
          insert into poll (feed_id, polled_at, outcome, ms, bytes, items, added, revised, message) select 'f', i, 'same', 1, 1, 1, 0, 0, hex(zeroblob(500)) from n`
    }
  ])
  await open.close()
  const full = statSync(database).size
  expect(await db('prune', '--json')).toMatchObject({ code: 0, stdout: expect.stringContaining('"pruned"') })
  expect(statSync(database).size).toBeGreaterThanOrEqual(full)
  expect(await db('prune', '--shrink')).toMatchObject({ code: 0, stdout: 'pruned\n' })
  expect(statSync(database).size).toBeLessThan(full / 2)
})

test('a journal with a gap and a missing database are told', async () => {
  expect(await db('verify')).toMatchObject({ code: 2, stderr: expect.stringContaining('there is no database') })
  await db('migrate')
  const open = openSqlite(database)
  await open.rows(`insert into journal (seq, topic_id, kind, article_id, at) values (7, 't', 'added', 'a', 1)`)
  await open.close()
  expect(await db('verify')).toMatchObject({ code: 1, stdout: expect.stringContaining('the journal has 1 entries but is numbered to 7') })
  expect(existsSync(`${database}.before-restore`)).toBe(false)
})
