import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { migrate, readMigrations } from '../../src/store/migrate.ts'
import { openSqlite } from '../../src/store/sqlite.ts'
import { aConfigDir, type ConfigDir, sourceLine } from '../support/config-dir.ts'
import { type Finished, freePort, runCourant, startDaemon } from '../support/process.ts'

/* What stops a command: one clear message, exit code 2, nothing changed. */

let config: ConfigDir
let port: number
beforeEach(async () => {
  port = await freePort()
  config = aConfigDir(`server: { port: ${port} }`, sourceLine('town', 'http://127.0.0.1:9/feed.xml'))
})
afterEach(() => config[Symbol.dispose]())

function expectRefusal({ code, stderr, stdout }: Finished, ...said: readonly (string | RegExp)[]): void {
  for (const part of said) expect(stderr).toMatch(part)
  expect(stderr).not.toMatch(/^\s+at .*\.ts:/m)
  expect(stdout).toBe('')
  expect(code).toBe(2)
}

describe('a configuration', () => {
  test.each([
    { name: 'that is no YAML', file: 'config/courant.yaml', text: 'server: { port: 1\nstore: [', said: [/courant\.yaml:\d+:\d+/] },
    {
      name: 'with an unknown key',
      file: 'config/courant.yaml',
      text: 'sever: { port: 8080 }\n',
      said: [/courant\.yaml:1:1: .*sever/, /server/]
    },
    {
      name: 'with a wrong value',
      file: 'config/courant.yaml',
      text: 'polling:\n  min_interval: soon\n',
      said: [/courant\.yaml:2:17: .*soon/, /15m/]
    },
    {
      name: 'with a selector that is none',
      file: 'config/sources/page.yaml',
      text: 'source: { id: page, name: Page }\nfeeds:\n  - id: list\n    url: https://page.example/list\n    page: { item: "ul[" }\n',
      said: [/page\.yaml:5:19: feeds\[0\]\.page\.item: "ul\[" is no CSS selector/, /ul\.news li/]
    },
    {
      name: 'with two feeds of one id',
      file: 'config/sources/more.yaml',
      text: `sources:\n${sourceLine('city', 'http://127.0.0.1:9/b').replace('city-news', 'town-news')}\n`,
      said: [/town-news/, /more\.yaml:2:\d+/, /all\.yaml:2:\d+/]
    }
  ])('$name is refused with place and cure', async ({ file, text, said }) => {
    config.write(file, text)
    expectRefusal(await runCourant(['run', '--config', config.dir]), ...said, 'nothing was started')
    expect(existsSync(config.store)).toBe(false)
  })

  test('that is not there names the option', async () => {
    expectRefusal(await runCourant(['poll', '--config', join(config.root, 'nowhere')]), /nowhere/, /--config/)
  })

  test('with a folder where a file should be names it', async () => {
    mkdirSync(join(config.dir, 'sources', 'town.yaml'))
    expectRefusal(await runCourant(['check', '--config', config.dir]), /cannot read .*sources.town\.yaml/)
  })

  test('is checked with every mistake at once, as JSON too', async () => {
    config.write('config/courant.yaml', 'sever: 1\npoling: 2\n')
    const { code, stdout } = await runCourant(['check', '--json', '--config', config.dir])
    const { ok, mistakes } = JSON.parse(stdout) as { ok: boolean; mistakes: unknown[] }
    expect([code, ok, mistakes.length]).toEqual([2, false, 2])
  })

  test('that is right is said to be', async () => {
    const { code, stdout } = await runCourant(['check', '--json', '--config', config.dir])
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, mistakes: [] })
    expect(existsSync(config.store)).toBe(false)
  })
})

describe('a database', () => {
  test('of another program is refused and stays as it is', async () => {
    const other = openSqlite(':memory:')
    await other.rows('create table notes (text text)')
    await other.rows('pragma application_id = 7')
    await other.backupTo(config.store)
    await other.close()
    const before = readFileSync(config.store)
    expectRefusal(await runCourant(['run', '--config', config.dir]), /another program/, /store/)
    expect(readFileSync(config.store).equals(before)).toBe(true)
  })

  test('that is none at all is refused and stays as it is', async () => {
    writeFileSync(config.store, 'Dear diary, this is not a database but a text of some length.\n'.repeat(40))
    const before = readFileSync(config.store)
    expectRefusal(await runCourant(['poll', '--config', config.dir]), /no SQLite database/)
    expect(readFileSync(config.store).equals(before)).toBe(true)
  })

  test('of a newer version is refused, and named', async () => {
    const newer = openSqlite(config.store)
    await migrate(newer, readMigrations(), 0)
    await newer.rows("insert into schema_migration (number, name, applied_at) values (9999, '9999-later.sql', 0)")
    await newer.close()
    for (const args of [['run'], ['poll'], ['status']])
      expectRefusal(await runCourant([...args, '--config', config.dir]), /schema 9999/, /newer/)
  })

  test.each([
    { name: 'whose place is a folder', make: (path: string) => mkdirSync(path) },
    {
      name: 'below a file',
      make: (path: string) => writeFileSync(path.replace('/courant.db', '/blocked'), ''),
      store: 'blocked/courant.db'
    }
  ])('$name cannot be opened', async ({ make, store }) => {
    make(config.store)
    if (store) config.write('config/courant.yaml', `store: ${join(config.root, store)}\n`)
    expectRefusal(await runCourant(['run', '--config', config.dir]), /cannot (open|use) the database/, /writable/)
  })
})

describe('a daemon', () => {
  test('whose port is in use says which', async () => {
    const server = createServer().listen(port, '127.0.0.1')
    await once(server, 'listening')
    try {
      expectRefusal(await runCourant(['run', '--config', config.dir]), `port ${port}`, /server\.port/)
    } finally {
      server.close()
    }
  })

  test('beside another one on the same database is refused; the first goes on', async () => {
    await using daemon = await startDaemon(config.dir)
    config.write('config/courant.yaml', `store: ${config.store}\nserver: { port: ${await freePort()} }\n`)
    expectRefusal(await runCourant(['run', '--config', config.dir]), /another Courant is running/, config.store)
    expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200)
    expect((await runCourant(['status', '--json', '--config', config.dir])).code).not.toBe(2)
    expect(await daemon.stop()).toBe(0)
  })
})

describe('a command line', () => {
  test.each([
    { name: 'an unknown command', args: ['pol'], said: [/pol/] },
    { name: 'an unknown option', args: ['poll', '--dryrun'], said: [/--dryrun/] },
    { name: 'a missing argument', args: ['why'], said: [/id-or-url/] },
    { name: 'a file that is not there', args: ['inspect', '/nowhere/feed.xml'], said: [/cannot read \/nowhere\/feed\.xml/] },
    { name: 'JSON lines that are not there', args: ['enrich', '/nowhere/items.jsonl'], said: [/cannot read \/nowhere\/items\.jsonl/] },
    { name: 'a folder for JSON lines', args: ['enrich', '/'], said: [/cannot read \//] }
  ])('with $name', async ({ args, said }) => {
    expectRefusal(await runCourant(args), ...said)
  })

  test.each([['poll'], ['poll', '--dry-run']])('with an unknown feed: %s %s', async (...args) => {
    expectRefusal(await runCourant([...args, 'twon-news', '--config', config.dir]), /twon-news/)
    expect(existsSync(config.store)).toBe(false)
  })

  test('with --help tells what there is, and is right', async () => {
    const { code, stdout } = await runCourant(['--help'])
    expect(code).toBe(0)
    for (const command of ['run', 'check', 'poll', 'inspect', 'enrich', 'why', 'publish', 'status', 'schema'])
      expect(stdout).toContain(`  ${command}`)
  })
})
