import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type IncomingMessage, request } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { writeStatic } from '../../src/serve/write-static.ts'
import { isMissing } from '../support/outside-program.ts'
import { aConfig, aFilledStore, NOON } from '../support/store-builder.ts'

/** The files as nginx gives them out by the configuration that comes with Courant. */
describe.skipIf(isMissing('nginx'))('a static site behind nginx', () => {
  let dir: string
  let nginx: ChildProcess
  const socket = () => join(dir, 'nginx.sock')

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'courant-nginx-'))
    const store = await aFilledStore()
    const config = aConfig()
    await writeStatic({ store, config: () => config, now: () => NOON + 10 * 86_400_000, log: false }, join(dir, 'site'), { gzip: true })
    await store.close()
    mkdirSync(join(dir, 'tmp'))
    writeFileSync(join(dir, 'nginx.conf'), mainConfig())
    nginx = spawn('nginx', ['-e', 'stderr', '-c', join(dir, 'nginx.conf')], { stdio: 'inherit' })
    await vi.waitFor(() => answers(socket()), { timeout: 30_000, interval: 20 })
  }, 120_000)
  afterAll(async () => {
    if (nginx?.exitCode === null) {
      nginx.kill('SIGQUIT')
      await once(nginx, 'exit')
    }
    rmSync(dir, { recursive: true, force: true })
  })

  function mainConfig(): string {
    const shipped = readFileSync(new URL('../../docs/ops/nginx-static.conf', import.meta.url), 'utf8')
    const site = shipped.replace('listen 80;', `listen unix:${socket()};`).replace('root /srv/courant;', `root ${join(dir, 'site')};`)
    const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${join(dir, 'tmp', name)};`)
    // A worker as root gives way to another user who may not read a temporary folder.
    const user = process.getuid?.() === 0 ? 'user root;' : ''
    return `${user} daemon off; worker_processes 1; pid ${join(dir, 'pid')}; events {} http { access_log off; ${paths.join(' ')} ${site} }`
  }

  async function ask(path: string, headers: Record<string, string> = {}, method: 'GET' | 'HEAD' | 'POST' | 'OPTIONS' = 'GET') {
    const asked = request({ socketPath: socket(), path, method, headers, agent: false }).end()
    const [answer] = (await once(asked, 'response')) as [IncomingMessage]
    return { status: answer.statusCode, headers: answer.headers, body: await buffer(answer) }
  }

  test.each([
    { path: '/', type: 'text/html; charset=utf-8' },
    { path: '/topics/ai-native-industry', type: 'text/html; charset=utf-8' },
    { path: '/topics/ai-native-industry/region/CN-BJ', type: 'text/html; charset=utf-8' },
    { path: '/topics/ai-native-industry.atom', type: 'application/atom+xml; charset=utf-8' },
    { path: '/topics/ai-native-industry/zh-Hans.rss', type: 'application/rss+xml; charset=utf-8' },
    { path: '/topics/ai-native-industry.json', type: 'application/feed+json; charset=utf-8' },
    { path: '/topics/ai-native-industry/archive/2026-11.atom', type: 'application/atom+xml; charset=utf-8' },
    { path: '/opml.xml', type: 'text/x-opml; charset=utf-8' }
  ])('$path is $type, with the headers of the server', async ({ path, type }) => {
    const plain = await ask(path)
    expect([plain.status, plain.headers['content-type']]).toEqual([200, type])
    expect(plain.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      etag: expect.stringMatching(/^"/),
      'last-modified': expect.any(String)
    })
    expect(plain.headers['cache-control']).toMatch(/^public, max-age=\d+/)
    const zipped = await ask(path, { 'accept-encoding': 'gzip' })
    expect(zipped.headers['content-encoding']).toBe('gzip')
    expect(String(zipped.headers.vary)).toContain('Accept-Encoding')
    for (const etag of [String(plain.headers.etag), '*', `"x", ${String(plain.headers.etag)}`, `W/${String(plain.headers.etag)}`]) {
      const same = await ask(path, { 'if-none-match': etag })
      expect([same.status, same.headers.etag, same.body.length]).toEqual([304, plain.headers.etag, 0])
    }
    const head = await ask(path, {}, 'HEAD')
    expect([head.status, head.headers['content-length'], head.body.length]).toEqual([200, String(plain.body.length), 0])
  })

  test.each([
    { accept: '*/*', type: 'text/html' },
    { accept: 'application/atom+xml', type: 'application/atom+xml' },
    { accept: 'application/rss+xml', type: 'application/rss+xml' },
    { accept: 'application/feed+json', type: 'application/feed+json' },
    { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', type: 'text/html' }
  ])('a topic for $accept is $type', async ({ accept, type }) => {
    const { headers } = await ask('/topics/ai-native-industry', { accept })
    expect(headers['content-type']).toContain(type)
    expect(String(headers.vary)).toContain('Accept')
  })

  test('feeds are open to scripts of other sites, archives never change, other methods are refused', async () => {
    const { headers } = await ask('/topics/ai-native-industry.atom')
    expect(headers).toMatchObject({ 'access-control-allow-origin': '*', 'access-control-expose-headers': 'ETag, Link, Last-Modified' })
    expect((await ask('/topics/ai-native-industry/archive/2026-11.atom')).headers['cache-control']).toContain('immutable')
    expect((await ask('/')).headers).not.toHaveProperty('access-control-allow-origin')
    const refused = await ask('/topics/ai-native-industry.atom', {}, 'POST')
    expect([refused.status, refused.headers.allow]).toEqual([405, 'GET, HEAD, OPTIONS'])
    expect((await ask('/topics/ai-native-industry.atom', {}, 'OPTIONS')).status).toBe(204)
  })

  test('what is not there has a page', async () => {
    const { status, headers, body } = await ask('/articles/none')
    expect([status, headers['content-type']]).toEqual([404, 'text/html; charset=utf-8'])
    expect(body.toString()).toContain('There is nothing at this address.')
  })
})

async function answers(path: string): Promise<void> {
  if (!existsSync(path)) throw new Error('no socket yet')
  const connection = connect(path)
  await once(connection, 'connect')
  connection.destroy()
}
