import type { PublishedFeed, PublishedItem } from '../model/published.ts'
import { headTemplate, itemTemplate, type Slot, type Template } from './feed-package.ts'
import { escapeXml } from './xml-text.ts'

export interface SlotValue {
  /** `>`, or attributes and `>`. */
  readonly tagEnd: string
  readonly xml: string
}

/** What one format adds to what the package `feed` writes. All strings are XML, ready and escaped. */
export interface FormatParts {
  readonly format: 'rss' | 'atom'
  /** The start tag of the root element, in place of the package's. */
  readonly rootTag: string
  /** Elements at the end of the head. */
  readonly headXml: readonly string[]
  /** Which slots an item gets. */
  shape(item: PublishedItem): { readonly published: boolean; readonly summary: boolean; readonly content: boolean }
  /** Attributes of the start tag of an item, with a space before each. */
  itemAttributes(item: PublishedItem): string
  /** Elements at the end of an item. */
  itemXml(item: PublishedItem): readonly string[]
  /** Escapes plain text. */
  text(text: string): string
  time(at: number): string
  /** When an item last changed; called once an item, in the order of the document. */
  updated(item: PublishedItem): string
  /** A value that stands for a CDATA section, with the end of the start tag before it. */
  title(text: string): SlotValue
  summary(item: PublishedItem): SlotValue
  content(item: PublishedItem): SlotValue
}

/**
 * The head and the end of a document.
 * @param feed cleaned
 */
export function fillHead(feed: PublishedFeed, parts: FormatParts): { readonly head: string; readonly tail: string } {
  const { head, tail } = headTemplate({
    format: parts.format,
    language: feed.language !== null && parts.format === 'rss',
    hub: feed.hubUrl !== undefined,
    icon: feed.icon !== undefined && parts.format === 'atom',
    logo: feed.logo !== undefined
  })
  const indent = parts.format === 'rss' ? '        ' : '    '
  const filled = fill(head, ({ name }) => ({ tagEnd: '>', xml: feedValue(feed, name, parts) }))
  return { head: filled.replace(ROOT_TAG, () => parts.rootTag) + parts.headXml.map((element) => `${indent}${element}\n`).join(''), tail }
}

/**
 * One item, with the white space around it.
 * @param item that passed `createItemCheck`
 */
export function fillItem(item: PublishedItem, parts: FormatParts): string {
  const filled = fill(itemTemplate({ format: parts.format, ...parts.shape(item) }), ({ name }) => itemValue(item, name, parts))
  const [open, indent] = parts.format === 'rss' ? ['<item', '            '] : ['<entry', '        ']
  const start = filled.indexOf(open) + open.length
  const end = filled.lastIndexOf('\n', filled.lastIndexOf('</')) + 1
  return (
    filled.slice(0, start)
    + parts.itemAttributes(item)
    + filled.slice(start, end)
    + parts
      .itemXml(item)
      .map((element) => `${indent}${element}\n`)
      .join('')
    + filled.slice(end)
  )
}

const ROOT_TAG = /<(?:rss|feed) [^>]*>/

function fill(template: Template, valueOf: (slot: Slot) => SlotValue): string {
  let out = ''
  for (const part of template) {
    if (typeof part === 'string') out += part
    else {
      const { tagEnd, xml } = valueOf(part)
      out += part.section ? tagEnd + xml : xml
    }
  }
  return out
}

function feedValue(feed: PublishedFeed, name: string, { format, text, time }: FormatParts): string {
  switch (name) {
    case 'id':
      return text(feed.id)
    case 'title':
      return text(feed.title)
    case 'subtitle':
      return text(feed.subtitle)
    case 'home':
      return text(feed.homeUrl)
    case 'self':
      return text(feed.selfUrls[format])
    case 'hub':
      return text(feed.hubUrl ?? '')
    case 'icon':
      return text(feed.icon ?? '')
    case 'logo':
      return text(feed.logo ?? '')
    case 'publisher':
      return text(feed.publisher)
    case 'language':
      return text(feed.language ?? '')
    case 'updated':
      return time(feed.updatedAt)
    default:
      throw new Error(`no slot of a feed is called ${name}`)
  }
}

function itemValue(item: PublishedItem, name: string, parts: FormatParts): SlotValue {
  switch (name) {
    case 'id':
      return { tagEnd: '>', xml: escapeXml(item.id) }
    case 'url':
      return { tagEnd: '>', xml: escapeXml(item.url) }
    case 'title':
      return parts.title(item.title)
    case 'summary':
      return parts.summary(item)
    case 'content':
      return parts.content(item)
    case 'updated':
      return { tagEnd: '>', xml: parts.updated(item) }
    case 'published':
      return { tagEnd: '>', xml: parts.time(item.publishedAt ?? item.updatedAt) }
    default:
      throw new Error(`no slot of an item is called ${name}`)
  }
}
