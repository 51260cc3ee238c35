import type { Cheerio, CheerioAPI } from 'cheerio'
import type { AnyNode } from 'domhandler'
import type { PageConfig } from '../config/schema.ts'
import type { FeedInfo, Item } from '../model/item.ts'
import { findDate, findDateByPattern, urlDate } from '../text/find-date.ts'
import { decodeBody } from './decode-body.ts'
import { describeBody } from './describe-body.ts'
import { baseOf, elementsNamed, filled, loadHtml, pickElements, pickText, readPick, textIn } from './load-html.ts'
import type { ParseContext } from './parse-feed.ts'
import { parseFailure, type ParseResult } from './parse-result.ts'
import { linkAddress } from './link-address.ts'
import { newestItems } from './newest-items.ts'
import { readJsonItems } from './page-json.ts'
import { readRecords } from './page-records.ts'
import { isHttpUrl, resolveUrl } from './resolve-url.ts'

const ITEMS_MAX = 500
const ELEMENTS_MAX = 2_000
/** A heading that dates what follows is near. */
const LEVELS_BEFORE_MAX = 4
const SIBLINGS_BEFORE_MAX = 60
const TEMPLATE = /\{\{|\$\{|<%|%7B%7B/i

/**
 * Reads a list page that offers no feed, by the selectors an operator wrote.
 * @returns its items in the page's order, or a failure that names the selector that found nothing
 */
export function parsePage(bytes: Uint8Array, page: PageConfig, context: ParseContext): ParseResult {
  const { text, encoding } = decodeBody(bytes, { contentType: context.contentType, override: context.encoding, kind: 'html' })
  const $ = loadHtml(text)
  const base = baseOf($, context.url)
  const list = page.records === undefined ? $ : readRecords($, page.records)
  const found = page.json ? readJsonItems($, text, page.json) : listItems(list, page)
  const items: Item[] = []
  const seen = new Set<string>()
  for (const one of found) {
    const item = makeItem(one, page, base, context)
    if (item?.url === undefined || seen.has(item.url)) continue
    seen.add(item.url)
    items.push(item)
  }
  if (items.length === 0) return nothingSelected(bytes, text, found.length, page)
  const newest = newestItems(items, context.itemsMax ?? ITEMS_MAX, ({ published }) => published)
  return {
    kind: 'parsed',
    document: {
      format: 'page',
      encoding,
      feed: pageInfo($, context.url),
      items: newest,
      itemsLeftOut: items.length - newest.length,
      complete: true
    }
  }
}

/** One item as it stands in the list: raw texts. */
export interface ListedItem {
  readonly title: string
  readonly link: string
  readonly date: string
  readonly summary: string
}

function listItems($: CheerioAPI, page: PageConfig): readonly ListedItem[] {
  const link = readPick(page.link)
  const title = page.title === undefined ? null : readPick(page.title)
  return $(page.item)
    .toArray()
    .slice(0, ELEMENTS_MAX)
    .map((node) => {
      const element = $(node) as Cheerio<AnyNode>
      const links = pickElements(element, link.selector)
      const titles = title === null || title.selector === link.selector ? links : pickElements(element, title.selector)
      return {
        link: textIn(links, link.attribute),
        title: titleOf(filled(links), title === null ? filled(links) : titles, title?.attribute ?? null),
        date: dateTextOf(element, page.date),
        summary: page.summary === undefined ? '' : pickText(element, page.summary)
      }
    })
}

/** The text that holds the date: of the item itself, or, for `< selector`, of the nearest such element before it or what it stands in. */
function dateTextOf(element: Cheerio<AnyNode>, date: string | undefined): string {
  if (date === undefined) return ''
  if (date.includes('{')) return element.text()
  if (!date.startsWith('<')) return pickText(element, date)
  const selector = date.slice(1).trim()
  let here = element.first()
  for (let up = 0; up < LEVELS_BEFORE_MAX && here.length > 0; up++) {
    let before = here.prev()
    for (let back = 0; back < SIBLINGS_BEFORE_MAX && before.length > 0; back++) {
      if (before.is(selector)) return before.text().replace(/\s+/g, ' ').trim()
      before = before.prev()
    }
    here = here.parent()
  }
  return ''
}

/** What the title selector names; a shortened link text gives way to the full title that many lists keep in an attribute. */
function titleOf(link: Cheerio<AnyNode>, titles: Cheerio<AnyNode>, attribute: string | null): string {
  const title = textIn(titles, attribute)
  const full = link.attr('title')?.replace(/\s+/g, ' ').trim() ?? ''
  const cut = title.replace(/(?:\.{2,}|…)$/, '')
  return title === '' || (cut !== title && full.startsWith(cut.trim())) ? full : title
}

function makeItem({ title, link: written, date, summary }: ListedItem, page: PageConfig, base: string, context: ParseContext): Item | null {
  const link = linkAddress(written)
  if (link === '' || link.startsWith('#') || TEMPLATE.test(link)) return null
  const url = resolveUrl(link, base)
  if (url === undefined || !isHttpUrl(url) || title === '') return null
  const zone = { timeZone: context.timeZone, now: context.now }
  const listed = date === '' ? null : page.date?.includes('{') ? findDateByPattern(date, page.date, zone) : findDate(date, zone)
  const fromUrl = listed === null && page.url_date ? urlDate(url, zone) : null
  const at = listed ?? fromUrl
  return {
    id: url,
    url,
    title,
    authors: [],
    categories: [],
    enclosures: [],
    ...(summary === '' ? {} : { summary }),
    ...(at === null ? {} : { published: new Date(at).toISOString() }),
    ...(fromUrl === null ? {} : { publishedFrom: 'url' as const })
  }
}

function pageInfo($: CheerioAPI, url: string): FeedInfo {
  const elements = elementsNamed($, INFO)
  const titled = elements.find(({ name }) => name === 'title')
  const title = titled === undefined ? '' : $(titled).text().replace(/\s+/g, ' ').trim()
  const page = elements.find(({ name }) => name === 'html')?.attribs
  const language = page?.['lang'] ?? page?.['xml:lang']
  const description = elements.find(({ attribs }) => attribs['name'] === 'description')?.attribs['content']?.trim()
  return { link: url, ...(title === '' ? {} : { title }), ...(language ? { language } : {}), ...(description ? { description } : {}) }
}

const INFO = new Set(['html', 'title', 'meta'])

function nothingSelected(bytes: Uint8Array, text: string, matched: number, page: PageConfig): ParseResult {
  const instead = describeBody(bytes, text, 'a list page')
  if (instead.kind === 'blocked' || instead.kind === 'empty') return { kind: 'failed', failure: instead }
  if (page.json)
    return parseFailure(
      'no-items-selected',
      `page.json.items "${page.json.items}" names no items with a title and a link in this page; look at the page and correct the pointers.`
    )
  const what =
    matched === 0
      ? `page.item "${page.item}"${page.records === undefined ? '' : ` within page.records "${page.records}"`} selects nothing in this page`
      : `page.item "${page.item}" selects ${matched} elements, but in none of them page.link "${page.link}" names an address with a title`
  return parseFailure('no-items-selected', `${what}; the page may have changed: "courant probe" proposes selectors.`)
}
