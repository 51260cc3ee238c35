import { expect, test } from 'vitest'
import { aConfigDir, sourceLine } from '../support/config-dir.ts'
import { answer, startPublisher } from '../support/loopback-publisher.ts'
import { rss } from '../support/poll-builder.ts'
import { freePort, runCourant, startDaemon, until } from '../support/process.ts'

test('many feeds of a host that hangs keep no feed of another host waiting', async () => {
  await using hanging = await startPublisher({}, '127.0.0.2')
  await using good = await startPublisher({ '/good': answer({}, rss([{ guid: '1', title: 'Bridge over the Eddon opens' }])) })
  const feeds = Array.from({ length: 30 }, (_, index) => sourceLine(`slow${index}`, `${hanging.origin}/hang?${index}`))
  using config = aConfigDir(
    `server: { port: ${await freePort()} }\npolling: { concurrency: 1, per_host: 1, host_spacing: 0s, min_interval: 1s }\n`
      + `fetch: { total_timeout: 300s, allow: ["127.0.0.1:${good.port}", "127.0.0.2:${hanging.port}"] }`,
    [...feeds, sourceLine('good', `${good.origin}/good`, ', schedule: "every 1s"')].join('\n')
  )
  await using _daemon = await startDaemon(config.dir)
  await until(async () => good.seen.length >= 3)
  expect(hanging.seen).toHaveLength(1)
}, 60_000)

test('nor when they are polled by hand', async () => {
  await using hanging = await startPublisher({}, '127.0.0.2')
  await using good = await startPublisher({ '/good': answer({}, rss([{ guid: '1', title: 'Bridge over the Eddon opens' }])) })
  using config = aConfigDir(
    `polling: { concurrency: 2, per_host: 1, host_spacing: 0s }\n`
      + `fetch: { total_timeout: 3s, connect_timeout: 3s, allow: ["127.0.0.1:${good.port}", "127.0.0.2:${hanging.port}"] }`,
    [0, 1, 2].map((index) => sourceLine(`a${index}`, `${hanging.origin}/hang?${index}`)).join('\n')
      + `\n${sourceLine('good', `${good.origin}/good`)}`
  )
  const polled = runCourant(['poll', '--json', '--config', config.dir])
  await until(async () => good.seen.length === 1)
  expect(hanging.seen).toHaveLength(1)
  const { feeds } = JSON.parse((await polled).stdout) as { feeds: { feed: string; outcome: string }[] }
  expect(feeds.map(({ outcome }) => outcome).sort()).toEqual(['failed', 'failed', 'failed', 'updated'])
}, 60_000)
