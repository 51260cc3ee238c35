import fc from 'fast-check'
import { parseFeed as parseWithFeedsmith } from 'feedsmith'
import { describe, expect, test } from 'vitest'
import type { FeedDocument, FeedInfo, Item } from '../../src/model/item.ts'
import { parseFeed, type ParseContext } from '../../src/parse/parse-feed.ts'

const URL_OF_FEED = 'https://news.example.org/feeds/all.xml'

async function read(text: string | Uint8Array, context: Partial<ParseContext> = {}): Promise<FeedDocument> {
  const result = await parseFeed(typeof text === 'string' ? Buffer.from(text) : text, { url: URL_OF_FEED, ...context })
  if (result.kind === 'failed') throw new Error(result.failure.message)
  return result.document
}

function rss(items: string, channel = ''): string {
  return `<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
    xmlns:media="http://search.yahoo.com/mrss/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"><channel><title>News</title>${channel}${items}</channel></rss>`
}

function atom(entries: string, feed = '', attributes = ''): string {
  return `<feed xmlns="http://www.w3.org/2005/Atom"${attributes}><title>News</title>${feed}${entries}</feed>`
}

describe('one item of', () => {
  test.each<{ name: string; text: string; item: Partial<Item> }>([
    {
      name: 'RSS 2.0',
      text: rss(
        '<item><title>A &amp; B</title><link>https://example.org/1</link><guid isPermaLink="false">g1</guid><pubDate>Wed, 10 Apr 2024 08:00:00 +0800</pubDate><description>&lt;p&gt;Text&lt;/p&gt;</description></item>'
      ),
      item: { title: 'A & B', url: 'https://example.org/1', id: 'g1', published: '2024-04-10T00:00:00.000Z', summary: '<p>Text</p>' }
    },
    {
      name: 'RSS without a version, tags in capitals',
      text: '<RSS><Channel><Item><Title>T</Title><Link>https://example.org/1</Link></Item></Channel></RSS>',
      item: { title: 'T', url: 'https://example.org/1' }
    },
    {
      name: 'RSS 1.0',
      text: '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>c</title></channel><item rdf:about="https://example.org/1"><title>T</title><link>https://example.org/l</link><dc:date>2024-04-10</dc:date><dc:creator>Ann</dc:creator><dc:subject>tax</dc:subject></item></rdf:RDF>',
      item: {
        id: 'https://example.org/1',
        url: 'https://example.org/l',
        published: '2024-04-10T00:00:00.000Z',
        authors: ['Ann'],
        categories: ['tax']
      }
    },
    {
      name: 'RSS 1.1',
      text: '<Channel xmlns="http://purl.org/net/rss1.1#" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" rdf:about="x"><title>c</title><items rdf:parseType="Collection"><item rdf:about="https://example.org/1"><title>T</title></item></items></Channel>',
      item: { title: 'T', url: 'https://example.org/1' }
    },
    {
      name: 'Atom 1.0',
      text: atom(
        '<entry><id>tag:example.org,2024:1</id><title type="html">&lt;b&gt;A&lt;/b&gt; &amp;amp; B</title><link href="/1"/><published>2024-04-10T00:00:00Z</published><updated>2024-04-11T00:00:00Z</updated><summary>short</summary><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>one <b>two</b> three</p></div></content></entry>'
      ),
      item: {
        id: 'tag:example.org,2024:1',
        title: 'A & B',
        url: 'https://news.example.org/1',
        published: '2024-04-10T00:00:00.000Z',
        updated: '2024-04-11T00:00:00.000Z',
        summary: 'short',
        content: '<p>one <b>two</b> three</p>'
      }
    },
    {
      name: 'Atom 0.3',
      text: '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><title mode="escaped" type="text/html">&lt;i&gt;T&lt;/i&gt;</title><issued>2024-04-10T00:00:00Z</issued><modified>2024-04-11T00:00:00Z</modified><content type="text/html" mode="base64">PHA+eDwvcD4=</content></entry></feed>',
      item: { title: 'T', published: '2024-04-10T00:00:00.000Z', updated: '2024-04-11T00:00:00.000Z', content: '<p>x</p>' }
    },
    {
      name: 'Atom with a prefix',
      text: '<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:title>f</a:title><a:entry><a:id>1</a:id><a:title>T</a:title></a:entry></a:feed>',
      item: { id: '1', title: 'T' }
    },
    {
      name: 'CDF',
      text: '<CHANNEL HREF="https://example.org/" BASE="https://example.org/x/"><TITLE>c</TITLE><ITEM HREF="1.html" LASTMOD="2024-04-10"><TITLE>T</TITLE><ABSTRACT>s</ABSTRACT></ITEM></CHANNEL>',
      item: { url: 'https://example.org/x/1.html', title: 'T', summary: 's', updated: '2024-04-10T00:00:00.000Z' }
    },
    {
      name: 'JSON Feed',
      text: JSON.stringify({
        version: 'https://jsonfeed.org/version/1.1',
        title: 'f',
        authors: [{ name: 'Ann' }],
        items: [
          {
            id: 7,
            url: '/1',
            title: 'T',
            content_html: '<a href="x">y</a>',
            date_published: '2024-04-10T08:00:00+08:00',
            tags: ['a'],
            attachments: [{ url: 'a.mp3', mime_type: 'audio/mpeg', size_in_bytes: 9 }]
          }
        ]
      }),
      item: {
        id: '7',
        url: 'https://news.example.org/1',
        title: 'T',
        content: '<a href="https://news.example.org/feeds/x">y</a>',
        published: '2024-04-10T00:00:00.000Z',
        authors: ['Ann'],
        categories: ['a'],
        enclosures: [{ url: 'https://news.example.org/feeds/a.mp3', type: 'audio/mpeg', length: 9 }]
      }
    },
    {
      name: 'a Google News sitemap',
      text: '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://example.org/1</loc><n:news><n:publication><n:name>Ex</n:name><n:language>de</n:language></n:publication><n:publication_date>2024-04-10</n:publication_date><n:title>T</n:title></n:news></url></urlset>',
      item: { url: 'https://example.org/1', title: 'T', language: 'de', published: '2024-04-10T00:00:00.000Z' }
    }
  ])('$name', async ({ text, item }) => {
    const { items, complete } = await read(text)
    expect(items).toHaveLength(1)
    expect(items[0]).toMatchObject(item)
    expect(complete).toBe(true)
  })
})

test('JSON Feed: authors are read as one or as a list, an empty list as none', async () => {
  const people = [
    { authors: { name: 'Ann' } },
    { authors: [], author: { name: 'Bo' } },
    { authors: ['Cy', { url: 'https://example.org/di' }] },
    { author: { url: 'mailto:flo@example.org' } },
    {}
  ]
  const feed = {
    version: 'https://jsonfeed.org/version/1.1',
    title: 'f',
    author: { name: 'Ed' },
    items: people.map((own, index) => ({ id: String(index), ...own }))
  }
  const { items } = await read(JSON.stringify(feed))
  expect(items.map(({ authors }) => authors)).toEqual([['Ann'], ['Bo'], ['Cy', 'https://example.org/di'], ['flo@example.org'], ['Ed']])
})

test('JSON Feed: one that breaks off keeps its whole items, and says so', async () => {
  const written =
    '{"version":"https://jsonfeed.org/version/1.1","title":"f","items":[{"id":"1","content_text":"a\nb"},{"id":"2","content_text":"c'
  expect(await read(written)).toMatchObject({ complete: false, feed: { title: 'f' }, items: [{ id: '1', content: 'a\nb' }] })
})

test('RDF: a relative rdf:about is an id as it is written, and a link when resolved', async () => {
  const { items } = await read(
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><item rdf:about="news/1"><title>T</title></item><item about="news/2"><title>U</title></item></rdf:RDF>'
  )
  expect(items).toMatchObject([{ id: 'news/1', url: 'https://news.example.org/feeds/news/1' }, { id: 'news/2' }])
})

describe('an RSS item with', () => {
  test.each<{ name: string; inside: string; item: Partial<Item>; without?: (keyof Item)[] }>([
    {
      name: 'a guid that is its link',
      inside: '<guid>https://example.org/g</guid>',
      item: { id: 'https://example.org/g', url: 'https://example.org/g' }
    },
    {
      name: 'a guid that says it is no link',
      inside: '<guid isPermaLink="false">https://example.org/g</guid>',
      item: { id: 'https://example.org/g' },
      without: ['url']
    },
    { name: 'an address without its colon', inside: '<link>https//www.example.org/x</link>', item: { url: 'https://www.example.org/x' } },
    { name: 'an Atom link', inside: '<atom:link href="https://example.org/a"/>', item: { url: 'https://example.org/a' } },
    {
      name: 'authors written as mail and name',
      inside: '<author>a@example.org (Ann Ash)</author><dc:creator>Ann Ash</dc:creator><dc:creator>Bo</dc:creator>',
      item: { authors: ['Ann Ash', 'Bo'] }
    },
    {
      name: 'an address beside the name of the same person',
      inside: '<author>a@example.org</author><dc:creator>Ann Ash</dc:creator>',
      item: { authors: ['Ann Ash'] }
    },
    {
      name: 'a credit that names the author, and one that does not',
      inside: '<media:credit role="photographer">Bo</media:credit><media:credit role="Author">Ann</media:credit>',
      item: { authors: ['Ann'] }
    },
    {
      name: 'several authors in one string',
      inside: '<author>a@example.org (Ann), b@example.org (Bo)</author>',
      item: { authors: ['Ann', 'Bo'] }
    },
    { name: 'a name with a comma', inside: '<dc:creator>Ash, Ann</dc:creator>', item: { authors: ['Ash, Ann'] } },
    {
      name: 'description and content',
      inside: '<description>short</description><content:encoded><![CDATA[<p>long & <img src="i.png"></p>]]></content:encoded>',
      item: { summary: 'short', content: '<p>long & <img src="https://news.example.org/feeds/i.png"></p>' }
    },
    {
      name: 'markup that was not escaped',
      inside: '<description><p>one<br>two &amp; three</p> four</description>',
      item: { summary: '<p>one<br>two &amp; three</p> four' }
    },
    {
      name: 'HTML entities without a declaration',
      inside: '<title>Caf&eacute; &ndash; &#8364;5 &amp;amp; R&D</title>',
      item: { title: 'Café – €5 &amp; R&D' }
    },
    { name: 'CDATA and text in one element', inside: '<title>\n <![CDATA[A & B]]>\n</title>', item: { title: 'A & B' } },
    {
      name: 'several categories, enclosures and media',
      inside:
        '<category>a</category><category>b</category><enclosure url="/1.mp3" type="audio/mpeg" length="5"/><enclosure url="/2.mp3"/><media:group><media:content url="/v.mp4" type="video/mp4" fileSize="7"/><media:thumbnail url="/t.jpg"/></media:group>',
      item: {
        categories: ['a', 'b'],
        image: 'https://news.example.org/t.jpg',
        enclosures: [
          { url: 'https://news.example.org/1.mp3', type: 'audio/mpeg', length: 5 },
          { url: 'https://news.example.org/2.mp3' },
          { url: 'https://news.example.org/v.mp4', type: 'video/mp4', length: 7 }
        ]
      }
    },
    {
      name: 'podcast fields',
      inside:
        '<itunes:author>Ann</itunes:author><itunes:summary>s</itunes:summary><itunes:keywords>a, b</itunes:keywords><itunes:image href="/i.jpg"/>',
      item: { authors: ['Ann'], summary: 's', categories: ['a', 'b'], image: 'https://news.example.org/i.jpg' }
    },
    {
      name: 'a player and no link',
      inside: '<guid isPermaLink="false">1</guid><media:content><media:player url="/play/1"/></media:content>',
      item: { url: 'https://news.example.org/play/1' }
    },
    {
      name: 'a document enclosed beside a picture, and no link',
      inside:
        '<guid isPermaLink="false">1</guid><enclosure url="/p.jpg" type="image/jpeg" length="1"/><enclosure url="/bulletin.pdf" type="application/pdf" length="2"/>',
      item: { url: 'https://news.example.org/bulletin.pdf' }
    },
    {
      name: 'a picture enclosed alone, and no link',
      inside: '<title>x</title><enclosure url="/p.jpg" type="image/jpeg"/>',
      item: { title: 'x' },
      without: ['url']
    },
    {
      name: 'a category of Media RSS and its label',
      inside: '<media:category label="Music">audio/music</media:category>',
      item: { categories: ['Music', 'audio/music'] }
    },
    {
      name: 'the dates of Atom 0.3',
      inside:
        '<a:issued xmlns:a="http://purl.org/atom/ns#">2024-04-10T00:00:00Z</a:issued><a:modified xmlns:a="http://purl.org/atom/ns#">2024-04-11T00:00:00Z</a:modified>',
      item: { published: '2024-04-10T00:00:00.000Z', updated: '2024-04-11T00:00:00.000Z' }
    },
    {
      name: 'a foreign element that holds elements of the same names',
      inside: '<x:y xmlns:x="urn:x">\n<title>Other</title><link>/other</link><guid>2</guid></x:y><title>T</title><guid>1</guid>',
      item: { title: 'T', id: '1' },
      without: ['url']
    },
    {
      name: 'categories in an element of their own',
      inside: '<categories><category>a</category><category>b</category></categories>',
      item: { categories: ['a', 'b'] }
    },
    {
      name: 'a bad date before a good one',
      inside: '<pubDate>soon</pubDate><dc:date>2024-04-10</dc:date>',
      item: { published: '2024-04-10T00:00:00.000Z' }
    },
    {
      name: 'no date that is one',
      inside: '<pubDate>{{item.published}}</pubDate>',
      item: { title: 'T' },
      without: ['published', 'updated']
    },
    { name: 'a language of its own', inside: '<dc:language>ko</dc:language>', item: { language: 'ko' } },
    {
      name: 'elements named like parts of JavaScript',
      inside: '<__proto__><x/></__proto__><constructor>c</constructor><toString>t</toString>',
      item: { title: 'T' }
    }
  ])('$name', async ({ inside, item, without }) => {
    const {
      items: [found]
    } = await read(rss(`<item>${inside.includes('<title>') ? '' : '<title>T</title>'}${inside}</item>`))
    expect(found).toMatchObject(item)
    for (const field of without ?? []) expect(found).not.toHaveProperty(field)
  })
})

describe('Atom', () => {
  test('an entry may stand alone, whatever its prefix', async () => {
    const text =
      '<a:entry xmlns:a="http://www.w3.org/2005/Atom" xml:base="https://example.org/a/" xml:lang="fr"><a:id>1</a:id><a:title>T</a:title><a:link href="b"/></a:entry>'
    const { format, items, complete } = await read(text)
    expect([format, complete]).toEqual(['atom', true])
    expect(items).toMatchObject([{ id: '1', title: 'T', url: 'https://example.org/a/b', language: 'fr' }])
    expect(await parseFeed(Buffer.from('<entry><id>1</id></entry>'), { url: URL_OF_FEED })).toMatchObject({ kind: 'failed' })
  })

  test('authors come from the entry, else its source, else the feed', async () => {
    const { items } = await read(
      atom(
        '<entry><id>1</id><author><name>Own</name></author></entry><entry><id>2</id><source><author><name>Source</name></author></source><source><author><name>Other</name></author></source></entry><entry><id>3</id></entry>',
        '<author><name>Feed</name></author>'
      )
    )
    expect(items.map(({ authors }) => authors)).toEqual([['Own'], ['Source', 'Other'], ['Feed']])
  })

  test('xml:base is followed down, and resolves links, enclosures and bodies', async () => {
    const {
      items: [item]
    } = await read(
      atom(
        '<entry xml:base="b/"><id>1</id><link href="c"/><link rel="enclosure" href="d.mp3"/><content type="html" xml:base="e/">&lt;a href="f?x=1&amp;amp;y=2"&gt;&lt;img src=g&gt;&lt;a href="#n"&gt;&lt;a href="mailto:x@example.org"&gt;</content></entry>',
        '',
        ' xml:base="https://example.org/a/"'
      )
    )
    expect(item).toMatchObject({
      url: 'https://example.org/a/b/c',
      enclosures: [{ url: 'https://example.org/a/b/d.mp3' }],
      content:
        '<a href="https://example.org/a/b/e/f?x=1&amp;y=2"><img src="https://example.org/a/b/e/g"><a href="https://example.org/a/b/e/#n"><a href="mailto:x@example.org">'
    })
  })

  test('an empty address is that of the base, where nothing else is said', async () => {
    const { feed, items } = await read(
      atom(
        '<entry xml:base="1"><id>1</id><link href=""/></entry><entry><id>https://example.org/2</id><link href=""/></entry>',
        '<link href="" rel="alternate"/>',
        ' xml:base="https://example.org/a/"'
      )
    )
    expect([feed.link, ...items.map(({ url }) => url)]).toEqual([
      'https://example.org/a/',
      'https://example.org/a/1',
      'https://example.org/2'
    ])
  })

  test('plain text stays text where HTML would take it for markup', async () => {
    const {
      items: [item]
    } = await read(atom('<entry><id>1</id><title>use &lt;blink&gt;</title><content>a &lt; b &amp; use &lt;blink&gt;</content></entry>'))
    expect(item).toMatchObject({ title: 'use <blink>', content: 'a < b & use &lt;blink>' })
  })

  test('xml:lang is inherited, and the alternates of an entry are kept', async () => {
    const { items } = await read(
      atom(
        '<entry xml:lang="fr_CA"><id>1</id></entry><entry><id>2</id><link href="/en"/><link rel="alternate" hreflang="de" href="/de"/><link rel="alternate" hreflang="fr" href="/fr"/></entry>',
        '',
        ' xml:lang="de"'
      )
    )
    expect(items.map(({ language }) => language)).toEqual(['fr-CA', 'de'])
    expect(items[1]).toMatchObject({
      url: 'https://news.example.org/en',
      alternates: { de: 'https://news.example.org/de', fr: 'https://news.example.org/fr' }
    })
  })
})

describe('a feed says of itself', () => {
  test.each<{ name: string; text: string; feed: Partial<FeedInfo> }>([
    {
      name: 'RSS',
      feed: {
        title: 'News',
        link: 'https://example.org/',
        self: 'https://example.org/rss',
        hub: 'https://hub.example.org/',
        description: 'All',
        language: 'en-gb',
        updated: '2024-04-10T00:00:00.000Z',
        rights: '(c)',
        generator: 'g',
        image: 'https://example.org/i.png',
        ttlMs: 3_600_000,
        updatePeriodMs: 1_800_000,
        skipHours: [0, 5],
        skipDays: [0, 6],
        categories: ['c'],
        authors: ['Ed']
      },
      text: rss(
        '',
        '<link>https://example.org/</link><atom:link rel="self" href="https://example.org/rss"/><atom:link rel="hub" href="https://hub.example.org/"/><description>All</description><language>en-gb</language><lastBuildDate>Wed, 10 Apr 2024 00:00:00 GMT</lastBuildDate><copyright>(c)</copyright><generator>g</generator><image><url>https://example.org/i.png</url><title>other</title></image><ttl>60</ttl><sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency><skipHours><hour>24</hour><hour>5</hour><hour>99</hour></skipHours><skipDays><day>Saturday</day><day>Sunday</day></skipDays><category>c</category><managingEditor>e@example.org (Ed)</managingEditor>'
      )
    },
    {
      name: 'RSS with elements of Atom',
      feed: { description: 'sub', generator: 'g', image: 'https://example.org/l.png', rights: 'r' },
      text: rss(
        '',
        '<atom:tagline>sub</atom:tagline><atom:generator>g</atom:generator><atom:logo>https://example.org/l.png</atom:logo><atom:copyright>r</atom:copyright>'
      )
    },
    {
      name: 'Atom',
      feed: {
        title: 'News',
        link: 'https://example.org/',
        self: 'https://example.org/a',
        description: 'sub',
        id: 'urn:x',
        rights: 'r',
        image: 'https://example.org/l.png',
        language: 'ja'
      },
      text: atom(
        '',
        '<link rel="self" href="https://example.org/a"/><link href="https://example.org/"/><subtitle>sub</subtitle><id>urn:x</id><rights>r</rights><logo>https://example.org/l.png</logo>',
        ' xml:lang="ja"'
      )
    }
  ])('$name', async ({ text, feed }) => {
    const document = await read(text)
    expect(document.feed).toMatchObject(feed)
    expect(document.items).toEqual([])
  })

  test('Content-Language counts where the document says nothing, and only when it names one language', async () => {
    expect((await read(rss(''), { contentLanguage: 'pt-BR' })).feed.language).toBe('pt-BR')
    expect((await read(rss('', '<language>es</language>'), { contentLanguage: 'pt-BR' })).feed.language).toBe('es')
    expect((await read(rss(''), { contentLanguage: 'en, fr' })).feed).not.toHaveProperty('language')
  })
})

describe('a broken document', () => {
  const two =
    '<item><title>One</title><link>https://example.org/1</link></item><item><title>Two</title><link>https://example.org/2</link></item>'

  test.each<{ name: string; text: string; titles: string[]; complete: boolean }>([
    { name: 'that ends too early', text: rss(two).replace('</channel></rss>', ''), titles: ['One', 'Two'], complete: false },
    {
      name: 'that ends in a title',
      text: `${rss(two).replace('</channel></rss>', '')}<item><title>Thr`,
      titles: ['One', 'Two'],
      complete: false
    },
    { name: 'that ends in a tag', text: `${rss(two).replace('</channel></rss>', '')}<item><tit`, titles: ['One', 'Two'], complete: false },
    {
      name: 'that ends in a body',
      text: `${rss(two).replace('</channel></rss>', '')}<item><title>Three</title><link>https://example.org/3</link><description>sto`,
      titles: ['One', 'Two', 'Three'],
      complete: false
    },
    { name: 'with items that are never closed', text: rss(two.replaceAll('</item>', '')), titles: ['One', 'Two'], complete: true },
    { name: 'with titles that are never closed', text: rss(two.replaceAll('</title>', '')), titles: ['One', 'Two'], complete: true },
    {
      name: 'with a CDATA section that never ends',
      text: rss('<item><title>One</title><description><![CDATA[some <b>text</b></description></item><item><title>Two</title></item>'),
      titles: ['One', 'Two'],
      complete: false
    },
    {
      name: 'with crossed tags',
      text: rss('<item><title>One</title><description><b><i>x</b></i></description></item><item><title>Two</item>'),
      titles: ['One', 'Two'],
      complete: true
    },
    {
      name: 'with items outside its channel',
      text: `<rss version="2.0"><channel><title>c</title></channel>${two}</rss>`,
      titles: ['One', 'Two'],
      complete: true
    },
    {
      name: 'with junk before and after',
      text: `\n\n<b>Warning</b>: oops<br />\n${rss(two)}\n<!-- cached --> bye`,
      titles: ['One', 'Two'],
      complete: true
    },
    {
      name: 'with a bare ampersand and controls',
      text: rss('<item><title>A & B\u0000\u000b<link>https://example.org/?a=1&b=2</link></title></item>'),
      titles: ['A & B'],
      complete: true
    },
    {
      name: 'with an empty item inside another',
      text: rss('<item><title>One</title><item/><link>https://example.org/1</link></item><item><title>Two</title></item>'),
      titles: ['One', 'Two'],
      complete: true
    },
    { name: 'with empty items', text: rss('<item/><item></item>'), titles: ['', ''], complete: true }
  ])('$name', async ({ text, titles, complete }) => {
    const document = await read(text)
    expect(document.items.map(({ title }) => title ?? '')).toEqual(titles)
    expect(document.complete).toBe(complete)
  })

  test('an item cut off before anything tells it apart is counted, not kept', async () => {
    const document = await read(`${rss(two).replace('</channel></rss>', '')}<item><title>Thr`)
    expect(document.itemsLeftOut).toBe(1)
  })
})

describe('limits', () => {
  test('items beyond the limit are counted', async () => {
    const { items, itemsLeftOut } = await read(rss('<item><title>T</title><foo><item2/></foo></item>'.repeat(30)), { itemsMax: 10 })
    expect([items.length, itemsLeftOut]).toEqual([10, 20])
  })

  describe('of items beyond the limit the newest are read', () => {
    const days = Array.from({ length: 95 }, (_, index) => new Date(Date.UTC(2026, 0, 1 + index)))
    const titled = (at: Date): string => `Day ${at.toISOString().slice(0, 10)}`
    const asRss = (list: readonly Date[]): string =>
      rss(list.map((at) => `<item><title>${titled(at)}</title><pubDate>${at.toUTCString()}</pubDate></item>`).join(''))
    const asJson = (list: readonly Date[]): string =>
      JSON.stringify({
        version: 'https://jsonfeed.org/version/1.1',
        title: 't',
        items: list.map((at) => ({ id: titled(at), title: titled(at), content_text: 'x', date_published: at.toISOString() }))
      })

    test.each([
      { name: 'RSS', write: asRss },
      { name: 'JSON Feed', write: asJson }
    ])('whichever end of $name they stand at', async ({ write }) => {
      const newest = days.slice(-10).map(titled)
      const rising = await read(write(days), { itemsMax: 10 })
      expect(rising.items.map(({ title }) => title)).toEqual(newest)
      const falling = await read(write(days.toReversed()), { itemsMax: 10 })
      expect(falling.items.map(({ title }) => title)).toEqual(newest.toReversed())
      expect([rising.itemsLeftOut, falling.itemsLeftOut]).toEqual([85, 85])
    })
  })

  test('entities of the document are read once, and never grow beyond measure or reach a file', async () => {
    const lines = Array.from(
      { length: 30 },
      (_, index) => `<!ENTITY e${index} "${index === 0 ? 'ha' : `&e${index - 1};`.repeat(10)}">`
    ).join('')
    const document = await read(
      `<!DOCTYPE rss [${lines}<!ENTITY f SYSTEM "file:///etc/hostname"><!ENTITY own "Own &amp; name">]><rss><channel><title>&e29;&f;</title><item><title>&e1;</title></item></channel></rss>`
    )
    expect(document.feed.title).toBe('&e29;&f;')
    expect(document.items[0]?.title).toBe('ha'.repeat(10))
  })

  test.each([
    ['elements 100,000 deep', rss(`<item><title>T</title><description>${'<b>'.repeat(100_000)}x</description></item>`)],
    [
      '100,000 CDATA sections that never end',
      rss(`<item><title>T</title><description>${'<![CDATA['.repeat(100_000)}x</description></item>`)
    ],
    [
      '200,000 attributes',
      rss(`<item><title>T</title><x ${Array.from({ length: 200_000 }, (_, index) => `a${index}=""`).join(' ')}/></item>`)
    ],
    [
      'tags that never end',
      rss(`<item><title>T</title><description><![CDATA[${'<a '.repeat(40_000)}${'a<p'.repeat(40_000)}]]></description></item>`)
    ],
    [
      '50,000 namespaces',
      rss(`<item><title>T</title>${Array.from({ length: 50_000 }, (_, index) => `<x xmlns:n${index}="u"/>`).join('')}</item>`)
    ]
  ])('%s do not keep it busy', async (_, text) => {
    expect((await read(text)).items[0]?.title).toBe('T')
  })
})

describe('what is no feed fails with a kind and a message', () => {
  test.each([
    { name: 'nothing', body: '', kind: 'empty', message: /empty/ },
    { name: 'white space', body: ' \n ', kind: 'empty', message: /white space/ },
    {
      name: 'a page',
      body: '<!doctype html><html><head><title>Ministry of News</title></head><body>Hello</body></html>',
      kind: 'not-a-feed',
      message: /HTML page titled "Ministry of News".*page:/
    },
    {
      name: 'a page that offers a feed',
      body: '<html><head><link rel="alternate" type="application/rss+xml" href="/rss"></head></html>',
      kind: 'not-a-feed',
      message: /courant probe/
    },
    {
      name: 'a wall',
      body: '<!doctype html><html><head><title>Just a moment...</title></head><body></body></html>',
      kind: 'blocked',
      message: /keeps programs out/
    },
    { name: 'JSON', body: '{"error":"no such feed"}', kind: 'not-a-feed', message: /JSON that is no JSON Feed/ },
    { name: 'an image', body: '\u0089PNG\r\n\u001a\n', kind: 'not-a-feed', message: /PNG/ },
    { name: 'other XML', body: '<?xml version="1.0"?><opml version="2.0"><body/></opml>', kind: 'not-a-feed', message: /<opml>/ },
    {
      name: 'a sitemap of pages',
      body: '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://example.org/</loc></url></urlset>',
      kind: 'not-a-feed',
      message: /sitemap of 1 pages/
    },
    {
      name: 'a sitemap index',
      body: '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>https://example.org/news.xml</loc></sitemap></sitemapindex>',
      kind: 'not-a-feed',
      message: /news\.xml/
    },
    { name: 'text', body: 'Not found', kind: 'not-a-feed', message: /"Not found"/ }
  ])('$name', async ({ body, kind, message }) => {
    const result = await parseFeed(Buffer.from(body, 'latin1'), { url: URL_OF_FEED, contentType: 'application/rss+xml' })
    expect(result).toMatchObject({ kind: 'failed', failure: { kind, message: expect.stringMatching(message) } })
  })
})

describe('for any input', () => {
  const bytes = fc.uint8Array({ maxLength: 300 })
  const soup = fc
    .array(
      fc.constantFrom(
        '<rss version="2.0">',
        '<channel>',
        '<item>',
        '</item>',
        '<title>',
        '</title>',
        '<description>',
        '<![CDATA[',
        ']]>',
        '<feed xmlns="http://www.w3.org/2005/Atom">',
        '<entry>',
        '</entry>',
        '<link href="',
        '"/>',
        '&amp;',
        '&',
        '&#0;',
        '<',
        '>',
        '<!--',
        '-->',
        '<?xml',
        '?>',
        '<!DOCTYPE x [',
        ']>',
        'text',
        '\u0000',
        '<a:b xmlns:a="x">',
        '</',
        '{"version":"https://jsonfeed.org/version/1","items":[',
        '1,{}',
        ']}'
      ),
      { maxLength: 40 }
    )
    .map((parts) => Buffer.from(parts.join('')))

  test('it gives a result, never a throw', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(bytes, soup), fc.string(), async (body, contentType) => {
        expect(['parsed', 'failed']).toContain((await parseFeed(body, { url: URL_OF_FEED, contentType })).kind)
      }),
      { numRuns: 500 }
    )
  })

  test('a feed cut at any byte keeps a beginning of its items', async () => {
    const whole = Buffer.from(
      rss(
        Array.from(
          { length: 5 },
          (_, index) =>
            `<item><title>Number ${index}</title><guid>https://example.org/${index}</guid><description>Ünïcode &amp; <![CDATA[<p>x</p>]]></description></item>`
        ).join('')
      )
    )
    const ids = (await read(whole)).items.map(({ id }) => id)
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 350, max: whole.length - 8 }), async (length) => {
        const document = await read(whole.subarray(0, length))
        expect(document.complete).toBe(false)
        expect(ids.slice(0, document.items.length)).toEqual(document.items.map(({ id }) => id))
      })
    )
  })

  test('plain items are read as an independent parser reads them', async () => {
    const words = fc
      .stringMatching(/^[a-zA-Z0-9 .,éß中文عربי-]{1,40}$/)
      .map((text) => text.trim().replace(/\s+/g, ' '))
      .filter((text) => text !== '')
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ title: words, description: words, path: fc.nat() }), { minLength: 1, maxLength: 5 }),
        async (records) => {
          const text = rss(
            records
              .map(
                ({ title, description, path }) =>
                  `<item><title>${title}</title><link>https://example.org/${path}</link><description>${description}</description></item>`
              )
              .join('')
          )
          const other = parseWithFeedsmith(text)
          if (other.format !== 'rss') throw new Error(other.format)
          const ours = (await read(text)).items.map(({ title, url, summary }) => ({ title, url, summary }))
          expect(ours).toEqual(other.feed.items?.map(({ title, link, description }) => ({ title, url: link, summary: description })))
        }
      ),
      { numRuns: 50 }
    )
  })
})
