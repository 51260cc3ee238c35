import RssParser from 'rss-parser'
import type { Enclosure, FeedInfo, Item } from '../model/item.ts'
import type { FeedRecord, ItemRecord } from './feed-record.ts'

/**
 * Maps what was read of a feed to our records, by rss-parser: it gets one canonical RSS 2.0 document, whatever the feed
 * was written in. Bodies do not pass through it, for it would strip their tags in time quadratic in their length; the
 * document names them by number.
 * @throws nothing for records made by this room: their XML is our own
 */
export async function mapFeed(
  feed: FeedRecord,
  items: readonly ItemRecord[]
): Promise<{ readonly feed: FeedInfo; readonly items: readonly Item[] }> {
  const bodies: string[] = []
  const parsed = await parser.parseString(writeRss(feed, items, bodies))
  return { feed: toFeedInfo(parsed, bodies), items: parsed.items.map((item) => toItem(item, bodies)) }
}

interface Attributed {
  readonly $: Readonly<Record<string, string>>
}

interface MappedItem {
  readonly title?: string
  readonly link?: string
  readonly guid?: string
  readonly pubDate?: string
  readonly updated?: string
  readonly authors?: readonly string[]
  readonly categories?: readonly string[]
  readonly enclosures?: readonly Attributed[]
  readonly summaryBody?: string
  readonly contentBody?: string
  readonly language?: string
  readonly image?: string
  readonly alternates?: readonly Attributed[]
}

interface MappedFeed {
  readonly title?: string
  readonly link?: string
  readonly self?: string
  readonly hub?: string
  readonly descriptionBody?: string
  readonly language?: string
  readonly id?: string
  readonly lastBuildDate?: string
  readonly imageUrl?: string
  readonly authors?: readonly string[]
  readonly categories?: readonly string[]
  readonly copyright?: string
  readonly generator?: string
  readonly ttl?: string
  readonly period?: string
  readonly skippedHours?: readonly string[]
  readonly skippedDays?: readonly string[]
}

const parser = new RssParser<MappedFeed, MappedItem>({
  defaultRSS: 2,
  customFields: {
    feed: [
      ['x-self', 'self'],
      ['x-hub', 'hub'],
      ['x-description', 'descriptionBody'],
      ['x-id', 'id'],
      ['x-image', 'imageUrl'],
      ['x-period', 'period'],
      ['x-author', 'authors', { keepArray: true }],
      ['category', 'categories', { keepArray: true }],
      ['x-hour', 'skippedHours', { keepArray: true }],
      ['x-day', 'skippedDays', { keepArray: true }]
    ] as unknown as (keyof MappedFeed)[],
    item: [
      ['x-updated', 'updated'],
      ['x-summary', 'summaryBody'],
      ['x-content', 'contentBody'],
      ['x-language', 'language'],
      ['x-image', 'image'],
      ['x-author', 'authors', { keepArray: true }],
      ['enclosure', 'enclosures', { keepArray: true }],
      ['x-alternate', 'alternates', { keepArray: true }]
    ] as unknown as (keyof MappedItem)[]
  }
})

// ---------------------------------------------------------------- writing

function writeRss(feed: FeedRecord, items: readonly ItemRecord[], bodies: string[]): string {
  let xml = '<rss version="2.0"><channel><x-feed/>'
  xml +=
    tag('title', feed.title)
    + tag('link', feed.link)
    + tag('x-self', feed.self)
    + tag('x-hub', feed.hub)
    + bodyTag('x-description', feed.description, bodies)
  xml +=
    tag('language', feed.language)
    + tag('x-id', feed.id)
    + tag('lastBuildDate', feed.updated)
    + tag('x-image', feed.image)
    + tag('copyright', feed.rights)
  xml +=
    tag('generator', feed.generator) + tag('ttl', feed.ttl) + (feed.updatePeriodMs > 0 ? tag('x-period', String(feed.updatePeriodMs)) : '')
  for (const author of feed.authors) xml += tag('x-author', author)
  for (const category of feed.categories) xml += tag('category', category)
  for (const hour of feed.skipHours) xml += tag('x-hour', String(hour))
  for (const day of feed.skipDays) xml += tag('x-day', String(day))
  for (const item of items) xml += writeItem(item, bodies)
  return `${xml}</channel></rss>`
}

/** An element without children would be read as a string and lose its fields, so each has one that says nothing. */
function writeItem(item: ItemRecord, bodies: string[]): string {
  let xml = '<item><x-item/>'
  xml +=
    tag('title', item.title)
    + tag('link', item.link)
    + tag('guid', item.id)
    + tag('pubDate', item.published)
    + tag('x-updated', item.updated)
  xml +=
    bodyTag('x-summary', item.summary, bodies)
    + bodyTag('x-content', item.content, bodies)
    + tag('x-language', item.language)
    + tag('x-image', item.image)
  for (const author of item.authors) xml += tag('x-author', author)
  for (const category of item.categories) xml += tag('category', category)
  for (const { url, type, length } of item.enclosures) {
    xml += `<enclosure url="${escape(url)}"${type === undefined ? '' : ` type="${escape(type)}"`}${length === undefined ? '' : ` length="${length}"`}/>`
  }
  for (const [language, url] of Object.entries(item.alternates))
    xml += `<x-alternate hreflang="${escape(language)}" href="${escape(url)}"/>`
  return `${xml}</item>`
}

function tag(name: string, text: string): string {
  return text === '' ? '' : `<${name}>${escape(text.length > FIELD_CHARS_MAX ? clip(text) : text)}</${name}>`
}

/** What is longer is no headline, name or date any more; bodies go another way. */
const FIELD_CHARS_MAX = 16_384

function clip(text: string): string {
  const end = text.charCodeAt(FIELD_CHARS_MAX - 1)
  return text.slice(0, end >= 0xd800 && end <= 0xdbff ? FIELD_CHARS_MAX - 1 : FIELD_CHARS_MAX)
}

function bodyTag(name: string, body: string, bodies: string[]): string {
  return body === '' ? '' : `<${name}>${bodies.push(body) - 1}</${name}>`
}

const SPECIAL = /[&<>"]/
const SPECIAL_ALL = /[&<>"]/g
const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

function escape(text: string): string {
  return SPECIAL.test(text) ? text.replace(SPECIAL_ALL, (character) => ESCAPES[character]!) : text
}

// ---------------------------------------------------------------- reading back

function toItem(item: MappedItem, bodies: readonly string[]): Item {
  const alternates = Object.fromEntries((item.alternates ?? []).map(({ $ }) => [$['hreflang']!, $['href']!]))
  return {
    ...stated({
      id: item.guid,
      url: item.link,
      title: item.title,
      published: item.pubDate,
      updated: item.updated,
      language: item.language,
      image: item.image,
      summary: bodyAt(item.summaryBody, bodies),
      content: bodyAt(item.contentBody, bodies)
    }),
    authors: item.authors ?? [],
    categories: item.categories ?? [],
    enclosures: (item.enclosures ?? []).map(toEnclosure),
    ...(item.alternates === undefined ? {} : { alternates })
  }
}

function toEnclosure({ $ }: Attributed): Enclosure {
  return {
    url: $['url']!,
    ...($['type'] === undefined ? {} : { type: $['type'] }),
    ...($['length'] === undefined ? {} : { length: Number($['length']) })
  }
}

/** Ten years; nobody waits as long, but whoever says more means long. */
const TTL_MINUTES_MAX = 5_256_000

function toFeedInfo(feed: MappedFeed, bodies: readonly string[]): FeedInfo {
  const ttl = /^\d+$/.test(feed.ttl ?? '') ? Math.min(Number(feed.ttl), TTL_MINUTES_MAX) * 60_000 : 0
  return {
    ...stated({
      title: feed.title,
      link: feed.link,
      self: feed.self,
      description: bodyAt(feed.descriptionBody, bodies),
      language: feed.language,
      id: feed.id,
      updated: feed.lastBuildDate,
      image: feed.imageUrl,
      rights: feed.copyright,
      generator: feed.generator,
      hub: feed.hub
    }),
    ...(feed.authors === undefined ? {} : { authors: feed.authors }),
    ...(feed.categories === undefined ? {} : { categories: feed.categories }),
    ...(ttl > 0 ? { ttlMs: ttl } : {}),
    ...(feed.period === undefined ? {} : { updatePeriodMs: Number(feed.period) }),
    ...(feed.skippedHours === undefined ? {} : { skipHours: feed.skippedHours.map(Number) }),
    ...(feed.skippedDays === undefined ? {} : { skipDays: feed.skippedDays.map(Number) })
  }
}

function bodyAt(number: string | undefined, bodies: readonly string[]): string | undefined {
  return number === undefined ? undefined : bodies[Number(number)]
}

/** Leaves out what is absent. */
function stated<Fields extends Record<string, string | undefined>>(fields: Fields): { [Name in keyof Fields]?: string } {
  const out: Record<string, string> = {}
  for (const [name, value] of Object.entries(fields)) if (value !== undefined && value !== '') out[name] = value
  return out as { [Name in keyof Fields]?: string }
}
