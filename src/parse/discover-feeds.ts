import { baseOf, loadHtml } from './load-html.ts'
import { isHttpUrl, resolveUrl } from './resolve-url.ts'

export interface OfferedFeed {
  readonly url: string
  readonly title?: string
  /** Media type as the page says it; it may lie. */
  readonly type?: string
  /** `link`: the page offers it to programs; `anchor`: it links to what looks like one. */
  readonly from: 'link' | 'anchor'
}

/**
 * Finds the feeds that a page offers: by `<link rel="alternate">` (RSS Advisory Board's and WHATWG's autodiscovery), and by
 * links whose address or text looks like a feed.
 * @param url where the page was read, for relative addresses
 * @returns what is offered to programs first, in the page's order, no address twice
 */
export function discoverFeeds(html: string, url: string): readonly OfferedFeed[] {
  const $ = loadHtml(html)
  const base = baseOf($, url)
  const found = new Map<string, OfferedFeed>()
  const add = (href: string | undefined, feed: Omit<OfferedFeed, 'url'>): void => {
    const address = resolveUrl((href ?? '').replace(/^feed:(?:\/\/)?(?=https?:)/i, '').replace(/^feed:\/\//i, 'http://'), base)
    if (address === undefined || !isHttpUrl(address) || found.has(address) || found.size >= FEEDS_MAX) return
    found.set(address, feed.title === undefined || feed.title === '' ? { url: address, ...without(feed) } : { url: address, ...feed })
  }
  for (const element of $('link[href]').toArray()) {
    const link = $(element)
    const rel = (link.attr('rel') ?? '').toLowerCase().split(/\s+/)
    const type = (link.attr('type') ?? '').toLowerCase().trim()
    if (
      (rel.includes('alternate') && (FEED_TYPE.test(type) || isPlainTyped(type, link.attr('href')!, link.attr('title') ?? '')))
      || rel.includes('feed')
    ) {
      add(link.attr('href'), { title: oneLine(link.attr('title') ?? ''), ...(type === '' ? {} : { type }), from: 'link' })
    }
  }
  for (const element of $('a[href]').toArray().slice(0, ANCHORS_MAX)) {
    const href = $(element).attr('href') ?? ''
    const shown = oneLine($(element).text())
    // An icon has no text, but a name for those who do not see it.
    const name =
      shown || oneLine($(element).attr('aria-label') ?? $(element).attr('title') ?? $(element).find('img[alt]').attr('alt') ?? '')
    if (href.length > 2_000 || !(FEED_ADDRESS.test(href) || FEED_TEXT.test(name.slice(0, 80)))) continue
    if (!NO_FEED.test(href)) add(href, { title: oneLine($(element).attr('title') ?? name).slice(0, 200), from: 'anchor' })
  }
  return [...found.values()]
}

/** Types that any XML and JSON has: an alternate in XML is a feed, one in JSON is where it says so. */
function isPlainTyped(type: string, href: string, title: string): boolean {
  return /^(?:application|text)\/xml(?:;|$)/.test(type) || (/^application\/json(?:;|$)/.test(type) && /feed/i.test(`${href} ${title}`))
}

const FEEDS_MAX = 100
const ANCHORS_MAX = 5_000
const FEED_TYPE = /^(?:application|text)\/(?:(?:rss|atom|rdf|feed)\+(?:xml|json)|x\.atom\+xml|x-?rss)|^application\/feed\+json/
const FEED_ADDRESS = /^feed:|(?:[/._?=&-](?:rss|atom|rdf|feed|feeds|index\.xml)(?:[/._?=&#-]|\d|$))|\.(?:rss|rdf|atom)(?:[?#]|$)/i
const FEED_TEXT =
  /^(?:rss|atom|xml)(?:[ -](?:feed|abonnieren|2\.0))?s?$|rss[ -]?(?:feed|订阅|訂閱|配信|フィード|구독|лента|лєнта)|^(?:[\p{L}’'-]{1,20} ){1,2}rss$/iu
/** Places that take a feed's address, help about feeds, and files that are none. */
const NO_FEED =
  /^(?:javascript|mailto):|feedback|\.(?:jpe?g|png|gif|svg|css|js|pdf|zip|mp3|mp4)(?:[?#]|$)|(?:feedly|inoreader|netvibes|newsblur|theoldreader|bloglines)\.com|add\.my\.yahoo|google\.com\/reader/i

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

function without(feed: Omit<OfferedFeed, 'url'>): Omit<OfferedFeed, 'url' | 'title'> {
  const { title: _, ...rest } = feed
  return rest
}
