import { describe, expect, test } from 'vitest'
import { createDetector } from '../../src/language/detect-language.ts'
import { boundedHtml } from '../../src/parse/bounded-html.ts'
import { discoverFeeds } from '../../src/parse/discover-feeds.ts'
import { parseFeed } from '../../src/parse/parse-feed.ts'
import { proposePage } from '../../src/parse/propose-page.ts'
import { readBody, type ReadingJob } from '../../src/poll/read-body.ts'
import { hostileDocuments } from '../support/hostile-documents.ts'

/* How long they take is measured by tests/bench/hostile-documents.ts; here they are smaller, and what comes of them is held. */

const URL = 'https://town.example/news'
const ITEMS_MAX = 50
const detector = createDetector({ eld: null })
const drafting = {
  feedUrl: URL,
  now: Date.UTC(2026, 10, 24),
  declared: null,
  region: null,
  memory: null,
  seen: [],
  settingsHash: '',
  matching: { identity: 'auto' as const, sourceId: 'town', pair: null }
}

test.each(hostileDocuments(2_000))('$name gives a value within limits', async ({ as, contentType, make }) => {
  const bytes = make()
  const context = { url: URL, itemsMax: ITEMS_MAX, ...(contentType === undefined ? {} : { contentType }) }
  if (as === 'list') {
    const html = Buffer.from(bytes).toString('utf8')
    expect(discoverFeeds(html, URL).length).toBeLessThanOrEqual(100)
    expect(proposePage(html, URL).length).toBeLessThanOrEqual(5)
  }
  const job: ReadingJob =
    as === 'article'
      ? { task: 'article', bytes, article: { follow: true, remove: [] }, context }
      : {
          task: 'read',
          body: { bytes, context, page: as === 'list' ? { item: 'ul.list li', link: 'a@href', url_date: true } : null },
          drafting
        }
  const read = await readBody(job, detector)
  expect(['read', 'failed']).toContain(read.kind)
  if (!('drafted' in read)) return
  expect(read.drafted.drafts.length).toBeLessThanOrEqual(ITEMS_MAX)
  for (const { draft } of read.drafted.drafts) {
    expect([...draft.title].length).toBeLessThanOrEqual(501)
    expect(draft.contentHtml.length).toBeLessThanOrEqual(65_536)
    expect(draft.authors.length + draft.categories.length + draft.enclosures.length).toBeLessThanOrEqual(300)
    expect(JSON.stringify(draft)).not.toMatch(/root:x:0|polluted/)
  }
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
})

describe('a feed of more items than are looked at', () => {
  const many = (count: number) =>
    Buffer.from(`<rss version="2.0"><channel><title>t</title>${'<item><title>x</title></item>'.repeat(count)}</channel></rss>`)

  test.each([
    [100, 50],
    [20_050, 20_000],
    [60_000, 20_450]
  ])('%i items: %i are counted as left out, and it is whole', async (count, leftOut) => {
    const read = await parseFeed(many(count), { url: URL, itemsMax: 50 })
    expect(read).toMatchObject({ kind: 'parsed', document: { itemsLeftOut: leftOut, complete: true } })
  })
})

test.each([0x85, 0xa0, 0x1680, 0x2003, 0x2028, 0x202f, 0x3000, 0xfeff])('a "<" before the space %i opens nothing', async (code) => {
  const sign = `5 <${String.fromCharCode(code)}6`
  const feed = `<rss version="2.0"><channel><title>t</title><item><title><![CDATA[x]]></title><guid>${sign}</guid></item></channel></rss>`
  expect(await parseFeed(Buffer.from(feed), { url: URL })).toMatchObject({ kind: 'parsed', document: { items: [{ title: 'x' }] } })
  expect(discoverFeeds(`<p>${sign}</p>`, URL)).toEqual([])
})

test('a field of a megabyte is clipped, between characters', async () => {
  const read = await parseFeed(
    Buffer.from(`<rss version="2.0"><channel><item><title>x${'\u{1f600}'.repeat(20_000)}</title></item></channel></rss>`),
    { url: URL }
  )
  const title = read.kind === 'parsed' ? read.document.items[0]!.title! : ''
  expect([title.length, title.isWellFormed()]).toEqual([16_383, true])
})

describe('boundedHtml', () => {
  test('leaves usual HTML as it is', () => {
    const html = `<!DOCTYPE html><p class="a" title='b > c' data-x=1>x</p>${'<div>'.repeat(100)}deep`
    expect(boundedHtml(html)).toBe(html)
  })

  test.each([
    ['nesting', `${'<div class="x>">'.repeat(101)}text</div>`, `${'<div class="x>">'.repeat(100)}text</div>`],
    ['lists in their items', `${'<ul><li>'.repeat(51)}text`, `${'<ul><li>'.repeat(50)}<li>text`],
    ['tags', `${'<br>'.repeat(20_001)}text`, `${'<br>'.repeat(20_000)}text`],
    [
      'pictures within',
      `<img src="data:image/png;base64,${'A'.repeat(40_000)}" alt="x"><img srcset='${'a.png 1w,'.repeat(4_000)}'>text`,
      '<img alt="x"><img>text'
    ],
    ['attributes', `<p${' a="<b>"'.repeat(300)}>text</p>`, `<p${' a="<b>"'.repeat(256)}>text</p>`],
    ['attributes of a tag that never ends', `<p${' a'.repeat(300)}`, `<p${' a'.repeat(256)}`]
  ])('takes away what is too much of %s, but no text', (_name, html, bounded) => {
    expect(boundedHtml(html)).toBe(bounded)
  })
})
