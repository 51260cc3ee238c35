import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { backupDatabase, migrateWithBackup, rotateBackups, verifyDatabase } from '../../src/commands/backup-database.ts'
import { migrate, readMigrations } from '../../src/store/migrate.ts'
import { openSqlite } from '../../src/store/sqlite.ts'

let dir: string
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'courant-backup-'))))
afterEach(() => rmSync(dir, { recursive: true, force: true }))

test('backups are named by their time, whole, and only the newest are kept', async () => {
  const path = join(dir, 'courant.db')
  const database = openSqlite(path)
  await migrate(database, readMigrations(), 0)
  const backups = join(dir, 'backups')
  for (const day of [1, 2, 3]) await rotateBackups(path, backups, 2, Date.UTC(2026, 0, day, 3, 4, 5))
  await database.close()
  expect(readdirSync(backups).sort()).toEqual(['courant-20260102-030405.db', 'courant-20260103-030405.db'])
  expect(await verifyDatabase(join(backups, 'courant-20260103-030405.db'))).toEqual([])
})

test('a migration of a database that holds something copies it first, and an interrupted one leaves it as it was', async () => {
  const path = join(dir, 'courant.db')
  const all = readMigrations()
  const next = { number: all.length + 1, name: 'next.sql', sql: 'create table extra (x bigint)' }
  const broken = { ...next, sql: 'create table extra (x bigint); insert into nowhere values (1)' }
  const database = openSqlite(path)
  expect(await migrateWithBackup(database, path, 0, all)).toEqual({ applied: all.map(({ name }) => name), backup: null })
  expect(await migrateWithBackup(database, path, 0, all)).toEqual({ applied: [], backup: null })
  await database.rows(`insert into instance (key, value) values ('note', 'here')`)

  await expect(migrateWithBackup(database, path, 0, [...all, broken])).rejects.toThrow('nowhere')
  expect(await database.rows(`select name from sqlite_schema where name = 'extra'`)).toEqual([])
  expect(await migrateWithBackup(database, path, 0, [...all, next])).toEqual({
    applied: ['next.sql'],
    backup: `${path}.schema-${all.length}`
  })
  await database.close()

  const copy = openSqlite(`${path}.schema-${all.length}`)
  expect(await copy.rows(`select value from instance where key = 'note'`)).toEqual([{ value: 'here' }])
  expect(await copy.rows(`select name from sqlite_schema where name = 'extra'`)).toEqual([])
  await copy.close()
})

test('a database that is damaged from its first page on, or was emptied, is told to be so', async () => {
  const path = join(dir, 'courant.db')
  const database = openSqlite(path)
  await migrate(database, readMigrations(), 0)
  await database.close()
  const bytes = readFileSync(path)
  writeFileSync(path, bytes.fill(0xff, 100, 4_096))
  expect(await verifyDatabase(path)).toEqual([expect.stringContaining('is damaged where it must be read first')])
  writeFileSync(path, '')
  expect(await verifyDatabase(path)).toEqual([expect.stringContaining('holds no tables')])
})

test('a place where no backup can be written is named', async () => {
  const path = join(dir, 'courant.db')
  await openSqlite(path).close()
  writeFileSync(join(dir, 'file'), '')
  await expect(backupDatabase(path, join(dir, 'file', 'copy.db'))).rejects.toMatchObject({
    code: 'STORE_UNOPENABLE',
    message: expect.stringContaining('name a folder for backups')
  })
})
