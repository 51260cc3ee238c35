import { PGlite } from '@electric-sql/pglite'
import { afterAll } from 'vitest'
import { CourantError } from '../../src/errors.ts'
import type { Database, Row } from '../../src/store/database.ts'
import { migrate, readMigrations } from '../../src/store/migrate.ts'
import { openPostgres } from '../../src/store/postgres.ts'
import { openSqlite } from '../../src/store/sqlite.ts'
import { postgresBinaries, type PostgresServer, startPostgres } from './postgres-server.ts'

/** A PostgreSQL within this process: the seam over PGlite, for tests of the SQL that both engines share. */
async function openPglite(): Promise<Database> {
  const pg = new PGlite({ parsers: { 20: Number } })
  return {
    async rows(sql, values = []) {
      return (await pg.query<Row>(sql, [...values])).rows
    },
    async batch(statements) {
      await pg.transaction(async (transaction) => {
        for (const { sql, values = [], mustChange } of statements) {
          const { affectedRows } = await transaction.query(sql, [...values])
          if (mustChange !== undefined && affectedRows !== mustChange) throw new CourantError('GUARD_FAILED', `changed ${affectedRows}`)
        }
      })
    },
    close: () => pg.close()
  }
}

let server: Promise<PostgresServer> | undefined
const TEMPLATE = 'courant_migrated'
afterAll(async () => (await server)?.[Symbol.asyncDispose]())

/** A database of a server that this file's tests share; each is a copy of one that was migrated. */
async function openRealPostgres(): Promise<Database> {
  server ??= startPostgres().then(async (started) => {
    await (await migrated(await openPostgres(await started.createDatabase({ name: TEMPLATE })))).close()
    return started
  })
  const database = await openPostgres(await (await server).createDatabase({ template: TEMPLATE }))
  await database.prepare?.()
  return database
}

/** Every engine, each giving a fresh database at the newest schema. A PostgreSQL server is missing only outside CI. */
export const ENGINES: readonly { readonly name: string; readonly open: () => Promise<Database> }[] = [
  { name: 'SQLite', open: async () => migrated(openSqlite(':memory:')) },
  { name: 'PGlite', open: async () => migrated(await openPglite()) },
  ...(postgresBinaries() === null ? [] : [{ name: 'PostgreSQL', open: openRealPostgres }])
]

async function migrated(database: Database): Promise<Database> {
  await migrate(database, readMigrations(), 0)
  return database
}
