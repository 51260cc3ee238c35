import type { PublishedEnclosure, PublishedFeed, PublishedItem } from '../model/published.ts'
import { directedHtml } from './directed-html.ts'
import { fillHead, fillItem, type FormatParts } from './fill-template.ts'
import type { FeedFormatWriter } from './format-writer.ts'
import { pagingLinks } from './paging-links.ts'
import { regionScheme } from './region-scheme.ts'
import { escapeRss, escapeXml } from './xml-text.ts'

/**
 * Writes RSS 2.0 with the elements of the RSS profile, Dublin Core, Media RSS and the Atom links of RFC 5005.
 * @param feed cleaned, whose items passed `createItemCheck`
 */
export function rssFormat(feed: PublishedFeed): FeedFormatWriter {
  const parts: FormatParts = {
    format: 'rss',
    rootTag:
      '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
      + 'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/" xmlns:fh="http://purl.org/syndication/history/1.0">',
    headXml: [
      ...pagingLinks(feed).map(({ rel, href }) => `<atom:link rel="${rel}" href="${escapeXml(href)}"/>`),
      ...(feed.kind === undefined ? [] : [`<fh:${feed.kind}/>`])
    ],
    // RSS has one date an item; the day a thing appeared is the one readers sort by. They expect a description wherever there is
    // content (RSS profile), so content alone becomes the description.
    shape: ({ summary, contentHtml }) => ({
      published: true,
      summary: summary !== '' || contentHtml !== '',
      content: summary !== '' && contentHtml !== ''
    }),
    itemAttributes: () => '',
    itemXml: itemElements,
    text: escapeRss,
    time: (at) => new Date(at).toUTCString(),
    updated: (item) => new Date(item.updatedAt).toUTCString(),
    title: (text) => ({ tagEnd: '>', xml: escapeRss(text) }),
    // A description is HTML by the letter of RSS, so plain text is escaped once as HTML and once as XML.
    summary: (item) => ({ tagEnd: '>', xml: item.summary === '' ? escapeXml(directedHtml(item)) : escapeRss(escapeXml(item.summary)) }),
    content: (item) => ({ tagEnd: '>', xml: escapeXml(directedHtml(item)) })
  }
  return { ...fillHead(feed, parts), between: '', item: (item) => fillItem(item, parts) }
}

function itemElements(item: PublishedItem): string[] {
  const elements = item.authors.map((author) => `<dc:creator>${escapeRss(author)}</dc:creator>`)
  if (item.language !== null) elements.push(`<dc:language>${item.language}</dc:language>`)
  for (const { term, scheme, label } of item.categories)
    elements.push(`<category${scheme ? ` domain="${escapeXml(scheme)}"` : ''}>${escapeRss(scheme ? term : (label ?? term))}</category>`)
  for (const region of item.regions) elements.push(`<category domain="${regionScheme}">${escapeRss(region)}</category>`)
  elements.push(
    `<source url="${escapeXml(item.source.feedUrl ?? item.source.homepage ?? item.url)}">${escapeRss(item.source.name)}</source>`
  )
  const attached = item.enclosures.find(({ type, length }) => type !== undefined && length !== undefined)
  if (attached)
    elements.push(`<enclosure url="${escapeXml(attached.url)}" length="${attached.length}" type="${escapeXml(attached.type!)}"/>`)
  for (const enclosure of item.enclosures) elements.push(mediaContent(enclosure))
  if (item.image !== null) elements.push(`<media:thumbnail url="${escapeXml(item.image)}"/>`)
  elements.push(`<atom:link rel="via" href="${escapeXml(item.url)}" title="${escapeRss(item.source.name)}"/>`)
  for (const { name, url } of item.alsoBy) elements.push(`<atom:link rel="related" href="${escapeXml(url)}" title="${escapeRss(name)}"/>`)
  elements.push(`<atom:updated>${new Date(item.updatedAt).toISOString()}</atom:updated>`)
  return elements
}

function mediaContent({ url, type, length }: PublishedEnclosure): string {
  const medium = /^(?:image|audio|video)(?=\/)/.exec(type ?? '')?.[0]
  return `<media:content url="${escapeXml(url)}"${type ? ` type="${escapeXml(type)}"` : ''}${length ? ` fileSize="${length}"` : ''}${medium ? ` medium="${medium}"` : ''}/>`
}
