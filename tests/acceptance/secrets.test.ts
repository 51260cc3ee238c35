import { expect, test } from 'vitest'
import { aConfigDir } from '../support/config-dir.ts'
import { raw, redirect, refuse, startPublisher } from '../support/loopback-publisher.ts'
import { freePort, runCourant, startDaemon, until } from '../support/process.ts'

const PLANTED = 'pl4nt3d-s3cr3t'
/** Part of an address: operators who list their sources see it, the public and the log do not. */
const KEY = 'k3y-of-an-address'
const BASIC = Buffer.from(`reader:${PLANTED}`).toString('base64')

/** Feeds that each carry a secret into another kind of failure. */
const FAILURES = {
  refused: '/401',
  forbidden: '/403',
  broken: '/500',
  hung: '/reset-before',
  page: '/page',
  echo: '/echo',
  elsewhere: '/elsewhere',
  loop: '/loop',
  garbage: '/garbage'
}

test('a secret of the configuration is told to its own origin and to nobody else', async () => {
  await using other = await startPublisher()
  await using publisher = await startPublisher({
    '/page': (_request, response) =>
      void response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Log in</title>'),
    // A server that says back what it was told, as error pages do.
    '/echo': (request, response) =>
      refuse(400, {}, `bad credentials ${request.headers.authorization} ${request.headers['x-api-key']} ${request.url}`)(
        request,
        response,
        1
      ),
    '/elsewhere': redirect(302, `${other.origin}/feed`),
    '/garbage': raw(`HTTP/1.1 abc ${PLANTED}\r\n\r\n`)
  })
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const fetchBy = [`basic: { user: reader, password: ${PLANTED} }`, `bearer: ${PLANTED}`, `headers: { X-Api-Key: ${PLANTED} }`]
  const feeds = Object.entries(FAILURES).flatMap(([name, path]) =>
    fetchBy.map(
      (by, index) =>
        `  - { id: ${name}${index}, name: ${name}, feeds: [{ id: ${name}${index}-news, url: "${publisher.origin}${path}?key=${KEY}", fetch: { ${by} } }] }`
    )
  )
  using config = aConfigDir(
    `server: { port: ${port} }\npolling: { min_interval: 1s, host_spacing: 0s, per_host: 8 }\nlog: { level: debug }\n`
      + `fetch: { allow: ["127.0.0.1:${publisher.port}", "127.0.0.1:${other.port}"] }\n`
      + `webhooks: [{ id: hook, url: "https://hooks.example/${PLANTED}?k=${PLANTED}", secret: "${PLANTED}" }]\n`,
    feeds.join('\n')
  )

  await using daemon = await startDaemon(config.dir)
  await until(async () =>
    Object.values(FAILURES).every((path) => publisher.seen.filter((request) => request.path.startsWith(path)).length >= fetchBy.length)
  )
  await until(async () => daemon.stderr().split('"feed"').length > feeds.length)
  const pages = await Promise.all(
    [
      '/',
      '/sources',
      '/status',
      '/status.atom',
      '/metrics',
      '/opml.xml',
      '/api/v1/sources',
      '/api/openapi.json',
      '/topics/bridges.atom',
      '/readyz'
    ].map(async (path) => [path, await (await fetch(origin + path)).text()] as const)
  )
  const printed = await Promise.all(
    [
      ['status'],
      ['status', '--json'],
      ['sources'],
      ['sources', '--json'],
      ['check', '--json'],
      ['webhooks', 'list'],
      ['poll', '--dry-run', 'echo0-news', '--json'],
      ['schema']
    ].map(async (args) => [args.join(' '), Object.values(await runCourant([...args, '--config', config.dir])).join('\n')] as const)
  )
  expect(await daemon.stop()).toBe(0)

  const holds = (text: string, ...secrets: readonly string[]) => secrets.filter((secret) => text.includes(secret))
  for (const [place, text] of printed) expect(holds(text, PLANTED, BASIC), place).toEqual([])
  for (const [place, text] of [...pages, ['the log', daemon.stderr()] as const]) expect(holds(text, PLANTED, BASIC, KEY), place).toEqual([])
  expect(publisher.seen.some(({ headers }) => headers.authorization === `Basic ${BASIC}`)).toBe(true)
  expect(publisher.seen.some(({ headers }) => headers.authorization === `Bearer ${PLANTED}`)).toBe(true)
  expect(publisher.seen.some(({ headers }) => headers['x-api-key'] === PLANTED)).toBe(true)
  expect(other.seen.length).toBeGreaterThanOrEqual(fetchBy.length)
  expect(holds(JSON.stringify(other.seen), PLANTED, BASIC)).toEqual([])
}, 120_000)
