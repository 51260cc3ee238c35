import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ARTICLE, type EtownSite, startEtownSite } from '../support/etown-site.ts'
import { isMissing } from '../support/outside-program.ts'
import { freePort, type RunningDaemon, runCourant, runProgram, startDaemon, until } from '../support/process.ts'

/*
 * The page Courant began with: a site without a feed. It is polled by the real daemon, understood, recognised again
 * on a second site, and reaches a real feed reader exactly once from every format.
 */

const TOPIC = 'ai-native-industry'
let dir: string
let configDir: string
let port: number
let site: EtownSite
let daemon: RunningDaemon

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'courant-seed-'))
  configDir = join(dir, 'config')
  site = await startEtownSite()
  port = await freePort()
  mkdirSync(join(configDir, 'sources'), { recursive: true })
  mkdirSync(join(configDir, 'topics'))
  cpSync(join(import.meta.dirname, `../../config/topics/${TOPIC}.yaml`), join(configDir, `topics/${TOPIC}.yaml`))
  writeFileSync(
    join(configDir, 'courant.yaml'),
    `
store: ${join(dir, 'courant.db')}
server: { port: ${port}, public_url: "http://127.0.0.1:${port}" }
polling: { min_interval: 1s, host_spacing: 0s }
fetch: { allow: ["127.0.0.1:${site.port}"] }
`
  )
  writeFileSync(
    join(configDir, 'sources/cn-beijing.yaml'),
    `
sources:
  - id: beijing-etown
    name: Beijing E-Town
    region: CN-BJ
    timezone: Asia/Shanghai
    feeds: [${pageFeed('beijing-etown-industries', '/industries.html')}]
  - id: chinadaily-etda
    name: China Daily, Beijing
    role: media
    region: CN-BJ
    timezone: Asia/Shanghai
    feeds: [${pageFeed('chinadaily-etda', '/etda/news.html')}]
`
  )
  daemon = await startDaemon(configDir)
  await until(async () => (await why())?.entries.length === 2)
})

afterAll(async () => {
  await daemon?.[Symbol.asyncDispose]()
  await site?.[Symbol.asyncDispose]()
  rmSync(dir, { recursive: true, force: true })
})

function pageFeed(id: string, path: string): string {
  const page = '{ item: "ul.list li", title: a, link: a@href, date: span, article: { follow: true, date: "Updated: {yyyy-MM-dd}" } }'
  return `{ id: ${id}, url: "http://127.0.0.1:${site.port}${path}", language: en, schedule: "every 1s", page: ${page} }`
}

interface Why {
  article: { title: string; language: string; sortedBy: string }
  entries: { source: string; published: string; why: string; leads: boolean; owner: string }[]
  topics: { id: string; shown: boolean; why: { term: string; rule: string; field: string; offset: number }[] }[]
}

async function why(): Promise<Why | null> {
  const { code, stdout } = await runCourant([
    'why',
    '--json',
    '--config',
    configDir,
    `http://127.0.0.1:${site.port}/2024-04/10/c_978417.htm`
  ])
  return code === 0 ? (JSON.parse(stdout) as Why) : null
}

async function get(path: string): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`)
  expect(response.status).toBe(200)
  return response.text()
}

describe('the seed page', () => {
  test('becomes one article with its date, its reasons, and the second site as another copy', async () => {
    const reasons = (await why())!
    expect(reasons.article).toMatchObject({ title: ARTICLE.title, language: 'en' })
    // The list names the day, which is its noon in the source's own time zone.
    expect(reasons.entries.map(({ published }) => published)).toEqual(['2024-04-10T04:00:00.000Z', '2024-04-10T04:00:00.000Z'])
    expect(reasons.entries.map(({ source }) => source).sort()).toEqual(['beijing-etown', 'chinadaily-etda'])
    expect(reasons.entries.find(({ leads }) => leads)?.source).toBe('beijing-etown')
    expect(reasons.entries.filter(({ why }) => why !== 'opened the article')).toHaveLength(1)
    const [topic] = reasons.topics
    expect(topic).toMatchObject({ id: TOPIC, shown: true })
    expect(topic!.why).toContainEqual(
      expect.objectContaining({ rule: 'strong', field: 'title', offset: ARTICLE.title.indexOf('AI Native') })
    )
  })

  test('is published with caption and body in every format, and by OPML', async () => {
    const feed = JSON.parse(await get(`/topics/${TOPIC}.json`)) as {
      items: { title: string; content_html: string; date_published: string }[]
    }
    expect(feed.items).toHaveLength(1)
    expect(feed.items[0]).toMatchObject({ title: ARTICLE.title, date_published: '2024-04-10T04:00:00.000Z' })
    for (const text of [ARTICLE.caption, ...ARTICLE.body]) expect(feed.items[0]!.content_html).toContain(text)
    expect(feed.items[0]!.content_html).not.toContain('All rights reserved')
    for (const format of ['rss', 'atom']) expect(await get(`/topics/${TOPIC}.${format}`)).toContain(ARTICLE.title)
    expect(await get('/opml.xml')).toContain(`/topics/${TOPIC}.`)
    expect(await get(`/topics/${TOPIC}`)).toContain(ARTICLE.title)
  })

  test.skipIf(isMissing('newsboat')).each(['rss', 'atom'])('reaches newsboat exactly once by %s', async (format) => {
    expect(await newsboatUnread(format)).toBe('1 unread articles')
  })

  test('reaches a reader of JSON Feed exactly once', async () => {
    const { parseJsonFeed } = await import('feedsmith')
    const feed = parseJsonFeed(await get(`/topics/${TOPIC}.json`))
    expect(feed.items?.map(({ title }) => title)).toEqual([ARTICLE.title])
  })

  test('its page is fetched once per site, not at every poll', async () => {
    await until(async () => site.requests.filter((path) => path === '/industries.html').length >= 3)
    expect(site.requests.filter((path) => path === '/2024-04/10/c_978417.htm')).toHaveLength(1)
    expect(site.requests.filter((path) => path === '/favicon.ico')).toEqual([])
  })
})

async function newsboatUnread(format: string): Promise<string> {
  const home = mkdtempSync(join(dir, `newsboat-${format}-`))
  writeFileSync(join(home, 'urls'), `http://127.0.0.1:${port}/topics/${TOPIC}.${format}\n`)
  writeFileSync(join(home, 'config'), '')
  const args = ['-u', join(home, 'urls'), '-c', join(home, 'cache.db'), '-C', join(home, 'config')]
  await runProgram('newsboat', [...args, '-x', 'reload'], { HOME: home })
  await runProgram('newsboat', [...args, '-x', 'reload'], { HOME: home })
  return (await runProgram('newsboat', [...args, '-x', 'print-unread'], { HOME: home })).trim()
}
