import type { FeedDocument } from '../model/item.ts'
import { decodeBody } from './decode-body.ts'
import { describeBody } from './describe-body.ts'
import type { FeedRecord, ItemRecord } from './feed-record.ts'
import { mapFeed } from './map-feed.ts'
import { keepEnds, newestItems } from './newest-items.ts'
import { parseJsonFeed } from './parse-json-feed.ts'
import type { ParseResult } from './parse-result.ts'
import { readElements, type FeedElement } from './read-elements.ts'
import { readFeedInfo } from './read-feed-info.ts'
import { readItem } from './read-item.ts'
import { readSitemap } from './read-sitemap.ts'
import { repairJson } from './repair-json.ts'

export interface ParseContext {
  /** Headers as received; they are hints, for the body is looked at itself. */
  readonly contentType?: string | undefined
  readonly contentLanguage?: string | undefined
  /** Absolute URL of the document, which its relative addresses start from; '' when there is none. */
  readonly url: string
  /** Encoding that overrides every declared one. */
  readonly encoding?: string | undefined
  /** IANA zone of dates that name none; UTC when left out. */
  readonly timeZone?: string | undefined
  /** Items beyond these are counted, not read. */
  readonly itemsMax?: number | undefined
  /** When the document was fetched, ms since 1970 UTC: lists of pages may leave out the year. */
  readonly now?: number | undefined
}

/**
 * Reads a feed of any kind: RSS 0.90 to 2.0, RSS 1.0 and 1.1, Atom 0.3 and 1.0, CDF, JSON Feed 1 and 1.1, Google News
 * sitemaps, well-formed or not, in any encoding.
 * @param bytes the body as sent, without transfer coding
 * @returns the document, or a failure of kind `empty`, `blocked` or `not-a-feed`. A feed without items is a document.
 * Never throws, whatever the bytes are.
 */
export async function parseFeed(bytes: Uint8Array, context: ParseContext): Promise<ParseResult> {
  const { text, encoding } = decodeBody(bytes, { contentType: context.contentType, override: context.encoding, kind: 'xml' })
  const read = /^\s*[[{]/.test(text.slice(0, 1_000)) ? await readJson(text, encoding, context) : await readXml(text, encoding, context)
  return read ?? { kind: 'failed', failure: describeBody(bytes, text, WANTED) }
}

const WANTED = 'a feed (RSS, Atom, RDF or JSON Feed)'
const ITEMS_MAX = 10_000
/** Of a longer document so many times as many items are looked at as are read, to find the newest. */
const LOOKED_AT_FACTOR = 10

async function readJson(text: string, encoding: string, context: ParseContext): Promise<ParseResult | null> {
  let value = parseJson(text)
  let complete = true
  if (value === undefined) {
    const repaired = repairJson(text)
    if (repaired === null) return null
    value = parseJson(repaired.text)
    complete = repaired.complete
  }
  const read = parseJsonFeed(value, { url: context.url, timeZone: context.timeZone, itemsMax: context.itemsMax ?? ITEMS_MAX })
  if (read === null) return null
  const mapped = await mapFeed(withLanguage(read.feed, context), read.items)
  return parsed({ format: 'json', encoding, ...mapped, itemsLeftOut: read.itemsLeftOut, complete })
}

/** @returns undefined for what is no JSON */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

async function readXml(text: string, encoding: string, context: ParseContext): Promise<ParseResult | null> {
  const itemsMax = context.itemsMax ?? ITEMS_MAX
  const kept = keepEnds<FeedElement>(itemsMax)
  const read = readElements(text, {
    url: context.url,
    itemsMax: Math.max(itemsMax, Math.min(LOOKED_AT_FACTOR * itemsMax, ITEMS_MAX)),
    onItem: kept.put
  })
  if (read === null) return null
  const { format } = read
  const elements = kept.ends()
  const reading = { entities: read.entities, timeZone: context.timeZone }
  if (format === 'sitemap' || format === 'sitemap-index') {
    const news = readSitemap(format, elements, reading, context.url)
    if (news.kind === 'failed') return news
    const items = newestItems(news.items, itemsMax, ({ published }) => published)
    const mapped = await mapFeed(withLanguage(news.feed, context), items)
    return parsed({
      format: 'sitemap',
      encoding,
      ...mapped,
      itemsLeftOut: kept.count() + read.itemsLeftOut - items.length,
      complete: read.complete
    })
  }
  const feed = withLanguage(readFeedInfo(read.feed, reading), context)
  const all = elements.map((element) => inherit(readItem(element, reading), feed, format))
  const items = newestItems(all, itemsMax, ({ published, updated }) => published || updated)
  const mapped = await mapFeed(feed, items)
  return parsed({ format, encoding, ...mapped, itemsLeftOut: kept.count() + read.itemsLeftOut - items.length, complete: read.complete })
}

function parsed(document: FeedDocument): ParseResult {
  return { kind: 'parsed', document }
}

/** Content-Language speaks for a document that says nothing itself; a list of languages speaks for none. */
function withLanguage(feed: FeedRecord, context: ParseContext): FeedRecord {
  const header = context.contentLanguage?.trim() ?? ''
  return feed.language !== '' || !/^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,4}$/.test(header) ? feed : { ...feed, language: header }
}

/** Authors of an Atom feed are those of its entries (RFC 4287 section 4.2.1); a language holds for all that is within. */
function inherit(item: ItemRecord, feed: FeedRecord, format: FeedDocument['format']): ItemRecord {
  return {
    ...item,
    authors: item.authors.length > 0 || format !== 'atom' ? item.authors : feed.authors,
    language: item.language || feed.language
  }
}
