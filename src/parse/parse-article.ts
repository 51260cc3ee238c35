import type { CheerioAPI } from 'cheerio'
import type { Element } from 'domhandler'
import type { ArticlePageConfig } from '../config/schema.ts'
import { findDate, findDateByPattern } from '../text/find-date.ts'
import { absoluteLinks } from './absolute-links.ts'
import { binaryName } from './binary-name.ts'
import { decodeBody } from './decode-body.ts'
import { extractText, TAGS_MAX } from './extract-text.ts'
import { baseOf, elementsNamed, loadHtml } from './load-html.ts'
import type { ParseContext } from './parse-feed.ts'
import { pageDate } from './page-date.ts'
import { pageTitle } from './page-title.ts'
import { resolveUrl } from './resolve-url.ts'

/** What an article page tells of itself; absent what it does not. `content` is HTML with absolute links, not yet safe. */
export interface ArticlePage {
  readonly title?: string
  readonly content?: string
  /** ISO 8601 UTC. */
  readonly published?: string
  readonly author?: string
  readonly image?: string
  readonly language?: string
  readonly canonical?: string
  readonly alternates?: Readonly<Record<string, string>>
}

const ALTERNATES_MAX = 64

/** Names of the metas that hold a date of publication, the most exact first (Chinese government pages, Dublin Core, Open Graph). */
const DATE_METAS = [
  'article:published_time',
  'PubDate',
  'publishdate',
  'publish_date',
  'pubdate',
  'datePublished',
  'og:published_time',
  'DC.date.issued',
  'dc.date',
  'dcterms.created',
  'DC.date.created',
  'parsely-pub-date',
  'sailthru.date',
  'date',
  'release_date',
  'article.published',
  'cXenseParse:recs:publishtime'
]

/**
 * Reads the page behind a link: by the operator's selectors where there are any, else by what pages tell of themselves.
 * Never throws; a page without a text gives a record without `content`, a file that is no page an empty one.
 */
export function parseArticle(bytes: Uint8Array, page: ArticlePageConfig, context: ParseContext): ArticlePage {
  if (binaryName(bytes) !== null) return {}
  const { text } = decodeBody(bytes, { contentType: context.contentType, override: context.encoding, kind: 'html' })
  const $ = loadHtml(text)
  const base = baseOf($, context.url)
  const parts = elementsNamed($, PARTS)
  const data = linkedData($, named(parts, 'script'))
  const metas = readMetas(named(parts, 'meta'))
  const title = titleOf($, metas, parts, page)
  const at = dateOf($, metas, page, title, data, named(parts, 'time'), context)
  const content = contentOf($, page)
  const image = meta(metas, ['og:image', 'twitter:image'])
  return stripEmpty({
    title,
    content: content === '' ? '' : absoluteLinks(content, base),
    published: at === null ? '' : new Date(at).toISOString(),
    author: meta(metas, ['author', 'article:author', 'DC.creator', 'byl']) || data.author,
    image: image === '' ? '' : (resolveUrl(image, base) ?? ''),
    language: named(parts, 'html')[0]?.attribs['lang']?.trim() ?? meta(metas, ['og:locale', 'language', 'DC.language']).replace('_', '-'),
    canonical: resolveUrl(named(parts, 'link').find(({ attribs }) => attribs['rel'] === 'canonical')?.attribs['href'] ?? '', base) ?? '',
    alternates: alternatesOf(named(parts, 'link'), base)
  })
}

/** What pages tell of themselves stands in these. */
const PARTS = new Set(['html', 'title', 'meta', 'link', 'script', 'h1', 'h2', 'time'])

function named(parts: readonly Element[], ...names: readonly string[]): readonly Element[] {
  return parts.filter(({ name }) => names.includes(name))
}

function titleOf($: CheerioAPI, metas: Metas, parts: readonly Element[], page: ArticlePageConfig): string {
  const own = page.title === undefined ? meta(metas, ['ArticleTitle', 'citation_title']) : squeeze($(page.title).first().text())
  if (own !== '') return own
  const headings = named(parts, 'h1', 'h2')
    .slice(0, HEADINGS_MAX)
    .map((heading) => squeeze($(heading).text()))
  return pageTitle(squeeze($(named(parts, 'title').slice(0, 1)).text()), meta(metas, ['og:title', 'twitter:title']), headings)
}

const HEADINGS_MAX = 100

function dateOf(
  $: CheerioAPI,
  metas: Metas,
  page: ArticlePageConfig,
  title: string,
  data: LinkedData,
  times: readonly Element[],
  { timeZone }: ParseContext
): number | null {
  const zone = { timeZone }
  if (page.date !== undefined) {
    const at = page.date.includes('{')
      ? findDateByPattern($('body').text(), page.date, zone)
      : findDate(squeeze($(page.date).first().text()), zone)
    if (at !== null) return at
  }
  const candidates = [
    ...DATE_METAS.map((name) => meta(metas, [name])),
    data.published,
    $('[itemprop="datePublished"]').first().attr('content') ?? '',
    times.find(({ attribs }) => attribs['datetime'] !== undefined)?.attribs['datetime'] ?? ''
  ]
  for (const candidate of candidates) {
    const at = candidate === '' ? null : findDate(candidate, zone)
    if (at !== null) return at
  }
  return pageDate($, title, zone)
}

function contentOf($: CheerioAPI, page: ArticlePageConfig): string {
  for (const selector of page.remove) $(selector).remove()
  if (page.body !== undefined)
    return $(page.body)
      .toArray()
      .map((element) => $(element).html() ?? '')
      .join('\n')
      .trim()
  // What cannot be looked through need not be written out.
  return elementsNamed($, null).length > TAGS_MAX ? '' : extractText($.html())
}

interface LinkedData {
  readonly published: string
  readonly author: string
}

/** What JSON-LD says of the article (schema.org datePublished, author). */
function linkedData($: CheerioAPI, scripts: readonly Element[]): LinkedData {
  for (const script of scripts.filter(({ attribs }) => attribs['type'] === 'application/ld+json').slice(0, 20)) {
    const node = firstArticle(parseJson($(script).text()), 0)
    if (node) return { published: textOf(node.datePublished), author: nameOf(node.author) }
  }
  return { published: '', author: '' }
}

const DEPTH_MAX = 6

function firstArticle(value: unknown, depth: number): Record<string, unknown> | null {
  if (depth > DEPTH_MAX || typeof value !== 'object' || value === null) return null
  if (Array.isArray(value)) {
    for (const one of value.slice(0, 50)) {
      const found = firstArticle(one, depth + 1)
      if (found) return found
    }
    return null
  }
  const node = value as Record<string, unknown>
  return typeof node.datePublished === 'string' ? node : firstArticle(node['@graph'] ?? node.mainEntity ?? null, depth + 1)
}

function nameOf(author: unknown): string {
  if (Array.isArray(author)) return nameOf(author[0])
  if (typeof author === 'object' && author !== null) return textOf((author as Record<string, unknown>).name)
  return textOf(author)
}

function alternatesOf(links: readonly Element[], base: string): Readonly<Record<string, string>> {
  const found: [string, string][] = []
  for (const { attribs } of links
    .filter(({ attribs }) => attribs['rel'] === 'alternate' && attribs['hreflang'] !== undefined)
    .slice(0, ALTERNATES_MAX)) {
    const language = attribs['hreflang'] ?? ''
    const url = resolveUrl(attribs['href'] ?? '', base)
    if (/^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*$/.test(language) && url !== undefined) found.push([language, url])
  }
  return Object.fromEntries(found)
}

type Metas = ReadonlyMap<string, string>

/** What `<meta>` elements say, by their name, property or itemprop in lower case; the first that says something counts. */
function readMetas(elements: readonly Element[]): Metas {
  const metas = new Map<string, string>()
  for (const { attribs } of elements.slice(0, METAS_MAX)) {
    const content = squeeze(attribs['content'] ?? '')
    for (const attribute of META_NAMES) {
      const name = attribs[attribute]?.toLowerCase()
      if (name !== undefined && content !== '' && !metas.has(name)) metas.set(name, content)
    }
  }
  return metas
}

const METAS_MAX = 500
const META_NAMES = ['name', 'property', 'itemprop'] as const

function meta(metas: Metas, names: readonly string[]): string {
  return names.map((name) => metas.get(name.toLowerCase())).find((content) => content !== undefined) ?? ''
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? squeeze(value) : ''
}

function squeeze(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

function stripEmpty(page: Required<ArticlePage>): ArticlePage {
  return Object.fromEntries(
    Object.entries(page).filter(([, value]) => (typeof value === 'string' ? value !== '' : Object.keys(value).length > 0))
  )
}
