import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { rotateBackups, verifyDatabase } from '../../src/commands/backup-database.ts'
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
