import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { formatMistake, loadConfig } from '../../src/config/load-config.ts'
import { demoConfig, readShippedTopics } from '../../src/demo/demo-config.ts'
import { type DemoPublisher, startDemoPublisher } from '../../src/demo/demo-publisher.ts'
import { demoSources } from '../../src/demo/demo-sources.ts'
import { encodeText } from '../../src/demo/encode-text.ts'

const NOW = Date.UTC(2026, 10, 24, 9)
const SCRIPTS = [
  'Latin',
  'Cyrillic',
  'Greek',
  'Arabic',
  'Hebrew',
  'Georgian',
  'Devanagari',
  'Tamil',
  'Ethiopic',
  'Thai',
  'Han',
  'Hiragana',
  'Katakana',
  'Hangul'
]

/** A repeatable source of chance (a linear congruential generator). */
function repeatable(): () => number {
  let state = 42
  return () => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648
}

let stop: AbortController
let demo: DemoPublisher
let now = NOW

beforeAll(async () => {
  stop = new AbortController()
  demo = await startDemoPublisher({ now: () => now, random: repeatable(), signal: stop.signal, everyMs: 0 })
})

afterAll(() => demo.close())

const feedOf = (id: string) => demo.feeds.find(({ source }) => source.id === id)!

/** Asks as a patient reader does: once more after 503 or after a document that was cut. */
async function read(id: string): Promise<{ response: Response; text: string }> {
  const { source, url } = feedOf(id)
  let response = await fetch(url)
  if (source.faults.includes('busy') || source.faults.includes('truncated')) response = await fetch(url)
  const encoding = source.encoding ?? 'utf-8'
  return { response, text: new TextDecoder(encoding).decode(await response.arrayBuffer()) }
}

describe('the demo publisher', () => {
  test.each(demoSources.map(({ id, texts, format, faults }) => ({ id, texts, format, faults })))(
    '$id answers with what it shows',
    async ({ id, texts, format, faults }) => {
      const { response, text } = await read(id)
      expect(response.status).toBe(200)
      if (faults.includes('html-instead')) return
      const plain = format === 'json' ? text : text.replaceAll('&amp;', '&').replaceAll('&quot;', '"')
      expect(plain).toContain(texts[0]!.title)
      expect(plain).not.toContain(texts.at(-1)!.title)
    }
  )

  test('speaks in more than eleven scripts', async () => {
    const texts = await Promise.all(
      demo.feeds.filter(({ source }) => !source.faults.includes('slow')).map(async ({ source }) => (await read(source.id)).text)
    )
    const letters = texts.join(' ')
    expect(SCRIPTS.filter((script) => !new RegExp(`\\p{Script=${script}}{2}`, 'u').test(letters))).toEqual([])
  })

  test('has eight texts and more for each source that has any', () => {
    expect(demoSources.filter(({ texts, faults }) => texts.length < 8 && !faults.includes('html-instead')).map(({ id }) => id)).toEqual([])
  })

  test.each(demoSources.filter(({ encoding }) => encoding).map(({ id, encoding, texts }) => ({ id, encoding: encoding!, texts })))(
    '$id can be written in $encoding',
    ({ encoding, texts }) => {
      const text = texts.map(({ title, summary }) => title + summary).join('\n')
      expect(new TextDecoder(encoding).decode(encodeText(text, encoding))).toBe(text)
    }
  )

  test('answers 304 until a text appears, and the text stands first', async () => {
    const { url, source } = feedOf('demo-hamburg')
    const first = await fetch(url)
    const headers = { 'if-none-match': first.headers.get('etag')! }
    expect((await fetch(url, { headers })).status).toBe(304)
    now = NOW + 60_000
    let appeared
    do appeared = demo.publishNext()
    while (appeared !== null && appeared.source !== source)
    const after = await fetch(url, { headers })
    expect(after.status).toBe(200)
    const text = await after.text()
    expect(text.match(/<entry>.*?<title>(.*?)<\/title>/s)![1]).toBe(appeared!.text.title)
    expect(text).toContain('2026-11-24T09:01:00.000Z')
  })

  test('plays its faults', async () => {
    const at = (id: string, init?: RequestInit) => fetch(feedOf(id).url, init)
    const moved = await at('demo-oblast', { redirect: 'manual' })
    expect([moved.status, moved.headers.get('location')]).toEqual([301, '/oblast/news.xml'])
    const lost = await at('demo-lost')
    expect([lost.headers.get('content-type'), (await lost.text()).startsWith('<!doctype html>')]).toEqual(['application/rss+xml', true])
    const busy = [await at('demo-flood'), await at('demo-flood')].find(({ status }) => status === 503)!
    expect(busy.headers.get('retry-after')).toBe('15')
    const cut = await Promise.all(
      [at('demo-provinsi'), at('demo-provinsi')].map(async (response) => (await (await response).text()).includes('</rss>'))
    )
    expect(cut.toSorted()).toEqual([false, true])
    const lying = await at('demo-rajya')
    expect(lying.headers.get('content-type')).toContain('iso-8859-1')
    expect(await (await at('demo-junta')).text()).toMatch(/ & /)
    expect((await read('demo-perifereia')).text).not.toContain('<pubDate>')
    expect((await read('demo-imara')).text).not.toContain('<guid')
  })

  test('shows one article at two sites, its date in the text', async () => {
    const pages = await Promise.all(
      ['demo-etown', 'demo-etown-mirror'].map(async (id) => {
        const { text } = await read(id)
        const link = text.match(/href="([^"]*2024-04\/10\/c_\d+\.htm)"/)![1]!
        return { link, html: await (await fetch(link)).text() }
      })
    )
    const [first, second] = pages
    expect(new URL(first!.link).pathname).toBe('/etown/2024-04/10/c_9781.htm')
    expect(new URL(second!.link).pathname).toBe('/subsites/beijing/etda/2024-04/10/c_9781.htm')
    for (const { html } of pages) {
      expect(html).toContain('Updated: 2024-04-10')
      expect(html).toContain('3000P')
    }
  })

  test('answers 404 where nothing is', async () => {
    expect((await fetch(`${demo.origin}/etown/2024-04/10/c_1.htm`)).status).toBe(404)
  })

  test('runs dry without failing', () => {
    while (demo.publishNext() !== null);
    expect(demo.publishNext()).toBeNull()
  })
})

describe('the demo configuration', () => {
  test('has no mistakes and no warnings, and all topics that are shipped', () => {
    const topics = readShippedTopics()
    const result = loadConfig(demoConfig(demo, { store: 'demo.db', port: 8_080, topics }), {}, () => '')
    expect((result.kind === 'refused' ? result.mistakes : result.warnings).map(formatMistake)).toEqual([])
    if (result.kind !== 'loaded') return
    expect(result.config.sources).toHaveLength(demoSources.length)
    expect(result.config.topics).toHaveLength(topics.length)
    expect(result.config.service.fetch.allow).toEqual([demo.address])
    expect(result.config.service.polling.min_interval).toBe(1_000)
  })
})

describe('stopping', () => {
  test('the signal closes the server, and closing twice is well', async () => {
    const control = new AbortController()
    const other = await startDemoPublisher({ now: () => NOW, random: repeatable(), signal: control.signal })
    control.abort()
    await other.close()
    await other.close()
    await expect(fetch(other.origin)).rejects.toThrow()
  })
})
