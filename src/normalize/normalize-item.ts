import type { Draft } from '../model/draft.ts'
import type { Enclosure, Item } from '../model/item.ts'
import { cleanText, clipText } from '../text/clean-text.ts'
import { hashText } from '../text/hash.ts'
import { isMarkup, plainText } from '../text/plain-text.ts'
import { canonicalUrl } from './canonical-url.ts'
import { cutLead, cutTail } from './cut-lead.ts'
import { httpUrl } from './http-url.ts'
import { safeHtml } from './safe-html.ts'
import { onceEncoded } from './twice-encoded.ts'

const TITLE_CODE_POINTS_MAX = 500
const TITLE_FROM_TEXT_CODE_POINTS_MAX = 120
const SUMMARY_CODE_POINTS_MAX = 500
/** Enough source for a summary, however much markup stands between its words. */
const SUMMARY_SOURCE_UNITS_MAX = 65_536
const TITLE_SOURCE_UNITS_MAX = 8_192
const GUID_UNITS_MAX = 2_048
const AUTHORS_MAX = 16
const CATEGORIES_MAX = 32
const LABEL_CODE_POINTS_MAX = 100
const ENCLOSURES_MAX = 16
const ALTERNATES_MAX = 64

const EARLIEST_AT = Date.UTC(1990, 0, 1)
const FUTURE_MS_MAX = 2 * 86_400_000

/** Where an item stood. `now` in milliseconds since 1970 UTC; `images` keeps https pictures in the content (off by default). */
export interface NormalizeContext {
  readonly feedUrl: string
  readonly now: number
  readonly images?: boolean
}

/**
 * Cleans one item. Nothing is invented: what is missing, a template nobody filled, or not to be believed (a date before 1990 or
 * more than two days ahead) is null or empty. Only a title is made where there is none, from the text or the address.
 * @returns the draft, or null when the item has neither title nor text nor link
 */
export function normalizeItem(written: Item, context: NormalizeContext): Draft | null {
  const item = onceEncoded(written)
  const url = itemUrl(item.url, context.feedUrl)
  const ownTitle = clipText(
    textOf(item.title === undefined ? undefined : asTitle(item.title), TITLE_SOURCE_UNITS_MAX),
    TITLE_CODE_POINTS_MAX
  )
  const summary = summarize(item, ownTitle)
  const title = ownTitle || titleFromText(summary) || titleFromUrl(url)
  if (title === '') return null
  return {
    guid: guidOf(item.id),
    url,
    canonicalUrl: url === null ? null : canonicalUrl(url),
    title,
    summary,
    contentHtml: contentOf(item, url ?? context.feedUrl, context.images ?? false),
    ...dates(item, context.now),
    authors: distinct((item.authors ?? []).map(authorName), AUTHORS_MAX),
    categories: distinct(
      (item.categories ?? []).map((category) => clipText(textOf(category, TITLE_SOURCE_UNITS_MAX), LABEL_CODE_POINTS_MAX)),
      CATEGORIES_MAX
    ),
    enclosures: enclosuresOf(item, context.feedUrl),
    imageUrl: imageOf(item, context.feedUrl),
    declaredLanguage: textOf(item.language, LABEL_CODE_POINTS_MAX) || null,
    alternates: alternatesOf(item, context.feedUrl)
  }
}

/** Values that programs print where they have none. */
const PRINTED_NOTHING = new Set(['null', 'undefined', 'none', 'nan', '[object object]', 'n/a'])
/** A whole field of template syntax: the publisher's program did not fill it. */
const TEMPLATE_ONLY =
  /^(?:\s*(?:\{\{[^{}]{0,200}\}\}|\{%[^%]{0,200}%\}|\$\{[^{}]{0,200}\}|<%[^%]{0,200}%>|%%[\w.-]{1,100}%%|#\{[^{}]{0,200}\}|\[\[[\w.-]{1,100}\]\])[\s|,:–-]*)+$/

function isAbsent(text: string): boolean {
  return text.length < 2_000 && (PRINTED_NOTHING.has(text.toLowerCase()) || TEMPLATE_ONLY.test(text))
}

function textOf(html: string | undefined, unitsMax: number): string {
  if (html === undefined || isAbsent(html.trim())) return ''
  const text = plainText(html.slice(0, unitsMax))
  return isAbsent(text) ? '' : text
}

/** What tells that a title was meant as HTML: an end tag, a comment, an element that has no end tag, or an attribute. */
const TITLE_MARKUP = /<\/[a-z]|<!|<(?:br|hr|wbr|img|p|li|div|script|style)\b|<[a-z][a-z0-9]{0,15}\s+[a-z-]{1,32}\s*=/i

/** RSS does not say whether a title is text or HTML. Where no markup can have been meant, as in "the <b> tag", each `<` is a character of it. */
function asTitle(raw: string): string {
  const title = raw.slice(0, TITLE_SOURCE_UNITS_MAX)
  return TITLE_MARKUP.test(title) ? title : title.replaceAll('<', '&lt;')
}

function itemUrl(raw: string | undefined, feedUrl: string): string | null {
  const url = httpUrl(raw, feedUrl)
  // A link that leads back to the feed is the reader's base address: the item itself had none.
  return url === httpUrl(feedUrl) ? null : url
}

function summarize(item: Item, title: string): string {
  for (const source of [item.summary, item.content]) {
    const text = cutTail(cutLead(textOf(source, SUMMARY_SOURCE_UNITS_MAX)))
    if (text !== '' && text !== title) return clipText(text, SUMMARY_CODE_POINTS_MAX)
  }
  return ''
}

/** The first sentence, when it is short enough for a title. */
function titleFromText(text: string): string {
  const sentence = /^.{8,110}?(?:[。！？؟।](?=.)|[.!?](?=\s))/u.exec(text)?.[0]
  return sentence ?? clipText(text, TITLE_FROM_TEXT_CODE_POINTS_MAX)
}

function titleFromUrl(url: string | null): string {
  if (url === null) return ''
  const { hostname, pathname } = new URL(url)
  const segment = pathname.split('/').findLast((part) => /\p{L}{3}/u.test(decode(part))) ?? ''
  const words = cleanText(
    decode(segment)
      .replace(/\.\w{2,5}$/, '')
      .replace(/[-_+]+/g, ' ')
  )
  return clipText(words || `${hostname}${pathname}`, TITLE_FROM_TEXT_CODE_POINTS_MAX)
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

function guidOf(id: string | undefined): string | null {
  const guid = id?.trim()
  if (!guid || isAbsent(guid)) return null
  return guid.length > GUID_UNITS_MAX ? `sha256:${hashText(guid)}` : guid.toWellFormed().replaceAll('\0', '')
}

function contentOf(item: Item, base: string, images: boolean): string {
  const source = item.content ?? item.summary ?? ''
  if (isAbsent(source.trim())) return ''
  if (/<[a-zA-Z!/]/.test(source) && !isEscapedMarkup(source)) return safeHtml(source, { base, images })
  if (isEscapedMarkup(source)) return safeHtml(unescapeOnce(source), { base, images })
  return safeHtml(
    source
      .split(/\n\s*\n/)
      .map((paragraph) => `<p>${paragraph.replaceAll('<', '&lt;')}</p>`)
      .join('\n'),
    { base, images }
  )
}

/** Whether the markup itself was escaped once too often: no tag stands in the source, but escaped ones do. */
function isEscapedMarkup(source: string): boolean {
  return source.includes('&lt;') && !isMarkup(source) && isMarkup(unescapeOnce(source.slice(0, SUMMARY_SOURCE_UNITS_MAX)))
}

function unescapeOnce(html: string): string {
  return html.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&')
}

function dates(item: Item, now: number): Pick<Draft, 'publishedAt' | 'publishedFrom' | 'updatedAt'> {
  const publishedAt = instant(item.published, now)
  return { publishedAt, publishedFrom: publishedAt === null ? null : (item.publishedFrom ?? 'feed'), updatedAt: instant(item.updated, now) }
}

function instant(iso: string | undefined, now: number): number | null {
  const at = iso === undefined ? Number.NaN : Date.parse(iso)
  return at >= EARLIEST_AT && at <= now + FUTURE_MS_MAX ? at : null
}

/** "press@example.org (Ada Lovelace)" and "Ada Lovelace <press@example.org>" name a person; a bare address names nobody. */
function authorName(raw: string): string {
  if (isAbsent(raw.trim())) return ''
  const short = raw.slice(0, 500)
  const named =
    /^\s*[^\s()<>]+@[^\s()<>]+\s*\(([^()]{1,200})\)\s*$/.exec(short)?.[1] ?? short.replace(/\s*[<(][^\s<>()]+@[^\s<>()]+[>)]\s*$/, '')
  const text = clipText(textOf(named, 500), LABEL_CODE_POINTS_MAX)
  return /^(?:mailto:)?\S+@\S+$/.test(text) || /^https?:\/\//i.test(text) || !/[\p{L}\p{N}]/u.test(text) ? '' : text
}

function distinct(texts: readonly string[], max: number): string[] {
  const byKey = new Map<string, string>()
  for (const text of texts) {
    const key = text.toLowerCase()
    if (text !== '' && !byKey.has(key)) byKey.set(key, text)
    if (byKey.size === max) break
  }
  return [...byKey.values()]
}

const MEDIA_TYPE = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,60}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,100}$/

function enclosuresOf(item: Item, base: string): Enclosure[] {
  const byUrl = new Map<string, Enclosure>()
  for (const { url: raw, type, length } of item.enclosures ?? []) {
    const url = httpUrl(raw, base)
    if (url === null || byUrl.has(url)) continue
    const mediaType = type?.split(';', 1)[0]!.trim().toLowerCase()
    byUrl.set(url, {
      url,
      ...(mediaType !== undefined && MEDIA_TYPE.test(mediaType) ? { type: mediaType } : {}),
      ...(length !== undefined && Number.isSafeInteger(length) && length > 0 ? { length } : {})
    })
    if (byUrl.size === ENCLOSURES_MAX) break
  }
  return [...byUrl.values()]
}

function imageOf(item: Item, base: string): string | null {
  return httpUrl(item.image, base) ?? enclosuresOf(item, base).find(({ type }) => type?.startsWith('image/'))?.url ?? null
}

function alternatesOf(item: Item, base: string): Record<string, string> {
  const kept: [string, string][] = []
  for (const [language, raw] of Object.entries(item.alternates ?? {}).slice(0, ALTERNATES_MAX)) {
    const url = httpUrl(raw, base)
    if (url !== null && /^[a-z]{1,8}(?:-[a-z0-9]{1,8}){0,4}$/i.test(language)) kept.push([language, url])
  }
  return Object.fromEntries(kept)
}
