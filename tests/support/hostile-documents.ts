/** One document that a hostile or broken publisher may send, named by what it attacks. */
export interface HostileDocument {
  readonly name: string
  readonly as: 'feed' | 'list' | 'article'
  readonly contentType?: string
  readonly make: () => Uint8Array
}

const text = (make: () => string) => () => Buffer.from(make())
const rss = (inner: string, before = '<?xml version="1.0"?>') =>
  `${before}<rss version="2.0"><channel><title>t</title>${inner}</channel></rss>`
const item = (inner: string) => `<item><guid>1</guid><title>Bridge opens</title>${inner}</item>`
const body = (inner: string) =>
  rss(item(`<description><![CDATA[${inner}]]></description><content:encoded><![CDATA[${inner}]]></content:encoded>`))
const feed = (name: string, make: () => string): HostileDocument => ({ name, as: 'feed', make: text(make) })
const inBody = (name: string, make: () => string): HostileDocument => feed(`body: ${name}`, () => body(make()))
const escaped = (html: string) => html.replaceAll('<', '&lt;')

/** Markup that costs some reader of HTML or other time in the square of its length, by name. */
const markup = (N: number): Readonly<Record<string, () => string>> => ({
  'a<p': () => 'a<p'.repeat(N),
  '<': () => '<'.repeat(N),
  '<a ': () => '<a '.repeat(N),
  '<a href="': () => '<a href="'.repeat(N),
  "<a href='x": () => "<a href='x".repeat(N),
  '</': () => '</'.repeat(N),
  '</ ': () => '</ '.repeat(N),
  '<!': () => '<!'.repeat(N),
  '<!--': () => '<!--'.repeat(N),
  '<!-- comment -->': () => '<!--a-->'.repeat(N),
  '<?a>': () => '<?a>'.repeat(N),
  '<![CDATA[': () => '<![CDATA['.repeat(N),
  '&': () => '&'.repeat(2 * N),
  '&amp': () => '&amp'.repeat(2 * N),
  'UTF-8 encoded twice': () => 'Ã³ '.repeat(2 * N),
  '&#x41;': () => '&#x41;'.repeat(4 * N),
  'div nested': () => '<div>'.repeat(N),
  'div nested and closed': () => '<div>'.repeat(N / 4) + 'text' + '</div>'.repeat(N / 4),
  'b and i crossed': () => '<b><i>'.repeat(N / 4) + 'x' + '</b></i>'.repeat(N / 4),
  'a in a': () => '<a href="/x">x'.repeat(N / 4),
  'font in p': () => '<p><font size=1>x'.repeat(N / 4),
  'table nested': () => '<table><tr><td>'.repeat(N / 8),
  'tables unclosed with text': () => '<table>x'.repeat(N / 8),
  'select option': () => '<select><option>'.repeat(N / 4),
  'svg and math': () => '<svg><math>'.repeat(N / 4),
  'ul li': () => '<ul><li>'.repeat(N / 4),
  'lists of links': () =>
    `<ul class="list">${'<li><a href="/n/1.html">A headline as long as headlines are</a><span>2026-01-02</span></li>'.repeat(N / 8)}</ul>`,
  paragraphs: () => '<p>A line of text that says something, and more.</p>'.repeat(N / 8),
  'a picture of 200,000 candidates': () => `<img srcset="${Array.from({ length: 5 * N }, (_, n) => `a${n}.png ${n}w`).join(', ')}">`,
  'one attribute of 1 MB': () => `<p title="${'x'.repeat(25 * N)}">x</p>`,
  '200,000 attributes': () => `<p ${Array.from({ length: 5 * N }, (_, n) => `a${n}=1`).join(' ')}>x</p>`,
  '1 MB of white space': () => `x${' '.repeat(25 * N)}y`,
  'white space in lines': () => 'x \n\t '.repeat(5 * N),
  '1 MB of one word': () => 'a'.repeat(25 * N),
  'one script of 1 MB': () => `<script>${'<'.repeat(25 * N)}</script>`,
  'scripts unclosed': () => '<script>'.repeat(N),
  'textarea unclosed': () => '<textarea><p>'.repeat(N),
  'style with braces': () => `<style>${'a{'.repeat(N)}</style>`,
  zalgo: () => `a${'\u0301'.repeat(5 * N)}`,
  'bidi overrides': () => '\u202e\u2066'.repeat(5 * N),
  digits: () => '20260102'.repeat(N),
  dates: () => '2026-01-02 '.repeat(N),
  colons: () => '12:'.repeat(N),
  'links as text': () => 'http://a.example/ '.repeat(N),
  commas: () => ','.repeat(5 * N),
  'entities of controls': () => '&#0;&#1;'.repeat(N),
  'Chinese without spaces': () => '新闻发布'.repeat(N)
})

const ENTITIES_LAUGH = `<!DOCTYPE r [<!ENTITY a "ha">${Array.from({ length: 60 }, (_, n) => `<!ENTITY a${n} "${`&a${n === 0 ? '' : n - 1};`.repeat(20)}">`).join('')}]>`
const ENTITY_LARGE = `<!DOCTYPE r [<!ENTITY a "${'a'.repeat(100_000)}">]>`

const xml = (N: number): readonly HostileDocument[] => [
  feed('billion laughs', () => rss(item('<description>&a59;</description>'), ENTITIES_LAUGH)),
  feed('quadratic entity', () => rss(item(`<description>${'&a;'.repeat(N)}</description>`), ENTITY_LARGE)),
  feed('entity that names itself', () => rss(item('<description>&a;</description>'), '<!DOCTYPE r [<!ENTITY a "&b;"><!ENTITY b "&a;">]>')),
  feed('100,000 entities', () =>
    rss(item('<title>&e5;</title>'), `<!DOCTYPE r [${Array.from({ length: 2.5 * N }, (_, n) => `<!ENTITY e${n} "x">`).join('')}]>`)
  ),
  feed('external entity', () => rss(item('<description>&x;</description>'), '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>')),
  feed('external DTD', () => rss(item(''), '<!DOCTYPE r SYSTEM "http://127.0.0.1:9/x.dtd">')),
  feed('DOCTYPE unclosed', () => `<!DOCTYPE r [${'<!ENTITY '.repeat(N)}`),
  feed('DOCTYPE with quotes', () => `<!DOCTYPE r [${'"\''.repeat(N)}`),
  feed('100,000 deep', () => `<rss><channel><item>${'<a>'.repeat(2.5 * N)}`),
  feed('100,000 deep, other names', () => `<rss><channel><item>${Array.from({ length: 2.5 * N }, (_, n) => `<a${n}>`).join('')}`),
  feed('300,000 unclosed', () => `<rss><channel>${'<item><title>x'.repeat(7.5 * N)}`),
  feed('closing tags without opening ones', () => `<rss><channel>${'</item></a>'.repeat(N)}<item><title>x</title></item>`),
  feed('deep, then closing tags of others', () => `<rss><channel><item>${'<a>'.repeat(300)}${'</b>'.repeat(N)}`),
  feed('200,000 attributes', () => rss(`<item ${Array.from({ length: 5 * N }, (_, n) => `a${n}="1"`).join(' ')}><title>x</title></item>`)),
  feed(
    '100,000 namespaces',
    () =>
      `<rss ${Array.from({ length: 2.5 * N }, (_, n) => `xmlns:n${n}="u:${n}"`).join(' ')}><channel><item><title>x</title></item></channel></rss>`
  ),
  feed('namespaces in each item', () =>
    rss(Array.from({ length: N / 4 }, (_, n) => `<item xmlns:n${n}="u"><n${n}:title>x</n${n}:title></item>`).join(''))
  ),
  feed(
    'xml:base in each element',
    () => `<feed xmlns="http://www.w3.org/2005/Atom">${'<entry xml:base="a/"><link href="b"/>'.repeat(N / 4)}`
  ),
  feed('200,000 items', () => rss('<item><title>x</title></item>'.repeat(5 * N))),
  feed('200,000 categories', () => rss(item('<category>x</category>'.repeat(5 * N)))),
  feed('100,000 enclosures', () => rss(item('<enclosure url="http://a.example/x.mp3" type="audio/mpeg" length="1"/>'.repeat(2.5 * N)))),
  feed('100,000 authors', () => rss(item('<author>a@b.example (A)</author>'.repeat(2.5 * N)))),
  feed('one author of 1 MB', () => rss(item(`<author>${'(a@'.repeat(7.5 * N)}</author>`))),
  feed('one author of commas', () => rss(item(`<dc:creator>${'a, '.repeat(7.5 * N)}</dc:creator>`))),
  feed('one title of 5 MB', () => rss(`<item><title>${'word '.repeat(25 * N)}</title></item>`)),
  feed('one date of 1 MB', () => rss(item(`<pubDate>${'1 '.repeat(12.5 * N)}</pubDate>`))),
  feed('one date of letters', () => rss(item(`<pubDate>${'a'.repeat(12.5 * N)}</pubDate>`))),
  feed('dates that nearly are', () =>
    rss(`<item><title>x</title><pubDate>Mon, 1 Jan 2026 ${'1:'.repeat(200)}</pubDate></item>`.repeat(500))
  ),
  feed('one link of 1 MB', () => rss(item(`<link>http://a.example/${'a/../'.repeat(5 * N)}</link>`))),
  feed('one guid of 1 MB', () => rss(`<item><guid>${'g'.repeat(25 * N)}</guid></item>`)),
  feed('links of unclosed brackets', () => rss(item(`<link>${'http://['.repeat(N)}</link>`))),
  feed('20 MB of text', () => rss(item(`<description>${'All work and no play. '.repeat(22.5 * N)}</description>`))),
  feed('4,000,000 character references', () => rss(item(`<description>${'&#65;'.repeat(75 * N)}</description>`))),
  feed('escaped markup', () => rss(item(`<description>${escaped('<p>x</p>'.repeat(N))}</description>`))),
  feed('prototype names', () =>
    rss(
      '<item><__proto__><polluted>1</polluted></__proto__><constructor><prototype>x</prototype></constructor><title __proto__="x">t</title></item>'
    )
  ),
  feed('empty elements', () => '<feed xmlns="http://www.w3.org/2005/Atom"><entry/><entry><link/><title/></entry></feed>'),
  feed(
    'XHTML, 10,000 deep',
    () =>
      `<feed xmlns="http://www.w3.org/2005/Atom"><entry><content type="xhtml">${'<div xmlns="http://www.w3.org/1999/xhtml">'.repeat(N / 4)}`
  ),
  feed(
    'XHTML, crossed',
    () =>
      `<feed xmlns="http://www.w3.org/2005/Atom"><entry><content type="xhtml"><div>${'<b><i>x</b>'.repeat(N / 4)}</div></content></entry></feed>`
  ),
  feed(
    'base64 of 5 MB',
    () =>
      `<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><content mode="base64" type="text/html">${Buffer.from('<p>x'.repeat(25 * N)).toString('base64')}</content></entry></feed>`
  ),
  {
    name: 'UTF-16 of 5 MB',
    as: 'feed',
    make: () => Buffer.from(`\ufeff${rss(item(`<description>${'x'.repeat(62.5 * N)}</description>`))}`, 'utf16le')
  },
  {
    name: 'windows-1252 that nobody declared',
    as: 'feed',
    make: () => Buffer.from(rss(item(`<description>${'\u00e9\u00e8 t\u00eate '.repeat(12.5 * N)}</description>`)), 'latin1')
  },
  { name: 'random bytes', as: 'feed', make: () => Buffer.from(Array.from({ length: 25 * N }, (_, n) => (n * 2_654_435_761) >>> 24)) },
  { name: 'zeros', as: 'feed', make: () => Buffer.alloc(125 * N) },
  feed(
    'a sitemap of 200,000 pages',
    () => `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${'<url><loc>http://a.example/x</loc></url>'.repeat(5 * N)}</urlset>`
  )
]

const json = (N: number): readonly HostileDocument[] => [
  feed('JSON 300,000 deep', () => '['.repeat(7.5 * N)),
  feed('JSON feed with a deep item', () => `{"version":"https://jsonfeed.org/version/1.1","items":[{"id":${'['.repeat(2.5 * N)}`),
  feed(
    'JSON of wrong types',
    () =>
      '{"version":"https://jsonfeed.org/version/1.1","title":{},"items":[null,1,"x",{"id":{},"authors":"x","tags":[1,{}],"attachments":{},"__proto__":{"polluted":1}}]}'
  ),
  feed(
    'JSON with 200,000 items',
    () =>
      `{"version":"https://jsonfeed.org/version/1.1","items":[${Array.from({ length: 5 * N }, () => '{"id":"1","content_text":"x"}').join()}]}`
  ),
  feed(
    'JSON with a title of 5 MB',
    () => `{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","title":"${'<'.repeat(125 * N)}"}]}`
  )
]

const pages = (N: number): readonly HostileDocument[] =>
  (['list', 'article'] as const).flatMap((as) =>
    Object.entries(markup(N)).map(([name, make]): HostileDocument => ({
      name: `${as}: ${name}`,
      as,
      contentType: 'text/html; charset=utf-8',
      make: text(
        () => `<!DOCTYPE html><html><head><title>News</title></head><body><ul class="list"><li><a href="/a">x</a></li></ul>${make()}`
      )
    }))
  )

/**
 * Every hostile document, made when it is asked for: together they are some hundred megabytes.
 * @param size how often most of them repeat what they repeat: 40,000 for measuring
 */
export function hostileDocuments(size: number): readonly HostileDocument[] {
  const pieces = Object.entries(markup(size))
  return [
    ...xml(size),
    ...json(size),
    ...pages(size),
    ...pieces.map(([name, make]) => inBody(name, make)),
    ...pieces.map(([name, make]) => feed(`unescaped: ${name}`, () => rss(item(`<description>${make()}`)))),
    ...pieces.map(([name, make]) => feed(`title: ${name}`, () => rss(`<item><title>${escaped(make())}</title></item>`)))
  ]
}
