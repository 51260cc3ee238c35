import { expect, test } from 'vitest'
import { openSqlite } from '../../src/store/sqlite.ts'
import { aConfigDir, sourceLine } from '../support/config-dir.ts'
import { startPublisher } from '../support/loopback-publisher.ts'
import { freePort, startDaemon, until } from '../support/process.ts'

test('a stop waits for no server: its feed stays as it was, and due', async () => {
  await using publisher = await startPublisher()
  using config = aConfigDir(
    `server: { port: ${await freePort()} }\npolling: { host_spacing: 0s, per_host: 8 }\nfetch: { total_timeout: 300s, allow: ["127.0.0.1:${publisher.port}"] }`,
    ['/hang', '/hang-body', '/drip', '/drip-head'].map((path, index) => sourceLine(`slow${index}`, publisher.origin + path)).join('\n')
  )
  const daemon = await startDaemon(config.dir)
  await until(async () => publisher.seen.length === 4)
  expect(await daemon.stop()).toBe(0)
  const database = openSqlite(config.store)
  expect(await database.rows('select count(*) as n from poll')).toEqual([{ n: 0 }])
  expect(await database.rows('select count(*) as n from feed where lease_until = 0 and last_polled_at is null')).toEqual([{ n: 4 }])
  await database.close()
}, 60_000)
