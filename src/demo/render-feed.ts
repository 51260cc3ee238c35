import type { DemoSource, DemoText } from './demo-source.ts'
import { encodeText } from './encode-text.ts'

/** A text that has appeared: when, and under which address. */
export interface DemoItem {
  readonly text: DemoText
  readonly number: number
  readonly at: number
  readonly url: string
}

export interface RenderedFeed {
  readonly contentType: string
  readonly body: Uint8Array
}

/**
 * Writes a source's feed or list page with all the faults of that source.
 * @param url the address of the document itself
 * @param items newest first
 */
export function renderFeed(source: DemoSource, url: string, items: readonly DemoItem[]): RenderedFeed {
  const lies = source.faults.includes('lying-charset')
  const charset = lies ? 'iso-8859-1' : (source.encoding ?? 'utf-8')
  const text = renderText(source, url, items, charset)
  const body = source.encoding ? encodeText(text, source.encoding) : new TextEncoder().encode(text)
  // Only the document tells a legacy encoding, as on most servers of that age.
  return { contentType: `${MEDIA_TYPES[source.format]}${source.encoding ? '' : `; charset=${charset}`}`, body }
}

const CRUMBS = '<p class="crumbs">Home&gt; Industries</p>'

const MEDIA_TYPES: Readonly<Record<DemoSource['format'], string>> = {
  rss: 'application/rss+xml',
  atom: 'application/atom+xml',
  rdf: 'text/xml',
  json: 'application/feed+json',
  page: 'text/html'
}

function renderText(source: DemoSource, url: string, items: readonly DemoItem[], charset: string): string {
  switch (source.format) {
    case 'rss':
      return rss(source, url, items, charset)
    case 'atom':
      return atom(source, url, items)
    case 'rdf':
      return rdf(source, url, items)
    case 'json':
      return json(source, url, items)
    case 'page':
      return listPage(source, items)
    default:
      return source.format satisfies never
  }
}

function rss(source: DemoSource, url: string, items: readonly DemoItem[], charset: string): string {
  const has = (fault: DemoSource['faults'][number]) => source.faults.includes(fault)
  const text = has('bare-ampersand') ? (value: string) => value.replaceAll('<', '&lt;') : escapeXml
  return `<?xml version="1.0" encoding="${charset.toUpperCase()}"?>
<rss version="2.0"><channel>
<title>${text(source.name)}</title><link>${escapeXml(new URL('/', url).href)}</link><description>${text(source.name)}</description>
<language>${source.language}</language>
${items
  .map(
    (item) => `<item><title>${text(item.text.title)}</title><link>${escapeXml(item.url)}</link>
${has('no-guids') ? '' : `<guid isPermaLink="false">${source.id}-${item.number}</guid>`}
${has('no-dates') ? '' : `<pubDate>${new Date(item.at).toUTCString()}</pubDate>`}
<description>${text(item.text.summary)}</description></item>`
  )
  .join('\n')}
</channel></rss>
`
}

function atom(source: DemoSource, url: string, items: readonly DemoItem[]): string {
  const updated = new Date(Math.max(0, ...items.map(({ at }) => at))).toISOString()
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${source.language}">
<id>${escapeXml(url)}</id><title>${escapeXml(source.name)}</title><updated>${updated}</updated>
<author><name>${escapeXml(source.name)}</name></author><link rel="self" href="${escapeXml(url)}"/>
${items
  .map(
    (item) => `<entry><id>tag:demo.example,2026:${source.id}-${item.number}</id><title>${escapeXml(item.text.title)}</title>
<link href="${escapeXml(item.url)}"/><published>${new Date(item.at).toISOString()}</published>
<updated>${new Date(item.at).toISOString()}</updated>
<summary>${escapeXml(item.text.summary)}</summary></entry>`
  )
  .join('\n')}
</feed>
`
}

function rdf(source: DemoSource, url: string, items: readonly DemoItem[]): string {
  return `<?xml version="1.0" encoding="utf-8"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
  xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="${escapeXml(url)}"><title>${escapeXml(source.name)}</title><link>${escapeXml(new URL('/', url).href)}</link>
<description>${escapeXml(source.name)}</description><dc:language>${source.language}</dc:language>
<items><rdf:Seq>${items.map((item) => `<rdf:li rdf:resource="${escapeXml(item.url)}"/>`).join('')}</rdf:Seq></items></channel>
${items
  .map(
    (item) => `<item rdf:about="${escapeXml(item.url)}"><title>${escapeXml(item.text.title)}</title><link>${escapeXml(item.url)}</link>
<description>${escapeXml(item.text.summary)}</description><dc:date>${new Date(item.at).toISOString()}</dc:date></item>`
  )
  .join('\n')}
</rdf:RDF>
`
}

function json(source: DemoSource, url: string, items: readonly DemoItem[]): string {
  return JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: source.name,
    home_page_url: new URL('/', url).href,
    feed_url: url,
    language: source.language,
    items: items.map((item) => ({
      id: `${source.id}-${item.number}`,
      url: item.url,
      title: item.text.title,
      content_text: item.text.summary,
      date_published: new Date(item.at).toISOString()
    }))
  })
}

function listPage(source: DemoSource, items: readonly DemoItem[]): string {
  const rows = items.map(
    (item) => `<li><a href="${escapeXml(item.url)}">${escapeXml(item.text.title)}</a> <span>${dayOf(source, item)}</span></li>`
  )
  return page(source, 'Industries', `${CRUMBS}\n<ul class="list">\n${rows.join('\n')}\n</ul>\n<p><a href="more.html">More</a></p>`)
}

/** Writes the page behind an item's link. */
export function renderArticle(source: DemoSource, { text, ...item }: DemoItem): string {
  const paragraphs = (text.body ?? [text.summary]).map((paragraph) => `<p>${escapeXml(paragraph)}</p>`).join('\n')
  const dateline = source.format === 'page' ? `<p class="info">Updated: ${dayOf(source, { text, ...item })}</p>` : ''
  const crumbs = source.format === 'page' ? `${CRUMBS}\n` : ''
  return page(source, text.title, `${crumbs}<h1>${escapeXml(text.title)}</h1>\n${dateline}\n<div class="article">\n${paragraphs}\n</div>`)
}

/** The day an item bears, as its source's clock has it: yyyy-MM-dd. */
export function dayOf(source: DemoSource, { text, at }: Pick<DemoItem, 'text' | 'at'>): string {
  return text.day ?? new Intl.DateTimeFormat('sv', { timeZone: source.timezone, dateStyle: 'short' }).format(at)
}

function page(source: DemoSource, title: string, main: string): string {
  return `<!doctype html>
<html lang="${source.language}"><head><meta charset="utf-8"><title>${escapeXml(title)} - ${escapeXml(source.name)}</title></head>
<body><nav><a href="/">Home</a></nav>
<main>
${main}
</main>
<footer>${escapeXml(source.name)}</footer></body></html>
`
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
