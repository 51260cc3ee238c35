import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database } from '../../src/store/database.ts'
import { migrate, readMigrations } from '../../src/store/migrate.ts'
import { openPostgres } from '../../src/store/postgres.ts'
import { createStore } from '../../src/store/store.ts'
import { postgresBinaries, type PostgresServer, startPostgres } from '../support/postgres-server.ts'
import { freePort, until } from '../support/process.ts'
import { startCountingLink } from '../support/counting-link.ts'

describe.skipIf(postgresBinaries() === null)('openPostgres', () => {
  let server: PostgresServer
  let address: string
  let tlsPort: number
  let database: Database

  beforeAll(async () => {
    tlsPort = await freePort()
    server = await startPostgres('', tlsPort)
    address = await server.createDatabase()
    database = await openPostgres(address)
    await migrate(database, readMigrations(), 1)
    await database.rows('create table probe (id bigint primary key, t text, b bytea, d double precision)')
  })
  afterAll(async () => {
    await database?.close()
    await server?.[Symbol.asyncDispose]()
  })

  test('gives values as SQLite does, and keeps every text but its U+0000', async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index)
    await database.rows('insert into probe (id, t, b, d) values ($1, $2, $3, $4)', [2 ** 53 - 1, 'a\0b\u{1f600}\\', bytes, 0.1 + 0.2])
    const [row] = await database.rows('select * from probe')
    expect(row).toEqual({ id: 2 ** 53 - 1, t: 'a\ufffdb\u{1f600}\\', b: bytes, d: 0.1 + 0.2 })
    expect((row!.b as Uint8Array).buffer.byteLength).toBe(256)
    expect(await database.rows('select count(*) as n, sum(id) as s from probe')).toEqual([{ n: 1, s: 2 ** 53 - 1 }])
  })

  test('turns exclude one another over all processes; what one wrote the next reads', async () => {
    const other = await openPostgres(address)
    await database.rows(`insert into instance (key, value) values ('turns', '0')`)
    const increment = async (db: Database) =>
      db.sharing!.exclusively(async () => {
        const [row] = await db.rows(`select value from instance where key = 'turns'`)
        await new Promise((resolve) => setImmediate(resolve))
        await db.batch([
          { sql: `update instance set value = $1 where key = 'turns'`, values: [String(Number(row!.value) + 1)], mustChange: 1 }
        ])
      })
    await Promise.all(Array.from({ length: 20 }, (_, index) => increment(index % 2 === 0 ? database : other)))
    expect(await database.rows(`select value from instance where key = 'turns'`)).toEqual([{ value: '20' }])
    await other.close()
  })

  test('a batch that fails within a turn undoes itself alone; a turn that fails undoes everything', async () => {
    const write = (key: string, mustChange = 1) => ({ sql: 'insert into instance (key, value) values ($1, $1)', values: [key], mustChange })
    await database.sharing!.exclusively(async () => {
      await database.batch([write('kept')])
      await expect(database.batch([write('undone'), write('guarded', 2)])).rejects.toMatchObject({ code: 'GUARD_FAILED' })
      await expect(database.rows('select nonsense')).rejects.toThrow('nonsense')
      await database.batch([write('kept too')])
    })
    await expect(
      database.sharing!.exclusively(async () => {
        await database.batch([write('gone')])
        throw new Error('on second thoughts')
      })
    ).rejects.toThrow('on second thoughts')
    const rows = await database.rows(`select key from instance where key <> 'turns' order by key`)
    expect(rows.map(({ key }) => key)).toEqual(['kept', 'kept too'])
  })

  test.each([
    { name: 'a batch', ways: 1, work: (db: Database) => db.batch([{ sql: 'select 1' }, { sql: 'select 2' }, { sql: 'select 3' }]) },
    { name: 'a guarded batch', ways: 2, work: (db: Database) => db.batch([{ sql: 'select 1', mustChange: 1 }, { sql: 'select 2' }]) },
    { name: 'what may be lost', ways: 1, work: (db: Database) => db.rows('select 1', [], { fleeting: true }) },
    {
      name: 'a turn with one batch',
      ways: 3,
      work: (db: Database) => db.sharing!.exclusively(() => db.batch([{ sql: 'select 1' }, { sql: 'select 2' }]))
    }
  ])('$name goes $ways times to the server and back', async ({ ways, work }) => {
    const directory = new URL(address).searchParams.get('host')!
    await using link = await startCountingLink(join(directory, `.s.PGSQL.${tlsPort}`), tlsPort)
    const linked = new URL(address)
    linked.searchParams.set('host', link.directory)
    const counted = await openPostgres(linked.href)
    const before = link.ways()
    await work(counted)
    expect(link.ways() - before).toBe(ways)
    await counted.close()
  })

  test('only what may be lost is answered before it is on the disk', async () => {
    const ask = 'select current_setting($1) as waits'
    expect(await database.rows(ask, ['synchronous_commit'], { fleeting: true })).toEqual([{ waits: 'off' }])
    expect(await database.rows(ask, ['synchronous_commit'])).toEqual([{ waits: 'on' }])
    const noted = (key: string) => ({ sql: `insert into probe (id, t) select $1, current_setting('synchronous_commit')`, values: [key] })
    await database.batch([noted('1'), noted('2')])
    await database.batch([noted('3'), noted('4')], { fleeting: true })
    const rows = await database.rows('select t from probe where id < 5 order by id')
    expect(rows.map(({ t }) => t)).toEqual(['on', 'on', 'off', 'off'])
  })

  test('who writes to the journal wakes who listens', async () => {
    let heard = 0
    await using listening = database.sharing!.listen(() => heard++)
    void listening
    await until(async () => heard > 0)
    const before = heard
    const other = createStore(await openPostgres(address))
    const nothing = { articles: [], matches: [], forgottenMatches: [], published: [], withdrawn: [] }
    await other.applyArticleUpdate({ ...nothing, journal: [{ topicId: 't', kind: 'added', articleId: 'a', at: 1 }] })
    await until(async () => heard > before)
    await other.close()
  })

  test('a server that was restarted is used again; what was under way says that it is unreachable', async () => {
    let heard = 0
    await using listening = database.sharing!.listen(() => heard++)
    void listening
    await until(async () => heard > 0)
    const turn = database.sharing!.exclusively(async () => {
      await server.stop('immediate')
      await database.batch([{ sql: `delete from instance` }])
    })
    await expect(turn).rejects.toMatchObject({ code: 'STORE_UNREACHABLE', message: expect.stringContaining('does not answer') })
    await expect(database.rows('select 1')).rejects.toMatchObject({ code: 'STORE_UNREACHABLE' })
    const deaf = heard
    await until(async () => heard > deaf) // told to look for itself
    await server.start()
    await until(async () =>
      database.rows('select count(*) as n from instance').then(
        ([row]) => row!.n === 3,
        () => false
      )
    )
  })

  test('TLS is set in the address: a certificate that nobody vouches for is refused', async () => {
    const certificate = fileURLToPath(new URL('../fixtures/tls/certificate.pem', import.meta.url))
    const encrypted = `postgres://courant@127.0.0.1:${tlsPort}${new URL(address).pathname}?sslmode=verify-full`
    const trusted = await openPostgres(`${encrypted}&sslrootcert=${encodeURIComponent(certificate)}`)
    expect(await trusted.rows('select ssl from pg_stat_ssl where pid = pg_backend_pid()')).toEqual([{ ssl: true }])
    await trusted.close()
    await expect(openPostgres(encrypted)).rejects.toMatchObject({
      code: 'STORE_UNREACHABLE',
      message: expect.stringContaining('self-signed certificate')
    })
  })

  test('many that bring one schema forward at once each find it done', async () => {
    const fresh = await server.createDatabase()
    const all = await Promise.all([1, 2, 3, 4].map(() => openPostgres(fresh)))
    const applied = await Promise.all(all.map((one) => migrate(one, readMigrations(), 1)))
    expect(applied.flat().toSorted()).toEqual(readMigrations().map(({ name }) => name))
    await Promise.all(all.map((one) => one.close()))
  })

  test.each([
    {
      name: 'a database that is not there',
      change: (url: URL) => void (url.pathname = '/nowhere'),
      code: 'STORE_UNOPENABLE',
      says: 'createdb'
    },
    {
      name: 'an unknown user',
      change: (url: URL) => void (url.username = 'stranger'),
      code: 'STORE_UNOPENABLE',
      says: 'user and password'
    },
    {
      name: 'no server',
      change: (url: URL) => url.searchParams.set('host', '/nowhere'),
      code: 'STORE_UNREACHABLE',
      says: 'start it, or correct'
    },
    {
      name: 'a foreign database',
      change: (url: URL) => void (url.pathname = '/foreign'),
      code: 'STORE_FOREIGN',
      says: "another program's tables"
    },
    { name: 'another encoding', change: (url: URL) => void (url.pathname = '/latin'), code: 'STORE_UNOPENABLE', says: 'createdb -E UTF8' },
    {
      name: 'too few connections',
      change: (url: URL) => url.searchParams.set('connections', '1'),
      code: 'STORE_UNOPENABLE',
      says: 'from 2 to 200'
    }
  ])('$name is refused with what to do, and without the password', async ({ change, code, says }) => {
    await server.sql('create database foreign_made').then(
      () => server.sql('create table theirs (id int)', 'foreign_made'),
      () => undefined
    )
    await server.sql('alter database foreign_made rename to "foreign"').catch(() => undefined)
    await server.sql(`create database latin encoding 'LATIN1' lc_collate 'C' lc_ctype 'C' template template0`).catch(() => undefined)
    const url = new URL(address)
    url.password = 'hush-hush'
    change(url)
    const error = await openPostgres(url.href).then(
      () => null,
      (thrown: unknown) => thrown
    )
    expect(error).toMatchObject({ code, message: expect.stringContaining(says) })
    expect(JSON.stringify(error) + String((error as Error).stack) + (error as Error).message).not.toContain('hush')
  })
})
