import type { PublishedFeed, PublishedItem } from '../model/published.ts'
import { feedSkeleton, SLOT } from './feed-package.ts'
import { printableUrl } from './publishable-item.ts'
import { escapeXml } from './xml-text.ts'

export interface SlotValue {
  /** `>`, or attributes and `>`. */
  readonly tagEnd: string
  readonly xml: string
}

/** What one format adds to the skeleton of the package `feed`. All strings are XML, ready and escaped. */
export interface FormatParts {
  readonly format: 'rss' | 'atom'
  /** The start tag of the root element, in place of the package's. */
  readonly rootTag: string
  /** Elements at the end of the head. */
  readonly headXml: string
  /** Which slots an item gets. */
  slots(item: PublishedItem): { readonly summary: boolean; readonly content: boolean }
  /** The start tag of each item. */
  itemTag(item: PublishedItem): string
  /** Elements at the end of each item. */
  itemXml(item: PublishedItem): string
  /** Escapes plain text. */
  text(text: string): string
  /** A value that stands for a CDATA section, with the end of the start tag before it. */
  title(text: string): SlotValue
  summary(item: PublishedItem): SlotValue
  content(item: PublishedItem): SlotValue
}

/**
 * Has the package write the document and puts in the values.
 * @param feed whose items passed `publishableItems`
 * @param items these items
 */
export function fillSkeleton(feed: PublishedFeed, items: readonly PublishedItem[], parts: FormatParts): string {
  const ends = parts.format === 'rss' ? RSS_ENDS : ATOM_ENDS
  const skeleton = feedSkeleton({
    format: parts.format,
    language: feed.language,
    updatedAt: feed.updatedAt,
    hub: printableUrl(feed.hubUrl) !== null,
    icon: printableUrl(feed.icon) !== null,
    logo: printableUrl(feed.logo) !== null,
    items: items.map((item) => ({ publishedAt: item.publishedAt, updatedAt: item.updatedAt, ...parts.slots(item) }))
  })
  const headEnd = items.length > 0 ? skeleton.indexOf(ends.itemTag) : skeleton.lastIndexOf(ends.rootEnd)
  const itemParts = skeleton.slice(headEnd).split(ends.itemTag)
  const head = fill(skeleton.slice(0, headEnd), (name) => ({ tagEnd: '>', xml: parts.text(feedValue(feed, name, parts.format)) }))
  let out = head.replace(ends.rootTag, () => parts.rootTag) + parts.headXml + itemParts[0]!
  items.forEach((item, index) => {
    const filled = fill(itemParts[index + 1]!, (name) => itemValue(item, name, parts))
    const end = filled.lastIndexOf(ends.itemEnd)
    out += parts.itemTag(item) + filled.slice(0, end) + parts.itemXml(item) + filled.slice(end)
  })
  return out
}

const RSS_ENDS = { rootTag: /<rss [^>]*>/, itemTag: '<item>', itemEnd: '</item>', rootEnd: '</channel>' }
const ATOM_ENDS = { rootTag: /<feed [^>]*>/, itemTag: '<entry>', itemEnd: '</entry>', rootEnd: '</feed>' }


function fill(skeleton: string, valueOf: (name: string) => SlotValue): string {
  return skeleton.replace(SLOT, (_whole, wrapped: string | undefined, _index, bare: string | undefined) => {
    const { tagEnd, xml } = valueOf((wrapped ?? bare)!)
    return wrapped === undefined ? xml : tagEnd + xml
  })
}

function feedValue(feed: PublishedFeed, name: string, format: 'rss' | 'atom'): string {
  switch (name) {
    case 'id': return feed.id
    case 'title': return feed.title
    case 'subtitle': return feed.subtitle
    case 'home': return feed.homeUrl
    case 'self': return feed.selfUrls[format]
    case 'hub': return feed.hubUrl ?? ''
    case 'icon': return feed.icon ?? ''
    case 'logo': return feed.logo ?? ''
    case 'publisher': return feed.publisher
    default: throw new Error(`no slot of a feed is called ${name}`)
  }
}

function itemValue(item: PublishedItem, name: string, parts: FormatParts): SlotValue {
  switch (name) {
    case 'id': return { tagEnd: '>', xml: escapeXml(item.id) }
    case 'url': return { tagEnd: '>', xml: escapeXml(item.url) }
    case 'title': return parts.title(item.title)
    case 'summary': return parts.summary(item)
    case 'content': return parts.content(item)
    default: throw new Error(`no slot of an item is called ${name}`)
  }
}
