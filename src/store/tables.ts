import { type Migration, MIGRATION_TABLE, statementsOf } from './migrate.ts'

/** A table and the columns that tell its rows apart. */
export interface Table {
  readonly name: string
  readonly key: readonly string[]
}

/**
 * Every table of the schema, read from the migrations themselves, so that a new one cannot be forgotten. What an engine keeps
 * of its own beside the schema is none of them.
 * @throws when a table has no primary key: its rows could not be told apart
 */
export function tablesOf(migrations: readonly Migration[]): readonly Table[] {
  const tables = new Map<string, Table>([[MIGRATION_TABLE, { name: MIGRATION_TABLE, key: ['number'] }]])
  for (const statement of migrations.flatMap(({ sql }) => statementsOf(sql))) {
    const made = /^create table (?:if not exists )?(\w+)\s*\(([\s\S]*)\)$/i.exec(statement)
    if (made) tables.set(made[1]!, { name: made[1]!, key: keyOf(made[1]!, made[2]!) })
    const dropped = /^drop table (?:if exists )?(\w+)$/i.exec(statement)
    if (dropped) tables.delete(dropped[1]!)
    const renamed = /^alter table (\w+) rename to (\w+)$/i.exec(statement)
    const old = renamed && tables.get(renamed[1]!)
    if (renamed && old && tables.delete(old.name)) tables.set(renamed[2]!, { ...old, name: renamed[2]! })
  }
  return [...tables.values()]
}

function keyOf(table: string, columns: string): readonly string[] {
  const together = /primary key \(([^)]+)\)/i.exec(columns)
  if (together) return together[1]!.split(',').map((column) => column.trim())
  const alone = /(?:^|,)\s*(\w+)\s[^,]*\bprimary key\b/i.exec(columns)
  if (!alone) throw new Error(`table ${table} has no primary key`)
  return [alone[1]!]
}
