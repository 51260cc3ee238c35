import { expect, test } from 'vitest'
import { readMigrations } from '../../src/store/migrate.ts'
import { tablesOf } from '../../src/store/tables.ts'
import { ENGINES } from '../support/databases.ts'

const migration = (sql: string) => [{ number: 1, name: '0001-x.sql', sql }]

test('the list of tables is what the migrations make, with their keys', async () => {
  const engine = ENGINES.find(({ name }) => name === 'PGlite')!
  const database = await engine.open()
  const rows = await database.rows(
    `select c.table_name as t, c.column_name as k from information_schema.table_constraints t
     join information_schema.key_column_usage c on c.constraint_name = t.constraint_name and c.table_name = t.table_name
     where t.constraint_type = 'PRIMARY KEY' and t.table_schema = 'public' order by c.table_name, c.ordinal_position`
  )
  const made = await database.rows(`select table_name as t from information_schema.tables where table_schema = 'public' order by 1`)
  const tables = tablesOf(readMigrations()).toSorted((one, other) => (one.name < other.name ? -1 : 1))
  expect(tables.map(({ name }) => name)).toEqual(made.map(({ t }) => t))
  expect(tables.flatMap(({ name, key }) => key.map((k) => ({ t: name, k })))).toEqual(rows)
  await database.close()
})

test.each([
  { name: 'a key beside its column', sql: 'create table a (x text not null, y bigint primary key)', tables: { a: ['y'] } },
  { name: 'a key of several columns', sql: 'create table a (\n  x text,\n  y text,\n  primary key (x, y)\n)', tables: { a: ['x', 'y'] } },
  {
    name: 'a table that is made anew',
    sql: 'create table a (x text primary key); drop table a; create table a (y text primary key)',
    tables: { a: ['y'] }
  },
  { name: 'a table that goes', sql: 'create table a (x text primary key); drop table a', tables: {} },
  { name: 'another name', sql: 'create table a (x text primary key); alter table a rename to b', tables: { b: ['x'] } },
  { name: 'a new column', sql: 'create table a (x text primary key); alter table a add column y text', tables: { a: ['x'] } }
])('$name', ({ sql, tables }) => {
  const { schema_migration: own, ...found } = Object.fromEntries(tablesOf(migration(sql)).map(({ name, key }) => [name, key]))
  expect(own).toEqual(['number'])
  expect(found).toEqual(tables)
})

test('a table without a key is refused', () => {
  expect(() => tablesOf(migration('create table a (x text)'))).toThrow('table a has no primary key')
})
