import type { FeedRecord, ItemRecord } from './feed-record.ts'
import { parseFailure, type ParseResult } from './parse-result.ts'
import type { FeedElement } from './read-elements.ts'
import { attributeText, dateText, type ReadContext } from './read-item.ts'
import { isHttpUrl, resolveUrl } from './resolve-url.ts'
import { textOf } from './text-construct.ts'

export interface Sitemap {
  readonly kind: 'news'
  readonly feed: FeedRecord
  readonly items: readonly ItemRecord[]
  /** Addresses in it that are no news. */
  readonly itemsLeftOut: number
}

/**
 * Reads a Google News sitemap, which lists the articles of two days with title, date and language. Other sitemaps list
 * pages without telling what is new in them, so they fail with a message that says so.
 * @param url address of the sitemap, the link of its feed
 */
export function readSitemap(
  format: 'sitemap' | 'sitemap-index',
  elements: readonly FeedElement[],
  context: ReadContext,
  url: string
): Sitemap | Extract<ParseResult, { kind: 'failed' }> {
  if (format === 'sitemap-index') {
    const inside = elements.map((element) => childText(element, 'loc', context)).filter(isHttpUrl)
    const news = inside.find((address) => /news/i.test(address)) ?? inside[0]
    return failed(
      `A sitemap index of ${inside.length} sitemaps came instead of a feed; use the one that lists news${news === undefined ? '' : `, perhaps ${news.slice(0, 300)}`}.`
    )
  }
  const items = elements.map((element) => readArticle(element, context)).filter((item) => item !== null)
  if (items.length === 0 && elements.length > 0) {
    return failed(`A sitemap of ${elements.length} pages came instead of a feed; only sitemaps with news:news elements tell what is new.`)
  }
  const publication = elements
    .map((element) => descendant(element, ['news:news', 'news:publication', 'news:name']))
    .find((name) => name !== undefined)
  return {
    kind: 'news',
    feed: { ...NO_FEED, title: publication === undefined ? '' : textOf(publication, context.entities), link: url },
    items,
    itemsLeftOut: elements.length - items.length
  }
}

const NO_FEED: FeedRecord = {
  title: '',
  link: '',
  self: '',
  hub: '',
  description: '',
  language: '',
  id: '',
  updated: '',
  image: '',
  authors: [],
  categories: [],
  rights: '',
  generator: '',
  ttl: '',
  updatePeriodMs: 0,
  skipHours: [],
  skipDays: []
}

const ALTERNATES_MAX = 100

function failed(message: string): Extract<ParseResult, { kind: 'failed' }> {
  return parseFailure('not-a-feed', message) as Extract<ParseResult, { kind: 'failed' }>
}

function readArticle(element: FeedElement, context: ReadContext): ItemRecord | null {
  const news = element.children.find(({ key }) => key === 'news:news')
  const link = resolveUrl(childText(element, 'loc', context), element.base) ?? ''
  if (news === undefined || !isHttpUrl(link)) return null
  const image = descendant(element, ['image:image', 'image:loc'])
  const language = descendant(news, ['news:publication', 'news:language'])
  const alternates = element.children
    .filter(({ key }) => key === 'xhtml:link')
    .slice(0, ALTERNATES_MAX)
    .flatMap((alternate) => {
      const hreflang = attributeText(alternate, 'hreflang', context)
      const address = resolveUrl(attributeText(alternate, 'href', context), alternate.base)
      return hreflang === '' || address === undefined ? [] : [[hreflang, address] as const]
    })
  return {
    title: childText(news, 'news:title', context),
    link,
    id: link,
    published: dateText(childText(news, 'news:publication_date', context), context),
    updated: dateText(childText(element, 'lastmod', context), context),
    authors: [],
    categories: childText(news, 'news:keywords', context)
      .split(',')
      .map((word) => word.trim())
      .filter((word) => word !== '')
      .slice(0, 100),
    enclosures: [],
    summary: '',
    content: '',
    language: language === undefined ? '' : textOf(language, context.entities),
    image: image === undefined ? '' : (resolveUrl(textOf(image, context.entities), image.base) ?? ''),
    alternates: Object.fromEntries(alternates)
  }
}

function childText(element: FeedElement, key: string, context: ReadContext): string {
  const child = element.children.find((one) => one.key === key)
  return child === undefined ? '' : textOf(child, context.entities)
}

function descendant(element: FeedElement, path: readonly string[]): FeedElement | undefined {
  let here: FeedElement | undefined = element
  for (const key of path) here = here?.children.find((child) => child.key === key)
  return here
}
