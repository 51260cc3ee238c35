import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseArticle, type ArticlePage } from '../../src/parse/parse-article.ts'
import { plainText } from '../../src/text/plain-text.ts'

const SENTENCE =
  'The district published a plan with fourteen measures in six areas, among them computing power, open data, and help for new companies. '
const BODY = `<p>${SENTENCE}</p><p><img src="p.jpg" alt=""></p><p class="cap">The plan is presented. [Photo/example.gov]</p><p>${SENTENCE}</p><p>${SENTENCE}</p>`

function read(html: string, page: { title?: string; body?: string; date?: string; remove?: string[] } = {}): ArticlePage {
  return parseArticle(
    Buffer.from(html),
    { follow: true, remove: [], ...page },
    { url: 'https://www.example.gov/2024-04/10/c_1.htm', timeZone: 'UTC' }
  )
}

test.each([
  ['a PDF', '%PDF-1.7\nHello, this is no page but a file of some length.'],
  ['an archive', 'PK\u0003\u0004 word/document.xml']
])('%s behind a link gives nothing', (_name, bytes) => {
  expect(parseArticle(Buffer.from(bytes, 'latin1'), { follow: true, remove: [] }, { url: 'https://a.example/x' })).toEqual({})
})

describe('parseArticle', () => {
  test('takes title, date, caption and body, and leaves the way there and the footer', () => {
    const page = read(
      `<title>A plan for the district - Example</title><div class="crumb">Home&gt; Industries</div><h1>A plan for the district</h1><div>Updated: 2024-04-10</div><div id="text">${BODY}</div><div class="footer">Copyright</div>`,
      { date: 'Updated: {yyyy-MM-dd}' }
    )
    const text = plainText(page.content ?? '')
    expect(page.title).toBe('A plan for the district')
    expect(page.published).toMatch(/^2024-04-10/)
    expect(text).toContain(SENTENCE.trim())
    expect(text).toContain('[Photo/example.gov]')
    expect(text).not.toMatch(/Home|Updated|Copyright/)
    expect(page.content).toContain('src="https://www.example.gov/2024-04/10/p.jpg"')
  })

  test("follows the operator's selectors", () => {
    const page = read(`<h1>Site</h1><h3>Title</h3><i>10.04.2024</i><div id="a">Wanted <b class="x">share</b></div><div>${BODY}</div>`, {
      title: 'h3',
      body: '#a',
      date: 'i',
      remove: ['.x']
    })
    expect(page).toMatchObject({ title: 'Title', content: 'Wanted', published: expect.stringMatching(/^2024-04-10/) as string })
  })

  test.each([
    { name: 'a meta of Chinese government pages', html: '<meta name="PubDate" content="2024-04-10 08:30">' },
    { name: 'Open Graph', html: '<meta property="article:published_time" content="2024-04-10T08:30:00Z">' },
    {
      name: 'JSON-LD',
      html: '<script type="application/ld+json">{"@graph":[{"@type":"WebSite"},{"@type":"NewsArticle","datePublished":"2024-04-10T08:30:00Z","author":{"name":"Ann"}}]}</script>'
    },
    { name: 'a time element', html: '<time datetime="2024-04-10T08:30:00Z">today</time>' },
    { name: 'the text below the headline', html: '<h1>A plan for the district</h1><p>Source: Office | 2024年04月10日 08:30</p>' },
    { name: 'the text above the headline', html: '<p>10. April 2024, 08:30</p><h1>A plan for the district</h1>' },
    { name: 'a label far from the headline', html: `<h1>A plan for the district</h1>${BODY}<p>发布时间：2024-04-10 08:30</p>` }
  ])('finds the date in $name', ({ html }) => {
    expect(read(`<title>A plan for the district</title>${html}<p>The law of 1 October 1920 stays.</p>`).published).toBe(
      '2024-04-10T08:30:00.000Z'
    )
  })

  test.each([
    { name: 'a label before a day that comes first', html: `<h1>A plan for the district</h1>${BODY}<p>Stand: 10.04.2024</p>` },
    {
      name: 'a headline broken into lines',
      html: `<title>关于批准调整2024 年末限额的决议</title><p>关于批准<br>调整2024年末限额的决议</p><p>（2024年4月10日会议通过）</p>${BODY}`
    }
  ])('finds the day in $name', ({ html }) => {
    expect(read(html).published).toBe('2024-04-10T12:00:00.000Z')
  })

  test('takes no date that the text only speaks of', () => {
    expect(read(`<title>Law</title><h1>A plan for the district</h1>${BODY}<p>In force since 1 October 1920.</p>`)).not.toHaveProperty(
      'published'
    )
  })

  test.each([
    {
      name: 'the heading that the title repeats',
      html: '<title>A plan for all | Example</title><h1>Example</h1><h2>A plan for all</h2>',
      title: 'A plan for all'
    },
    { name: "the title without the site's name", html: '<title>A plan for all - Ministry</title>', title: 'A plan for all' },
    {
      name: "the title without the site's name before it",
      html: '<title>Ministry :: A plan for all of us</title>',
      title: 'A plan for all of us'
    },
    { name: 'a Chinese title', html: '<title>智能算力产业政策发布会在京举行-新华网</title>', title: '智能算力产业政策发布会在京举行' },
    { name: 'a title with a hyphen of its own', html: '<title>AI-native industry grows</title>', title: 'AI-native industry grows' },
    { name: 'a meta', html: '<title>x</title><meta name="ArticleTitle" content="A plan">', title: 'A plan' }
  ])('takes $name', ({ html, title }) => {
    expect(read(html).title).toBe(title)
  })

  test('keeps author, image, language, address and its other languages', () => {
    expect(
      read(
        '<html lang="de"><meta name="author" content="Ann"><meta property="og:image" content="/i.jpg"><link rel="canonical" href="/c"><link rel="alternate" hreflang="fr" href="/fr">'
      )
    ).toMatchObject({
      author: 'Ann',
      image: 'https://www.example.gov/i.jpg',
      language: 'de',
      canonical: 'https://www.example.gov/c',
      alternates: { fr: 'https://www.example.gov/fr' }
    })
  })

  test('is not kept busy by a tree that never ends', () => {
    const links = Array.from({ length: 3_000 }, (_, index) => `<a id=${index}><p>x`).join('')
    expect(read(`<title>A plan for all</title>${links}${'<div>'.repeat(20_000)}`).title).toBe('A plan for all')
  })

  test('gives a record for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(parseArticle(bytes, { follow: true, remove: [] }, { url: 'https://example.org/' })).toBeTypeOf('object')
      })
    )
  })
})
