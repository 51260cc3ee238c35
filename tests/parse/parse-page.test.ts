import iconv from 'iconv-lite'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { PageConfig } from '../../src/config/schema.ts'
import { parsePage } from '../../src/parse/parse-page.ts'

const URL_OF_PAGE = 'https://www.example.gov/news/list/index.html'

function config(page: Partial<PageConfig>): PageConfig {
  return { item: 'ul.list li', link: 'a@href', url_date: true, ...page }
}

function read(html: string | Uint8Array, page: Partial<PageConfig> = {}, timeZone = 'UTC') {
  const result = parsePage(typeof html === 'string' ? Buffer.from(html) : html, config(page), { url: URL_OF_PAGE, timeZone })
  if (result.kind === 'failed') throw new Error(result.failure.message)
  return result.document
}

describe('parsePage reads', () => {
  test('title, link, date and summary by selectors', () => {
    const { items, format, feed } = read(
      '<html lang="en"><title>News of the zone</title><ul class="list"><li><a href="../2024/a.html"><b>One</b> thing</a><span>2024-04-10</span><p>Sum</p></li></ul>',
      { date: 'span', summary: 'p' }
    )
    expect(format).toBe('page')
    expect(feed).toMatchObject({ title: 'News of the zone', language: 'en' })
    expect(items).toMatchObject([
      {
        title: 'One thing',
        url: 'https://www.example.gov/news/2024/a.html',
        summary: 'Sum',
        published: expect.stringMatching(/^2024-04-10/) as string
      }
    ])
  })

  test("a link that is the item itself, an attribute as title, and a base of the page's own", () => {
    const { items } = read('<base href="https://m.example.gov/x/"><div><a class="n" href="1" title="Whole title">Whole ti...</a></div>', {
      item: 'a.n',
      title: '@title',
      link: '@href'
    })
    expect(items).toMatchObject([{ title: 'Whole title', url: 'https://m.example.gov/x/1' }])
  })

  test('a list whose links are never closed', () => {
    const { items } = read(
      '<ul class="list"><li><a href="/1"><h5>One</h5></li><li><a href="/2"><h5>Two</h5></li><li><a href="/3"><h5>Three</h5></li></ul>'
    )
    expect(items.map(({ title, url }) => [title, url])).toEqual([
      ['One', 'https://www.example.gov/1'],
      ['Two', 'https://www.example.gov/2'],
      ['Three', 'https://www.example.gov/3']
    ])
  })

  test('records that a script holds as CDATA', () => {
    const { items } = read(
      '<script type="text/xml"><datastore><record><![CDATA[<li><a href="/1">One</a><i>2024-04-10</i></li>]]></record><record><![CDATA[<li><a href="/2">Two</a></li>]]></record></datastore></script>',
      { records: 'script', item: 'li', date: 'i' }
    )
    expect(items.map(({ title }) => title)).toEqual(['One', 'Two'])
  })

  test.each([
    { name: 'instead of the page', html: '{"data":{"list":[{"id":7,"t":"One &amp; two","d":1712707200000}]}}', json: {} },
    {
      name: 'in an attribute',
      html: '<ul id="d" data-x=\'{"data":{"list":[{"id":7,"t":"One &amp;amp; two","d":1712707200}]}}\'></ul>',
      json: { in: '#d@data-x' }
    },
    { name: 'in a callback', html: 'cb({"data":{"list":[{"id":7,"t":"One &amp; two","d":"2024-04-10T00:00:00Z"}]}});', json: {} }
  ])('JSON $name', ({ html, json }) => {
    const { items } = read(html, { json: { items: '/data/list', title: '/t', link: '/news/{id}.html', date: '/d', ...json } })
    expect(items).toMatchObject([{ title: 'One & two', url: 'https://www.example.gov/news/7.html', published: '2024-04-10T00:00:00.000Z' }])
  })

  test('the day from the address, flagged, and no day where there is only a month', () => {
    const { items } = read(
      '<ul class="list"><li><a href="/202404/t20240410_361.html">One</a></li><li><a href="/202404/x.html">Two</a></li></ul>'
    )
    expect(items[0]).toMatchObject({ published: expect.stringMatching(/^2024-04-10/) as string, publishedFrom: 'url' })
    expect(items[1]).not.toHaveProperty('published')
  })

  test.each([
    [
      'the term of a definition list',
      '<dl><dt>2026-07-01</dt><dd><a href="/1">One</a></dd><dd><a href="/2">Two</a></dd><dt>2026-07-02</dt><dd><a href="/3">Three</a></dd></dl>',
      'dd',
      '< dt'
    ],
    [
      'the heading of a group',
      '<h3>July 1, 2026</h3><ul><li><a href="/1">One</a><li><a href="/2">Two</a></ul><h3>July 2, 2026</h3><ul><li><a href="/3">Three</a></ul>',
      'li',
      '< h3'
    ]
  ])('the date before the item, %s', (_name, html, item, date) => {
    const { items } = read(html, { item, date })
    expect(items.map(({ published }) => published?.slice(0, 10))).toEqual(['2026-07-01', '2026-07-01', '2026-07-02'])
  })

  test('pages in the encoding of their meta', () => {
    const html = iconv.encode('<meta charset="gb2312"><ul class="list"><li><a href="/1">智能算力产业政策发布</a></li></ul>', 'gb18030')
    expect(read(html).items[0]?.title).toBe('智能算力产业政策发布')
  })

  test('no script, mail or template as an item, and no address twice', () => {
    const { items } = read(
      '<ul class="list"><li><a href="javascript:void(0)">a</a></li><li><a href="mailto:x@example.org">b</a></li><li><a href="{{item.url}}">c</a></li><li><a href="#">d</a></li><li><a href="/1">One</a></li><li><a href="/1">One again</a></li></ul>'
    )
    expect(items.map(({ title }) => title)).toEqual(['One'])
  })
})

describe('parsePage fails and says', () => {
  test.each([
    {
      name: 'which item selector selects nothing',
      html: '<p>Hello</p>',
      page: {},
      kind: 'no-items-selected',
      message: /page\.item "ul\.list li" selects nothing/
    },
    {
      name: 'which link selector names no address',
      html: '<ul class="list"><li>One</li></ul>',
      page: {},
      kind: 'no-items-selected',
      message: /selects 1 elements.*page\.link "a@href"/
    },
    {
      name: 'that JSON has no such items',
      html: '{"a":[]}',
      page: { json: { items: '/data', title: '/t', link: '/l' } },
      kind: 'no-items-selected',
      message: /page\.json\.items "\/data"/
    },
    { name: 'that a wall came', html: '<title>Access Denied</title>', page: {}, kind: 'blocked', message: /keeps programs out/ },
    { name: 'that nothing came', html: '', page: {}, kind: 'empty', message: /empty/ }
  ])('$name', ({ html, page, kind, message }) => {
    expect(parsePage(Buffer.from(html), config(page), { url: URL_OF_PAGE })).toMatchObject({
      kind: 'failed',
      failure: { kind, message: expect.stringMatching(message) as string }
    })
  })
})

test('parsePage gives a result for any bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect(['parsed', 'failed']).toContain(parsePage(bytes, config({}), { url: URL_OF_PAGE }).kind)
    })
  )
})
