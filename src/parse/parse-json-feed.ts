import type { Enclosure } from '../model/item.ts'
import { readDate } from '../text/read-date.ts'
import { absoluteLinks } from './absolute-links.ts'
import type { FeedRecord, ItemRecord } from './feed-record.ts'
import { newestItems } from './newest-items.ts'
import { resolveUrl } from './resolve-url.ts'
import { oneLine } from './text-construct.ts'

export interface JsonFeed {
  readonly feed: FeedRecord
  readonly items: readonly ItemRecord[]
  readonly itemsLeftOut: number
}

type Json = Readonly<Record<string, unknown>>

/**
 * Reads a JSON Feed, version 1 or 1.1 (jsonfeed.org), whatever its fields' types turn out to be.
 * @param value parsed JSON
 * @returns null when it is no feed: no object, or one without the version and the items that make it one
 */
export function parseJsonFeed(
  value: unknown,
  context: { readonly url: string; readonly timeZone?: string | undefined; readonly itemsMax: number }
): JsonFeed | null {
  if (!isJson(value)) return null
  const version = text(value['version'])
  const written = value['items']
  if (!/jsonfeed/i.test(version) && !(Array.isArray(written) && isLikeFeed(value, version))) return null
  const base = resolveUrl(text(value['feed_url']), context.url) ?? context.url
  const feedAuthors = readAuthors(value)
  const feedLanguage = text(value['language'])
  const all = Array.isArray(written) ? (written as readonly unknown[]) : []
  const objects = all.filter(isJson)
  const items = newestItems(objects, context.itemsMax, (item) => text(item['date_published'])).map((item) =>
    readItem(item, base, { authors: feedAuthors, language: feedLanguage }, context.timeZone)
  )
  const hub = Array.isArray(value['hubs'])
    ? (value['hubs'] as readonly unknown[]).filter(isJson).map((one) => text(one['url']))[0]
    : undefined
  return {
    feed: {
      title: oneLine(text(value['title'])),
      link: link(value['home_page_url'], base),
      self: link(value['feed_url'], context.url),
      hub: hub ?? '',
      description: text(value['description']),
      language: feedLanguage,
      id: '',
      updated: '',
      image: link(value['icon'], base) || link(value['favicon'], base),
      authors: feedAuthors,
      categories: [],
      rights: '',
      generator: '',
      ttl: '',
      updatePeriodMs: 0,
      skipHours: [],
      skipDays: []
    },
    items,
    itemsLeftOut: all.length - items.length
  }
}

/** Without its version's address, a feed is told by its own, or by the bare number of a version. */
function isLikeFeed(value: Json, version: string): boolean {
  return text(value['feed_url']) !== '' || text(value['home_page_url']) !== '' || /^1(?:\.[01])?$/.test(version)
}

function readItem(
  item: Json,
  base: string,
  feed: { readonly authors: readonly string[]; readonly language: string },
  timeZone: string | undefined
): ItemRecord {
  const html = text(item['content_html'])
  const plain = text(item['content_text'])
  const authors = readAuthors(item)
  return {
    title: oneLine(text(item['title'])),
    link: link(item['url'], base) || link(item['external_url'], base),
    id: text(item['id']),
    published: date(item['date_published'], timeZone),
    updated: date(item['date_modified'], timeZone),
    authors: authors.length > 0 ? authors : feed.authors,
    categories: Array.isArray(item['tags'])
      ? [...new Set((item['tags'] as readonly unknown[]).map(text).filter((tag) => tag !== ''))].slice(0, LIST_MAX)
      : [],
    enclosures: readAttachments(item['attachments'], base),
    summary: text(item['summary']),
    content: html !== '' ? absoluteLinks(html, base) : plain.replace(/<(?=[a-zA-Z/!?])/g, '&lt;'),
    language: text(item['language']) || feed.language,
    image: link(item['image'], base) || link(item['banner_image'], base),
    alternates: {}
  }
}

const LIST_MAX = 200
const TEXT_CHARS_MAX = 1_048_576

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A string, or a number where a string was meant. */
function text(value: unknown): string {
  if (typeof value === 'string')
    return value
      .slice(0, TEXT_CHARS_MAX)
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
      .trim()
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : ''
}

function link(value: unknown, base: string): string {
  return resolveUrl(text(value), base) ?? ''
}

function date(value: unknown, timeZone: string | undefined): string {
  const at = readDate(text(value), { timeZone })
  return at === null ? '' : new Date(at).toISOString()
}

/** `authors` of version 1.1, else `author` of version 1, each of them as one or as a list. */
function readAuthors(value: Json): readonly string[] {
  const written = [value['authors'], value['author']].find((people) => (Array.isArray(people) ? people.length > 0 : Boolean(people)))
  const people: readonly unknown[] = Array.isArray(written) ? written : [written]
  const names = people.map((person) =>
    isJson(person) ? oneLine(text(person['name'])) || text(person['url']).replace(/^mailto:/i, '') : oneLine(text(person))
  )
  return [...new Set(names.filter((name) => name !== ''))].slice(0, LIST_MAX)
}

function readAttachments(value: unknown, base: string): readonly Enclosure[] {
  if (!Array.isArray(value)) return []
  return (value as readonly unknown[])
    .slice(0, LIST_MAX)
    .filter(isJson)
    .flatMap((attachment) => {
      const url = link(attachment['url'], base)
      if (url === '') return []
      const type = text(attachment['mime_type'])
      const length = Number(attachment['size_in_bytes'] ?? Number.NaN)
      return [{ url, ...(type === '' ? {} : { type }), ...(Number.isSafeInteger(length) && length > 0 ? { length } : {}) }]
    })
}
