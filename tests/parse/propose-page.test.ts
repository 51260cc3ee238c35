import { expect, test } from 'vitest'
import { discoverFeeds } from '../../src/parse/discover-feeds.ts'
import { parsePage } from '../../src/parse/parse-page.ts'
import { proposePage } from '../../src/parse/propose-page.ts'
import { LIST_PAGES, pageOf } from '../support/list-pages.ts'

const URL_OF_PAGE = 'https://www.example.gov/news/'
const HEADLINES = [
  'Fourteen measures for computing power announced',
  'New data centre opens in the eastern district',
  'Companies sign for open data projects',
  'Public hearing on the transport plan',
  'Registration for the spring fair begins'
]
const PAGE = `<nav><ul>${['Home', 'News', 'Services', 'Contact us and opening hours'].map((text) => `<li><a href="/${text.length}">${text}</a></li>`).join('')}</ul></nav>
<div id="main"><ul class="news">${HEADLINES.map((title, index) => `<li class="row"><a href="./2024/n${index}.html">${title}</a><span class="date">2024-04-0${index + 1}</span></li>`).join('')}</ul></div>`

test('proposePage prefers the dated list of headlines to the menu, and its proposal reads the page', () => {
  const [best, ...others] = proposePage(PAGE, URL_OF_PAGE)
  expect(best).toMatchObject({ items: 5, dated: 5, titles: HEADLINES.slice(0, 3) })
  expect(others.every(({ confidence }) => confidence < best!.confidence / 2)).toBe(true)
  const result = parsePage(Buffer.from(PAGE), pageOf(best!.page), { url: URL_OF_PAGE })
  expect(result).toMatchObject({
    kind: 'parsed',
    document: { items: HEADLINES.map((title, index) => ({ title, published: expect.stringContaining(`2024-04-0${index + 1}`) as string })) }
  })
})

test.each(LIST_PAGES)('proposePage finds the list of the shape: $shape', ({ html, titles, days }) => {
  const [best] = proposePage(html, URL_OF_PAGE)
  const read = parsePage(Buffer.from(html), pageOf(best!.page), { url: URL_OF_PAGE })
  const items = read.kind === 'parsed' ? read.document.items : []
  expect(items.map(({ title }) => title)).toEqual(titles)
  expect(items.map(({ published }) => published?.slice(0, 10) ?? null)).toEqual(days)
})

test('proposePage takes two dated addresses of one pattern for a list', () => {
  const page =
    '<body><a href="/news/2026/0706/27661.html">Foreign exchange reserves at the end of June</a><a href="/news/2026/0717/27704.html">Settlement figures of June published</a></body>'
  expect(proposePage(page, URL_OF_PAGE)[0]).toMatchObject({ items: 2, dated: 2 })
})

/** What is read by the best proposal on 27 November 2026: titles and days. */
function readBest(html: string): readonly (readonly [string | undefined, string | undefined])[] {
  const [best] = proposePage(html, URL_OF_PAGE)
  const read = parsePage(Buffer.from(html), pageOf(best!.page), { url: URL_OF_PAGE, now: Date.UTC(2026, 10, 27, 9) })
  return read.kind === 'parsed' ? read.document.items.map(({ title, published }) => [title, published?.slice(0, 10)]) : []
}

test.each([
  [
    'spans for the day and the month',
    ['<b>27</b><i>nov.</i>', '<b>3</b><i>nov.</i>', '<b>28</b><i>oct.</i>', '<b>2</b><i>janv.</i>', '<b>29</b><i>déc.</i>']
  ],
  ['a label and the month first', ['Posted on: Nov 27', 'Posted on: Nov 3', 'Posted on: Oct 28', 'Posted on: Jan 2', 'Posted on: Dec 29']],
  ['numbers alone', ['27.11.', '3.11.', '28.10.', '2.1.', '29.12.']],
  ['Chinese', ['11月27日', '11月3日', '10月28日', '1月2日', '12月29日']]
])('days without a year are the latest such days: %s', (_name, days) => {
  const cards = HEADLINES.map(
    (title, index) => `<div class="card"><p class="when">${days[index]}</p><h3><a href="/n/${index}">${title}</a></h3></div>`
  )
  expect(readBest(`<main>${cards.join('')}</main>`)).toEqual(
    HEADLINES.map((title, index) => [title, ['2026-11-27', '2026-11-03', '2026-10-28', '2026-01-02', '2025-12-29'][index]])
  )
})

test('the day of a page is not the day of its items', () => {
  const items = HEADLINES.map((title, index) => `<div class="item"><a href="/n/${index}">${title}</a></div>`).join('')
  expect(readBest(`<div id="banner">Friday, 27 November 2026</div><div id="main"><div class="list">${items}</div></div>`)).toEqual(
    HEADLINES.map((title) => [title, undefined])
  )
})

test('a list is told from the heading and the pages between its elements, and headlines from links that say to read more of them', () => {
  const items = HEADLINES.map(
    (title, index) =>
      `<div class="entry"><div><h4><a href="/n/${index}">${title}</a></h4></div><p class="at">0${index + 1}/10/2026</p><div class="more"><a href="/n/${index}">Read more about ${title} and all that belongs to it</a></div></div>`
  )
  const list = `<div><a href="/news/">All the news of the town council</a></div>${items.join('')}<div><a href="?page=2">Older entries of the archive</a></div>`
  expect(readBest(`<div class="portlet">${list}</div>`)).toEqual(HEADLINES.map((title, index) => [title, `2026-10-0${index + 1}`]))
})

test('proposePage proposes nothing where nothing repeats', () => {
  expect(proposePage('<p>One <a href="/1">link</a></p>', URL_OF_PAGE)).toEqual([])
})

test('discoverFeeds finds what is offered to programs first, then what is linked', () => {
  expect(
    discoverFeeds(
      `<a href="/news/rss.xml">All news</a><a href="/feedback">Feedback</a><a href="/abo">RSS-Feed</a>
     <link rel="alternate" type="application/atom+xml" title="Atom" href="atom.xml"><link rel="alternate" hreflang="de" href="/de">
     <link rel="alternate" type="application/rss+xml" href="feed:https://www.example.gov/news/rss.xml">`,
      URL_OF_PAGE
    )
  ).toEqual([
    { url: 'https://www.example.gov/news/atom.xml', title: 'Atom', type: 'application/atom+xml', from: 'link' },
    { url: 'https://www.example.gov/news/rss.xml', type: 'application/rss+xml', from: 'link' },
    { url: 'https://www.example.gov/abo', title: 'RSS-Feed', from: 'anchor' }
  ])
})

test.each([
  ['an alternate in XML', '<link rel="alternate" type="text/xml" href="/xml/news">', ['/xml/news']],
  [
    'an alternate in JSON that says it is a feed',
    '<link rel="alternate" type="application/json" title="JSON Feed" href="/news.json">',
    ['/news.json']
  ],
  [
    'no interface of the page itself',
    '<link rel="alternate" type="application/json" href="/wp-json/wp/v2/pages/2"><link rel="alternate" type="text/xml+oembed" href="/oembed">',
    []
  ],
  [
    'icons by the name they have for those who do not see them',
    '<a href="/a"><img alt="RSS" src="r.gif"></a><a href="/b" aria-label="RSS feed"><i></i></a><a href="/c" title="RSS"><svg></svg></a>',
    ['/a', '/b', '/c']
  ],
  [
    'the word in other languages',
    '<a href="/a">Flux RSS</a><a href="/b">RSSフィード</a><a href="/c">خدمة RSS</a><a href="/d">What is RSS?</a>',
    ['/a', '/b', '/c']
  ]
])('discoverFeeds finds %s', (_name, html, addresses) => {
  expect(discoverFeeds(html, URL_OF_PAGE).map(({ url }) => new URL(url).pathname)).toEqual(addresses)
})
