import { describe, expect, test } from 'vitest'
import { copyTable, digestTable } from '../../src/store/copy-tables.ts'
import type { Database } from '../../src/store/database.ts'
import { openSqlite } from '../../src/store/sqlite.ts'
import { ENGINES } from '../support/databases.ts'

const TABLE = { name: 'probe', key: ['a', 'b'] }
const NEVER = new AbortController().signal
const nothing = (): void => undefined

async function withProbe(database: Database): Promise<Database> {
  await database.rows(
    'create table probe (a text not null, b bigint not null, n bigint, d double precision, bytes bytea, t text, primary key (a, b))'
  )
  return database
}

/** More rows than a page, with everything a column can hold, and keys that engines order differently. */
async function filled(): Promise<Database> {
  const database = await withProbe(openSqlite(':memory:'))
  const keys = ['Z', 'a', 'é', '', 'B', '_', '\u{1f600}', 'zh-Hans', 'ß']
  for (let index = 0; index < 700; index++) {
    await database.rows('insert into probe values ($1, $2, $3, $4, $5, $6)', [
      keys[index % keys.length]!,
      index,
      index % 3 === 0 ? null : 2 ** 53 - index,
      index / 7,
      Uint8Array.of(index % 256, 0, 255),
      index % 5 === 0 ? null : `t${index}\n"'\\`
    ])
  }
  return database
}

describe.each(ENGINES)('a table copied to $name', ({ open }) => {
  test('holds the same rows, and tells when one differs', async () => {
    const [from, to] = [await filled(), await withProbe(await open())]
    let copied = 0
    await copyTable(from, to, TABLE, (rows) => (copied += rows), NEVER)
    const digest = await digestTable(from, TABLE, nothing, NEVER)
    expect([copied, digest.rows]).toEqual([700, 700])
    expect(await digestTable(to, TABLE, nothing, NEVER)).toEqual(digest)
    await to.rows(`update probe set d = d + 0.0000001 where b = 601`)
    const other = await digestTable(to, TABLE, nothing, NEVER)
    expect(other.rows).toBe(700)
    expect(other.hash).not.toBe(digest.hash)
    await from.close()
    await to.close()
  })
})

test('ends between two pages when it is interrupted', async () => {
  const [from, to] = [await filled(), await withProbe(openSqlite(':memory:'))]
  const stop = new AbortController()
  await expect(copyTable(from, to, TABLE, () => stop.abort(), stop.signal)).rejects.toThrow('abort')
  expect(await to.rows('select count(*) as n from probe')).toEqual([{ n: 200 }])
})
