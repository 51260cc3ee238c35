import { existsSync, readFileSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openSqlite } from '../../src/store/sqlite.ts'
import { aConfigDir, type ConfigDir, sourceLine } from '../support/config-dir.ts'
import { answer, type Publisher, refuse, startPublisher } from '../support/loopback-publisher.ts'
import { rss } from '../support/poll-builder.ts'
import { freePort, runCourant, startDaemon, until } from '../support/process.ts'

const ITEMS = [
  { guid: '1', title: 'Bridge over the Eddon opens', text: 'The mayor opened it on Monday.', link: 'https://town.example/1' },
  { guid: '2', title: 'Library extends its hours', text: 'It is open until nine.', link: 'https://town.example/2' }
]

/** Shorter than a fetch may take: a stop that waits for the server to answer is too late. */
const STOP_TEST_MS = 25_000

let publisher: Publisher
let config: ConfigDir
let port: number
beforeAll(async () => void (publisher = await startPublisher({ '/town': answer({ etag: '"1"' }, rss(ITEMS)) })))
afterAll(() => publisher.close())
beforeEach(async () => {
  port = await freePort()
  config = aConfigDir(
    `server: { port: ${port} }\npolling: { min_interval: 1s, host_spacing: 0s }\nfetch: { allow: ["127.0.0.1:${publisher.port}"] }`,
    sourceLine('town', `${publisher.origin}/town`)
  )
})
afterEach(() => config[Symbol.dispose]())

async function courant(...args: readonly string[]) {
  return runCourant([...args, '--config', config.dir])
}

async function count(table: string): Promise<number> {
  const database = openSqlite(config.store)
  try {
    return Number((await database.rows(`select count(*) as n from ${table}`))[0]!.n)
  } finally {
    await database.close()
  }
}

describe('poll', () => {
  test('--dry-run shows what would change and makes no database', async () => {
    const { code, stdout } = await courant('poll', '--dry-run')
    expect(code).toBe(0)
    expect(stdout).toContain('new  [en] Bridge over the Eddon opens -> added bridges')
    expect(existsSync(config.store)).toBe(false)
  })

  test('--dry-run on a database leases, records and adds nothing', async () => {
    await courant('poll')
    publisher.play(
      '/town',
      answer({ etag: '"2"' }, rss([...ITEMS, { guid: '3', title: 'Second bridge planned', text: 'It is to stand by the mill.' }]))
    )
    config.write('config/sources/more.yaml', `sources:\n${sourceLine('city', `${publisher.origin}/town`)}\n`)
    const tables = ['entry', 'poll', 'journal', 'feed', 'article']
    const before = await Promise.all(tables.map(count))
    const { code, stdout } = await courant('poll', '--dry-run', '--json')
    expect(code).toBe(0)
    const { feeds } = JSON.parse(stdout) as { feeds: { feed: string; added: number }[] }
    expect(Object.fromEntries(feeds.map(({ feed, added }) => [feed, added]))).toEqual({ 'city-news': 3, 'town-news': 1 })
    expect(await Promise.all(tables.map(count))).toEqual(before)
    expect((await courant('poll', '--json', 'town-news')).stdout).toContain('"added": 1')
    publisher.play('/town', answer({ etag: '"1"' }, rss(ITEMS)))
  })

  test('a host that asked for a pause is left alone by its other feeds, also after a restart', async () => {
    publisher.play('/limited', refuse(429, { 'retry-after': '3600' }))
    config.write('config/sources/more.yaml', `sources:\n${sourceLine('limited', `${publisher.origin}/limited`)}\n`)
    await courant('poll', 'limited-news')
    const before = publisher.seenAt('/town').length
    const { code, stdout } = await courant('poll', 'town-news')
    expect([code, publisher.seenAt('/town').length]).toEqual([0, before])
    expect(stdout).toMatch(/town-news +rate-limited/)
  })

  test('ends with 1 when a feed fails, and says why', async () => {
    config.write('config/sources/more.yaml', `sources:\n${sourceLine('gone', `${publisher.origin}/410`)}\n`)
    const { code, stdout } = await courant('poll')
    expect(code).toBe(1)
    expect(stdout).toMatch(/gone-news +failed/)
    expect(stdout).toMatch(/town-news +updated/)
  })
})

describe('inspect --last', () => {
  test('shows the answer that could not be used, and how it is read now', async () => {
    publisher.play(
      '/page',
      answer({ 'content-type': 'text/html; charset=gb2312' }, Buffer.from('<html><title>\xb9\xab\xb8\xe6</title></html>', 'latin1'))
    )
    config.write('config/sources/more.yaml', `sources:\n${sourceLine('page', `${publisher.origin}/page`)}\n`)
    await courant('poll')
    const { code, stdout } = await courant('inspect', '--last', 'page-news', '--json', '--save', `${config.root}/kept.html`)
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      feed: 'page-news',
      answer: { url: `${publisher.origin}/page`, status: 200, encoding: 'gb18030', text: '<html><title>公告</title></html>' }
    })
    expect(readFileSync(`${config.root}/kept.html`)).toHaveLength(32)
    expect((await courant('inspect', '--last', 'page-news')).stdout).toContain('HTML page titled "公告"')
  })

  test('keeps what a refusal said, and says where nothing is kept', async () => {
    config.write('config/sources/more.yaml', `sources:\n${sourceLine('bot', `${publisher.origin}/403-challenge-body`)}\n`)
    await courant('poll')
    const kept = JSON.parse((await courant('inspect', '--last', 'bot-news', '--json')).stdout) as {
      answer: { status: number; text: string }
    }
    expect([kept.answer.status, kept.answer.text]).toEqual([403, expect.stringContaining('Just a moment...')])
    expect((await courant('inspect', '--last', 'town-news')).code).toBe(1)
    expect((await courant('inspect', '--last', 'no-such')).code).toBe(2)
    expect((await courant('inspect')).code).toBe(2)
  })
})

describe('check --online', () => {
  test('asks every feed once, tells what is wrong and keeps nothing', async () => {
    publisher.play('/undated', answer({}, rss([{ guid: '1', title: 'Old mill to be restored' }])))
    const lines = [
      sourceLine('gone', `${publisher.origin}/410`),
      sourceLine('moved', `${publisher.origin}/301`),
      sourceLine('none', `${publisher.origin}/none`)
    ]
    publisher.play('/none', answer({}, rss([])))
    config.write('config/sources/more.yaml', `sources:\n${lines.join('\n')}\n`)
    const { code, stdout } = await courant('check', '--online', '--json')
    const { online } = JSON.parse(stdout) as { online: { feed: string; what: string }[] }
    expect(code).toBe(1)
    expect(online.map(({ feed, what }) => [feed, what])).toEqual([
      ['town-news', 'no-dates'],
      ['gone-news', 'gone'],
      ['moved-news', 'no-dates'],
      ['moved-news', 'moved'],
      ['none-news', 'no-items']
    ])
    expect(existsSync(config.store)).toBe(false)
    expect((await courant('check')).code).toBe(0)
  })
})

describe('why', () => {
  test('finds an article by its id, its tag, the id of an entry and its address', async () => {
    await courant('poll')
    const byUrl = await courant('why', '--json', 'https://town.example/1')
    const reasons = JSON.parse(byUrl.stdout) as {
      article: { id: string; tag: string }
      entries: { id: string }[]
      topics: unknown[]
      journal: unknown[]
    }
    expect(reasons.topics).toMatchObject([
      { id: 'bridges', matched: true, shown: true, why: [{ term: 'bridge', field: 'title', offset: 0, rule: 'strong' }] }
    ])
    expect(reasons.journal).toMatchObject([{ seq: 1, topic: 'bridges', kind: 'added' }])
    for (const target of [reasons.article.id, reasons.article.tag, reasons.entries[0]!.id]) {
      expect(JSON.parse((await courant('why', '--json', target)).stdout)).toEqual(reasons)
    }
    expect((await courant('why', 'https://town.example/1')).stdout).toContain('leads')
  })

  test('tells of a text that was let go of, which keeps its topics when all is tagged anew', async () => {
    await courant('poll')
    const database = openSqlite(config.store)
    await database.rows(
      `update entry set title = 'Works', summary = '', content_html = '', expired_at = 86400000 where url = 'https://town.example/1'`
    )
    await database.close()
    expect((await courant('retag')).code).toBe(0)
    const { stdout } = await courant('why', 'https://town.example/1')
    expect(stdout).toContain('its text was let go of at 1970-01-02T00:00:00.000Z')
    expect(stdout).toMatch(/bridges: score .*, shown/)
    expect(stdout).not.toContain('withdrawn')
  })

  test('ends with 1 for what is not known', async () => {
    const { code, stderr, stdout } = await courant('why', 'https://town.example/never')
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toContain('no article is known by https://town.example/never')
  })
})

describe('enrich', () => {
  const LINES = [
    {
      id: 'a',
      source: 'town',
      url: 'https://town.example/1',
      title: 'Bridge over the Eddon opens to traffic',
      summary: 'The mayor opened the bridge on Monday after two years of work.',
      published: '2026-11-23T08:00:00Z'
    },
    {
      id: 'b',
      source: 'paper',
      title: '2024年北京人工智能原生产业创新大会在北京经济技术开发区举行',
      published: '2026-11-23T09:00:00Z',
      unknown: true
    },
    {
      id: 'c',
      source: 'paper',
      title: 'Bridge over the Eddon opens to traffic',
      summary: 'The mayor opened the bridge on Monday after two years of work.',
      published: '2026-11-23T10:00:00Z'
    }
  ]

  test('gives a line for a line, in order, with the keys of the contract', async () => {
    const { code, stdout } = await runCourant(
      ['enrich', '--config', config.dir],
      `\uFEFF${LINES.map((line) => JSON.stringify(line)).join('\r\n\n')}`
    )
    expect(code).toBe(0)
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(lines.map(({ id }) => id)).toEqual(['a', 'b', 'c'])
    expect(lines[0]).toMatchObject({
      language: 'en',
      duplicateOf: null,
      topics: [{ id: 'bridges', why: [{ term: 'bridge', field: 'title', offset: 0, language: 'en', rule: 'strong' }] }],
      regions: []
    })
    expect(lines[1]).toMatchObject({ language: 'zh-Hans', topics: [], duplicateOf: null })
    expect(lines[2]).toMatchObject({ duplicateOf: 'a', article: lines[0]!.article, story: lines[0]!.story })
    for (const line of lines) expect(line.confidence).toEqual(expect.any(Number))
  })

  test.each([
    { name: 'no JSON', line: '{"id":"b"', said: /standard input:2: no JSON/ },
    { name: 'JSON of another shape', line: '{"id":"b"}', said: /standard input:2: title/ },
    { name: 'a bare number', line: '7', said: /standard input:2: the line/ }
  ])('names the number of a line that is $name, after what came before it', async ({ line, said }) => {
    const { code, stdout, stderr } = await runCourant(['enrich', '--config', config.dir], `${JSON.stringify(LINES[0])}\n${line}\n`)
    expect(code).toBe(2)
    expect(stderr).toMatch(said)
    expect(stdout.trim().split('\n')).toHaveLength(1)
  })

  test('of nothing is nothing', async () => {
    expect(await runCourant(['enrich', '--config', config.dir], '')).toMatchObject({ code: 0, stdout: '', stderr: '' })
  })
})

test('inspect --json prints one feed as the contract says', async () => {
  const file = config.write(
    'feed.xml',
    `<?xml version="1.0"?><rss version="2.0"><channel><title>Town hall</title><link>/home</link><language>en-gb</language>
    <description>News of the town</description><item><guid isPermaLink="false">1</guid><title>Bridge &amp;amp; road</title><link>news/1.html</link>
    <pubDate>Mon, 23 Nov 2026 10:00:00 +0200</pubDate><category>roads</category><enclosure url="/map.pdf" type="application/pdf" length="12"/></item></channel></rss>`
  )
  const { code, stdout } = await runCourant(['inspect', file, '--json', '--url', 'https://town.example/feeds/all.xml'])
  expect(code).toBe(0)
  const { feed, items } = JSON.parse(stdout) as { feed: Record<string, unknown>; items: Record<string, unknown>[] }
  expect(feed).toMatchObject({ title: 'Town hall', link: 'https://town.example/home', description: 'News of the town' })
  expect(items).toMatchObject([
    {
      id: '1',
      url: 'https://town.example/feeds/news/1.html',
      published: '2026-11-23T08:00:00.000Z',
      authors: [],
      categories: ['roads'],
      enclosures: [{ url: 'https://town.example/map.pdf', type: 'application/pdf', length: 12 }]
    }
  ])
  expect(Object.keys(items[0]!)).not.toContain('updated')
})

test.each([
  [
    'its own address',
    '<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="self" href="https://town.example/feeds/all.xml"/><link>https://www.town.example/</link>',
    'https://town.example/feeds/1.html'
  ],
  ['its site', '<link>https://www.town.example/news/</link>', 'https://www.town.example/news/1.html'],
  ['this machine', '', 'http://localhost/1.html']
])('inspect of a file without --url starts from %s', async (_base, says, url) => {
  const file = config.write('feed.xml', `<rss version="2.0"><channel>${says}<item><link>1.html</link></item></channel></rss>`)
  const { stdout } = await runCourant(['inspect', file, '--json'])
  expect(JSON.parse(stdout)).toMatchObject({ items: [{ url }] })
})

test('inspect of what is no feed ends with 1 and says what it is', async () => {
  const { code, stdout, stderr } = await runCourant([
    'inspect',
    '--json',
    config.write('page.html', '<!DOCTYPE html><title>Hello</title><p>Hello</p>')
  ])
  expect(code).toBe(1)
  expect(JSON.parse(stdout)).toMatchObject({ failure: { kind: 'not-a-feed' } })
  expect(stderr).not.toBe('')
})

test('a daemon that takes a changed configuration over lets polls under way end well', async () => {
  const late = answer({}, rss(ITEMS))
  publisher.play('/late', (request, response, count) => void setTimeout(() => late(request, response, count), 2_500))
  config.write('config/sources/more.yaml', `sources:\n${sourceLine('late', `${publisher.origin}/late`, ', schedule: "every 1h"')}\n`)
  await using daemon = await startDaemon(config.dir)
  await until(async () => publisher.seenAt('/late').length > 0)
  config.write('config/topics/roads.yaml', 'topic: { id: roads, title: { en: Roads } }\nterms: { en: { strong: [road] } }\n')
  await until(async () => daemon.stderr().includes('configuration adopted'))
  const told = await until(async () =>
    daemon
      .stderr()
      .split('\n')
      .find((line) => line.includes('"late-news"'))
  )
  expect(JSON.parse(told)).toMatchObject({ msg: 'feed polled', outcome: 'updated', added: 2 })
  expect(publisher.seenAt('/late')).toHaveLength(1)
})

describe('a daemon asked to stop', () => {
  test(
    'while a server keeps it waiting stops in time with 0, and holds nothing against the feed',
    async () => {
      config.write('config/sources/more.yaml', `sources:\n${sourceLine('slow', `${publisher.origin}/hang`)}\n`)
      const daemon = await startDaemon(config.dir)
      await until(async () => publisher.seenAt('/hang').length > 0)
      expect(await daemon.stop()).toBe(0)
      const { states } = JSON.parse((await courant('status', '--json')).stdout) as {
        states: { feed: string; failuresInRow: number; lastPolledAt: string | null }[]
      }
      expect(states.find(({ feed }) => feed === 'slow-news')).toMatchObject({ failuresInRow: 0, lastPolledAt: null })
      expect(daemon.stderr()).not.toContain('poll failed on a bug')
    },
    STOP_TEST_MS
  )
})
