import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStore } from '../../src/commands/open-store.ts'
import { aConfigDir, type ConfigDir, sourceLine } from '../support/config-dir.ts'
import { type Publisher, startPublisher } from '../support/loopback-publisher.ts'
import { rss } from '../support/poll-builder.ts'
import { postgresBinaries, type PostgresServer, startPostgres } from '../support/postgres-server.ts'
import { runCourant } from '../support/process.ts'

describe.skipIf(postgresBinaries() === null)('with a PostgreSQL store', () => {
  let server: PostgresServer
  let publisher: Publisher
  let config: ConfigDir

  beforeAll(async () => {
    server = await startPostgres()
    const item = { guid: 'g1', title: 'Bridge opens', text: 'The council opened it.', link: 'https://town.example/1' }
    publisher = await startPublisher({
      '/news': (_request, response) => void response.writeHead(200, { 'content-type': 'application/rss+xml' }).end(rss([item]))
    })
    const address = new URL(await server.createDatabase())
    address.password = 'hush-hush'
    config = aConfigDir(
      `fetch: { allow: ["127.0.0.1:${publisher.port}"] }\nlog: { level: trace }`,
      sourceLine('town', `${publisher.origin}/news`),
      address.href
    )
  })
  afterAll(async () => {
    await publisher?.close()
    config?.[Symbol.dispose]()
    await server?.[Symbol.asyncDispose]()
  })

  const courant = (...args: string[]) => runCourant([...args, '--config', config.dir])

  test('commands do what they do with a file', async () => {
    expect(await courant('poll', '--json')).toMatchObject({ code: 0, stdout: expect.stringContaining('"added": 1') })
    await using opened = await openStore(config.store, 0)
    const [article] = await opened.store.listArticles({}, 1)
    const out = join(config.root, 'site')
    expect(
      await Promise.all([
        courant('status', '--json'),
        courant('articles', '--json'),
        courant('why', article!.id),
        courant('retag', '--json'),
        courant('publish', '--out', out),
        courant('db', 'verify'),
        courant('db', 'prune'),
        courant('db', 'migrate')
      ])
    ).toMatchObject([
      { code: 0, stdout: expect.stringContaining('"articles": 1') },
      { code: 0, stdout: expect.stringContaining('Bridge opens') },
      { code: 0, stdout: expect.stringContaining('bridges') },
      { code: 0, stdout: expect.stringContaining('"articles": 1') },
      { code: 0 },
      { code: 0, stdout: expect.stringContaining('the database is whole') },
      { code: 0 },
      { code: 0, stdout: expect.stringContaining('the newest already') }
    ])
    expect(readFileSync(join(out, 'topics/bridges.atom'), 'utf8')).toContain('Bridge opens')
  })

  test.each([
    { name: 'a backup', args: ['db', 'backup', '--to', '/tmp/never.dump'], says: 'pg_dump --format=custom --file=/tmp/never.dump' },
    { name: 'a restore', args: ['db', 'restore', '--from', '/tmp/never.dump'], says: 'pg_restore' }
  ])('$name is left to the tools of PostgreSQL', async ({ args, says }) => {
    expect(await courant(...args)).toMatchObject({ code: 2, stderr: expect.stringContaining(says) })
  })

  test('no message and no log line shows the password', async () => {
    const told: string[] = []
    for (const [args, code] of [
      [['status'], 0],
      [['db', 'copy', '--to', config.store], 2]
    ] as const) {
      const { stdout, stderr, ...finished } = await courant(...args)
      expect(finished.code).toBe(code)
      told.push(stdout, stderr)
    }
    await server.stop('immediate')
    const refused = await courant('run')
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('cannot reach the database postgres://') })
    await server.start()
    told.push(refused.stdout, refused.stderr)
    expect(told.join('')).not.toContain('hush')
  })
})

test.each(['poll', 'serve'])('with a SQLite store, run --only %s is refused with what would be right', async (role) => {
  using config = aConfigDir('', sourceLine('town', 'https://town.example/feed.xml'))
  const refused = await runCourant(['run', '--only', role, '--config', config.dir])
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('is a SQLite file; name a postgres:// address') })
})

test.each([
  {
    name: 'backups by Courant',
    service: 'backup: { schedule: "0 3 * * *", dir: backups }',
    address: 'postgres://u:hush-hush@db.example/courant',
    says: 'pg_dump'
  },
  { name: 'no name of a database', service: '', address: 'postgres://u:hush-hush@db.example', says: 'does not name one' },
  { name: 'too many connections', service: '', address: 'postgres://u:hush-hush@db.example/courant?connections=900', says: 'from 2 to 200' }
])('a configuration with a PostgreSQL store and $name is told, without the password', async ({ service, address, says }) => {
  using config = aConfigDir(service, sourceLine('town', 'https://town.example/feed.xml'), address)
  const { code, stdout, stderr } = await runCourant(['check', '--config', config.dir])
  expect([code, stdout + stderr]).toEqual([expect.any(Number), expect.stringContaining(says)])
  expect(code).not.toBe(0)
  expect(stdout + stderr).not.toContain('hush')
})
