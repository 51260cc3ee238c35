import type { PublishedFeed, PublishedItem, Tombstone } from '../model/published.ts'
import { directedHtml } from './directed-html.ts'
import { fillHead, fillItem, type FormatParts } from './fill-template.ts'
import type { FeedFormatWriter } from './format-writer.ts'
import { pagingLinks } from './paging-links.ts'
import { regionScheme } from './region-scheme.ts'
import { escapeXml } from './xml-text.ts'

/**
 * Writes Atom (RFC 4287) with the links of RFC 5005 and, where the feed has tombstones, the deleted entries of RFC 6721.
 * @param feed cleaned, whose items passed `createItemCheck`
 */
export function atomFormat(feed: PublishedFeed): FeedFormatWriter {
  const updated = distinctInstants()
  const parts: FormatParts = {
    format: 'atom',
    rootTag:
      `<feed xmlns="http://www.w3.org/2005/Atom"${languageAttribute(feed.language)}`
      + (feed.kind === undefined ? '' : ' xmlns:fh="http://purl.org/syndication/history/1.0"')
      + '>',
    headXml: [
      ...pagingLinks(feed).map(({ rel, href }) => `<link rel="${rel}" href="${escapeXml(href)}"/>`),
      ...(feed.kind === undefined ? [] : [`<fh:${feed.kind}/>`]),
      ...(feed.tombstones ?? []).map(deletedEntry)
    ],
    shape: (item) => ({ published: item.publishedAt !== null, summary: item.summary !== '', content: item.contentHtml !== '' }),
    // An entry of no known language must not take over that of the feed.
    itemAttributes: (item) => languageAttribute(item.language ?? (feed.language === null ? null : 'und')),
    itemXml: (item) => itemElements(item, feed),
    text: escapeXml,
    time: (at) => new Date(at).toISOString(),
    updated: (item) => updated(item.updatedAt),
    title: (text) => ({ tagEnd: ' type="text">', xml: escapeXml(text) }),
    summary: (item) => ({ tagEnd: ' type="text">', xml: escapeXml(item.summary) }),
    content: (item) => ({ tagEnd: ' type="html">', xml: escapeXml(directedHtml(item)) })
  }
  const { head, tail } = fillHead(feed, parts)
  return { head: withTypes(head), between: '', tail, item: (item) => fillItem(item, parts) }
}

/** Says what is behind the feed's own links; the package leaves that out. */
function withTypes(head: string): string {
  return head
    .replace('<link rel="alternate" ', '<link rel="alternate" type="text/html" ')
    .replace('<link rel="self" ', '<link rel="self" type="application/atom+xml" ')
}

/**
 * Writes instants so that no two are equal, as validators want the entries of a feed: one poll brings many. The first of an instant has it
 * exactly, each further one a millionth of a second less, so that they keep their order and none changes when the last falls out.
 */
function distinctInstants(): (at: number) => string {
  const counts = new Map<number, number>()
  return (at) => {
    const before = counts.get(at) ?? 0
    counts.set(at, before + 1)
    const ms = Math.ceil(before / 1_000)
    const micros = ms * 1_000 - before
    const text = new Date(at - ms).toISOString()
    return before === 0 ? text : `${text.slice(0, -1)}${String(micros).padStart(3, '0')}Z`
  }
}

/** Says in Atom that an entry was taken back (RFC 6721 section 3); it names its own namespace, and so can stand anywhere. */
export function deletedEntry({ id, at }: Tombstone): string {
  return `<at:deleted-entry xmlns:at="http://purl.org/atompub/tombstones/1.0" ref="${escapeXml(id)}" when="${new Date(at).toISOString()}"/>`
}

function languageAttribute(language: string | null): string {
  return language === null ? '' : ` xml:lang="${language}"`
}

function itemElements(item: PublishedItem, feed: PublishedFeed): string[] {
  const { source } = item
  const elements = (item.authors.length > 0 ? item.authors : [source.name]).map(
    (author) => `<author><name>${escapeXml(author)}</name></author>`
  )
  for (const { term, scheme, label } of item.categories) {
    elements.push(
      `<category term="${escapeXml(term)}"${scheme ? ` scheme="${escapeXml(scheme)}"` : ''}${label ? ` label="${escapeXml(label)}"` : ''}/>`
    )
  }
  for (const region of item.regions) elements.push(`<category term="${escapeXml(region)}" scheme="${regionScheme}"/>`)
  for (const { url, type, length } of item.enclosures) {
    elements.push(
      `<link rel="enclosure" href="${escapeXml(url)}"${type ? ` type="${escapeXml(type)}"` : ''}${length ? ` length="${length}"` : ''}/>`
    )
  }
  if (item.image !== null && !item.enclosures.some(({ url }) => url === item.image))
    elements.push(`<link rel="enclosure" href="${escapeXml(item.image)}"${imageType(item.image)}/>`)
  elements.push(`<link rel="via" href="${escapeXml(item.url)}" title="${escapeXml(source.name)}"/>`)
  for (const { name, url } of item.alsoBy) elements.push(`<link rel="related" href="${escapeXml(url)}" title="${escapeXml(name)}"/>`)
  elements.push(
    '<source>'
      + `<id>${escapeXml(`tag:${feed.tagAuthority}:source/${encodeURIComponent(source.id)}`)}</id><title>${escapeXml(source.name)}</title>`
      + `<updated>${new Date(item.updatedAt).toISOString()}</updated>`
      + (source.feedUrl === undefined ? '' : `<link rel="self" href="${escapeXml(source.feedUrl)}"/>`)
      + (source.homepage === undefined ? '' : `<link rel="alternate" href="${escapeXml(source.homepage)}"/>`)
      + '</source>'
  )
  return elements
}

const IMAGE_TYPES = new Map([
  ['jpg', 'jpeg'],
  ['jpeg', 'jpeg'],
  ['png', 'png'],
  ['gif', 'gif'],
  ['webp', 'webp'],
  ['avif', 'avif'],
  ['svg', 'svg+xml']
])

function imageType(url: string): string {
  const type = IMAGE_TYPES.get(/\.(\w{3,4})$/.exec(new URL(url).pathname)?.[1]?.toLowerCase() ?? '')
  return type === undefined ? '' : ` type="image/${type}"`
}
