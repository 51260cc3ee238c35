import fc from 'fast-check'
import { parseAtomFeed, parseJsonFeed, parseRssFeed } from 'feedsmith'
import { describe, expect, test } from 'vitest'
import type { PublishedItem } from '../../src/model/published.ts'
import { renderTopicFeed } from '../../src/publish/topic-feed.ts'
import { publishedFeed, publishedItem } from './feed-builder.ts'
import { xmlFault } from './xml-fault.ts'

const formats = ['rss', 'atom', 'json'] as const

describe('one item, read back', () => {
  const paging = {
    first: 'https://news.example.org/topics/ai.rss',
    next: 'https://news.example.org/topics/ai.rss?page=2',
    prevArchive: 'https://news.example.org/2026-10'
  }
  const feed = publishedFeed([publishedItem({ title: 'R&D sites: 5 < 6 ]]> ]]>' })], { paging })

  test('RSS', () => {
    const { body, contentType, leftOut } = renderTopicFeed(feed, 'rss')
    expect(contentType).toBe('application/rss+xml; charset=utf-8')
    expect(leftOut).toEqual([])
    const read = parseRssFeed(body)
    expect(read.language).toBe('en')
    expect(read.atom?.links?.map(({ rel, href }) => [rel, href])).toEqual([
      ['self', feed.selfUrls.rss],
      ['hub', feed.hubUrl],
      ['first', paging.first],
      ['next', paging.next],
      ['prev-archive', paging.prevArchive]
    ])
    const item = read.items![0]!
    expect(item.title).toBe('R&D sites: 5 < 6 ]]> ]]>')
    expect(item.guid).toEqual({ value: 'tag:news.example.org,2026:article/1', isPermaLink: false })
    expect(item.pubDate).toBe('Fri, 20 Nov 2026 10:00:00 GMT')
    expect(item.content?.encoded).toBe('<p>It is <b>large</b>.</p>')
    expect(item.dc?.creators).toEqual(['Ada Lovelace'])
    expect(item.source).toEqual({ title: 'City of Example', url: 'https://city.example.org/feed?x&y' })
    expect(item.enclosures).toEqual([{ url: 'https://city.example.org/a.pdf', length: 5, type: 'application/pdf' }])
    expect(item.categories).toEqual([
      { name: 'ai', domain: 'https://news.example.org/topics' },
      { name: 'CN-BJ', domain: 'urn:iso:std:iso:3166' }
    ])
  })

  test('Atom', () => {
    const { body, contentType } = renderTopicFeed(feed, 'atom')
    expect(contentType).toBe('application/atom+xml; charset=utf-8')
    expect(body).toContain('<entry xml:lang="en">')
    expect(body).toContain('<title type="text">R&amp;D sites: 5 &lt; 6 ]]&gt; ]]&gt;</title>')
    const read = parseAtomFeed(body)
    expect(read.links?.map(({ rel }) => rel)).toEqual(['alternate', 'self', 'hub', 'first', 'next', 'prev-archive'])
    const entry = read.entries![0]!
    expect(entry.id).toBe('tag:news.example.org,2026:article/1')
    expect(entry.updated).toBe('2026-11-21T11:00:00.000Z')
    expect(entry.published).toBe('2026-11-20T10:00:00.000Z')
    expect(entry.authors).toEqual([{ name: 'Ada Lovelace' }])
    expect(entry.source).toMatchObject({ id: 'tag:news.example.org,2026:source/city', title: { value: 'City of Example' } })
    expect(entry.links?.map(({ rel }) => rel ?? 'alternate')).toEqual(['alternate', 'enclosure', 'enclosure', 'via', 'related'])
  })

  test('JSON Feed', () => {
    const { body, contentType } = renderTopicFeed(feed, 'json')
    expect(contentType).toBe('application/feed+json; charset=utf-8')
    const document = JSON.parse(body)
    expect(document).toMatchObject({
      version: 'https://jsonfeed.org/version/1.1',
      language: 'en',
      hubs: [{ type: 'WebSub', url: feed.hubUrl }],
      next_url: paging.next,
      authors: [{ name: 'Example News' }]
    })
    expect(document.items[0]).toMatchObject({
      id: 'tag:news.example.org,2026:article/1',
      title: 'R&D sites: 5 < 6 ]]> ]]>',
      authors: [{ name: 'Ada Lovelace' }],
      language: 'en',
      attachments: [{ url: 'https://city.example.org/a.pdf', mime_type: 'application/pdf', size_in_bytes: 5 }],
      _courant: {
        why: 'strong: AI',
        source: { id: 'city', name: 'City of Example' },
        also_by: [{ name: 'Region', url: 'https://region.example.org/1' }]
      }
    })
    expect(parseJsonFeed(body).items).toHaveLength(1)
  })
})

describe('what is left out', () => {
  test.each([
    { name: 'an id that is no tag or urn', changes: { id: 'https://a.example/1' }, reason: 'id-invalid' },
    { name: 'an address that is none', changes: { url: 'javascript:alert(1)' }, reason: 'url-invalid' },
    { name: 'a title of nothing visible', changes: { title: ' \u200b\u202e' }, reason: 'title-empty' },
    { name: 'a time that is none', changes: { updatedAt: Number.NaN }, reason: 'date-invalid' },
    { name: 'a time nobody can write', changes: { publishedAt: 8.64e15 }, reason: 'date-invalid' },
    { name: 'a field of another kind', changes: { authors: null as never }, reason: 'malformed' }
  ])('$name costs that item alone', ({ changes, reason }) => {
    for (const format of formats) {
      const { body, leftOut } = renderTopicFeed(
        publishedFeed([publishedItem({ id: 'urn:x:0' }), publishedItem(changes), publishedItem({ id: 'urn:x:2' })]),
        format
      )
      expect(leftOut.map((item) => item.reason)).toEqual([reason])
      expect(idsOf(body, format)).toEqual(['urn:x:0', 'urn:x:2'])
    }
  })

  test('the second item of one id', () => {
    expect(renderTopicFeed(publishedFeed([publishedItem(), publishedItem()]), 'atom').leftOut).toEqual([
      { kind: 'left-out', id: publishedItem().id, reason: 'id-repeated' }
    ])
  })
})

test('entries of one instant stand at instants of their own, in their order, whatever falls out behind them', () => {
  const at = Date.UTC(2026, 10, 25, 16, 21, 23, 893)
  const items = ['a', 'b', 'c', 'd'].map((id) =>
    publishedItem({ id: `tag:news.example.org,2026:article/${id}`, updatedAt: id === 'd' ? at - 1 : at })
  )
  const updated = (count: number) =>
    [...renderTopicFeed(publishedFeed(items.slice(0, count)), 'atom').body.matchAll(/<entry[^]*?<updated>(.*?)</g)].map(([, text]) => text)
  expect(updated(4)).toEqual([
    '2026-11-25T16:21:23.893Z',
    '2026-11-25T16:21:23.892999Z',
    '2026-11-25T16:21:23.892998Z',
    '2026-11-25T16:21:23.892Z'
  ])
  expect(updated(2)).toEqual(updated(4).slice(0, 2))
})

test('an empty feed is a feed', () => {
  for (const format of formats) expect(idsOf(renderTopicFeed(publishedFeed([]), format).body, format)).toEqual([])
  expect(xmlFault(renderTopicFeed(publishedFeed([]), 'rss').body)).toBeNull()
  expect(xmlFault(renderTopicFeed(publishedFeed([]), 'atom').body)).toBeNull()
})

test('archives, complete feeds and tombstones say so', () => {
  const archive = renderTopicFeed(
    publishedFeed([publishedItem()], { kind: 'archive', tombstones: [{ id: 'urn:x:9', at: 0 }] }),
    'atom'
  ).body
  expect(archive).toContain('<fh:archive/>')
  expect(archive).toContain(
    '<at:deleted-entry xmlns:at="http://purl.org/atompub/tombstones/1.0" ref="urn:x:9" when="1970-01-01T00:00:00.000Z"/>'
  )
  expect(renderTopicFeed(publishedFeed([], { kind: 'complete' }), 'rss').body).toContain('<fh:complete/>')
})

test('text from right to left is told so', () => {
  const feed = publishedFeed([publishedItem({ direction: 'rtl', language: 'ar', contentHtml: '<p>مركز</p>' })])
  expect(parseAtomFeed(renderTopicFeed(feed, 'atom').body).entries![0]!.content?.value).toBe('<div dir="rtl"><p>مركز</p></div>')
})

test('values that look like slots stay text', () => {
  const feed = publishedFeed([publishedItem({ title: 'slot:url:0; $& $1', summary: '<item></item><entry>' })])
  expect(parseRssFeed(renderTopicFeed(feed, 'rss').body).items).toMatchObject([{ title: 'slot:url:0; $& $1' }])
  expect(parseAtomFeed(renderTopicFeed(feed, 'atom').body).entries).toMatchObject([{ title: { value: 'slot:url:0; $& $1' } }])
})

test('any text of all Unicode gives well-formed documents, every item, and one id in three formats', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc
      .array(
        fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
        { maxLength: 40 }
      )
      .map((units) => units.join('')),
    fc.constantFrom(']]>', '</item><item>', '</entry>', '&#0;', '&lt;', '\b', '\u202e', '\ud800', 'slot:id:0;', '<![CDATA[', '\u0338')
  )
  const url = fc.oneof(fc.webUrl({ withFragments: true, withQueryParameters: true }), text)
  const item = fc.record({
    title: text,
    summary: text,
    contentHtml: text,
    language: fc.option(text),
    authors: fc.array(text, { maxLength: 3 }),
    categories: fc.array(fc.record({ term: text, scheme: url, label: text }), { maxLength: 3 }),
    enclosures: fc.array(fc.record({ url, type: text, length: fc.nat() }), { maxLength: 2 }),
    image: fc.option(url),
    source: fc.record({ id: text, name: text, homepage: url, feedUrl: url }),
    alsoBy: fc.array(fc.record({ name: text, url }), { maxLength: 2 }),
    regions: fc.array(text, { maxLength: 2 }),
    why: text
  })
  fc.assert(
    fc.property(fc.array(item, { maxLength: 6 }), text, (fields, word) => {
      const items = fields.map((changes, index): PublishedItem =>
        publishedItem({ ...changes, id: `tag:news.example.org,2026:article/${index}`, title: `t${changes.title}` })
      )
      const feed = publishedFeed(items, { title: `t${word}`, subtitle: word, publisher: word })
      const ids = items.map(({ id }) => id)
      for (const format of formats) {
        const { body, leftOut } = renderTopicFeed(feed, format)
        expect(leftOut).toEqual([])
        expect(body.isWellFormed()).toBe(true)
        expect(idsOf(body, format)).toEqual(ids)
        if (format !== 'json') expect(xmlFault(body)).toBeNull()
        expect(renderTopicFeed(feed, format).body).toBe(body)
      }
    }),
    { numRuns: 300 }
  )
})

function idsOf(body: string, format: (typeof formats)[number]): (string | undefined)[] {
  switch (format) {
    case 'rss':
      return (parseRssFeed(body).items ?? []).map((item) => item.guid?.value)
    case 'atom':
      return (parseAtomFeed(body).entries ?? []).map((entry) => entry.id)
    case 'json':
      return JSON.parse(body).items.map((item: { id: string }) => item.id)
  }
}
