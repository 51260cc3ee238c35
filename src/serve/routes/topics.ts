import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import Negotiator from 'negotiator'
import { z } from 'zod'
import type { FeedFormat } from '../../model/published.ts'
import { type FormatEnding, topicRoute, type TopicVariant } from '../addresses.ts'
import { topicTitle } from '../catalog.ts'
import type { Representation } from '../conditional-response.ts'
import { getRoute } from '../get-route.ts'
import { storyViews } from '../headlines.ts'
import { notFound } from '../http-error.ts'
import { type Facet, topicPage } from '../pages/topic-page.ts'
import { bounds, readInput } from '../read-query.ts'
import type { FeedName } from '../rendered-feeds.ts'
import { sendRepresentation } from '../send-representation.ts'
import { pageVersion, present, type Serving } from '../serving.ts'

const ARTICLES_PER_PAGE = 60
const FACETS_SHOWN = 40
const ARCHIVES_SHOWN = 24

const TYPES: Readonly<Record<string, FeedFormat | 'html'>> = {
  'text/html': 'html',
  'application/atom+xml': 'atom',
  'application/rss+xml': 'rss',
  'application/feed+json': 'json',
  'application/json': 'json',
  'application/xml': 'atom',
  'text/xml': 'rss'
}

const filters = z.object({ language: bounds.language.optional(), region: bounds.region.optional(), page: bounds.page })

const furtherPage = z
  .string()
  .regex(/^(?:[2-9]|[1-9]\d{1,2})$/)
  .transform(Number)
/** The parts of an address; `name` is its last one, with its ending. */
const nameParams = z.object({ name: bounds.id })
const topicParams = nameParams.extend({ topic: bounds.id })
const languageParams = topicParams.extend({ language: bounds.language })
const regionParams = topicParams.extend({ region: bounds.region })

/** `/topics/…`: pages, feeds, their variants, further pages of feeds, and archives. */
export function topicRoutes(app: FastifyInstance, serving: Serving): void {
  getRoute(
    app,
    '/topics/:name',
    (request, reply) => {
      const { name } = readInput(nameParams, request.params, 404)
      return pageOrFeed(request, reply, name, (id) => ({ topicId: id, variant: {} }))
    },
    { crossOrigin: true }
  )

  getRoute(
    app,
    '/topics/:topic/:name',
    (request, reply) => {
      const { topic, name } = readInput(topicParams, request.params, 404)
      return pageOrFeed(request, reply, name, (language) => ({
        topicId: topic,
        variant: { language: readInput(bounds.language, language, 404) }
      }))
    },
    { crossOrigin: true }
  )

  getRoute(
    app,
    '/topics/:topic/region/:name',
    (request, reply) => {
      const { topic, name } = readInput(topicParams, request.params, 404)
      return pageOrFeed(request, reply, name, (region) => ({ topicId: topic, variant: { region: readInput(bounds.region, region, 404) } }))
    },
    { crossOrigin: true }
  )

  getRoute(
    app,
    '/topics/:topic/page/:name',
    (request, reply) => {
      const { topic, name } = readInput(topicParams, request.params, 404)
      return feedPage(request, reply, name, topic, {})
    },
    { crossOrigin: true }
  )

  getRoute(
    app,
    '/topics/:topic/:language/page/:name',
    (request, reply) => {
      const { topic, name, language } = readInput(languageParams, request.params, 404)
      return feedPage(request, reply, name, topic, { language })
    },
    { crossOrigin: true }
  )

  getRoute(
    app,
    '/topics/:topic/region/:region/page/:name',
    (request, reply) => {
      const { topic, name, region } = readInput(regionParams, request.params, 404)
      return feedPage(request, reply, name, topic, { region })
    },
    { crossOrigin: true }
  )

  getRoute(
    app,
    '/topics/:topic/archive/:name',
    async (request, reply) => {
      const { topic, name } = readInput(topicParams, request.params, 404)
      const { base, format } = splitEnding(name)
      if (format !== 'atom') throw notFound('Archives are Atom documents, such as 2026-04.atom.')
      const stored = await serving.archives.find(topic, readInput(bounds.month, base, 404))
      if (!stored) throw notFound('There is no such archive: a month is kept here once it is over.')
      return sendRepresentation(request, reply, stored)
    },
    { crossOrigin: true }
  )

  /** The second page of a feed and those behind it (RFC 5005 section 3); the first has the plain address alone. */
  async function feedPage(
    request: FastifyRequest,
    reply: FastifyReply,
    name: string,
    topicId: string,
    variant: TopicVariant
  ): Promise<FastifyReply> {
    const { base, format } = splitEnding(name)
    const page = readInput(furtherPage, base, 404)
    const stored = format && (await storedFeed({ topicId, format, variant, page }))
    if (!stored) throw notFound('There is no such page of a topic feed.')
    return sendRepresentation(request, reply, stored)
  }

  /** Files are written from what the topic is now; a server gives what it has while something newer is in the making. */
  function storedFeed(name: FeedName): Promise<Representation | null> {
    return serving.site === 'static' ? serving.feeds.find(name) : serving.feeds.findStored(name)
  }

  async function pageOrFeed(
    request: FastifyRequest,
    reply: FastifyReply,
    name: string,
    read: (base: string) => { readonly topicId: string; readonly variant: TopicVariant }
  ): Promise<FastifyReply> {
    const { base, format } = splitEnding(name)
    const { topicId, variant } = read(base)
    const wanted = format ?? negotiated(request)
    const vary = format === null ? ['Accept'] : []
    if (wanted !== 'html') {
      const stored = await storedFeed({ topicId, format: wanted, variant })
      if (!stored) throw notFound('There is no such topic feed.')
      if (format === null) reply.header('content-location', present(serving).addresses.path(topicRoute(topicId, variant, wanted)))
      return sendRepresentation(request, reply, stored, vary)
    }
    const { language, region, page } = readInput(filters, request.query)
    const filter = { ...variant, ...(language === undefined ? {} : { language }), ...(region === undefined ? {} : { region }) }
    const key = `${topicRoute(topicId)}?${new URLSearchParams({ ...filter, page: String(page) })}`
    const stored = await serving.pages.find(key, await pageVersion(serving), async () => {
      const body = await topicHtml(serving, topicId, filter, page)
      return body === null ? null : { contentType: 'text/html; charset=utf-8', body }
    })
    if (!stored) throw notFound('There is no such topic, or nothing of this language or region in it.')
    return sendRepresentation(request, reply, stored, vary)
  }
}

/** Splits `zh-Hans.atom` into name and format; null when it has no ending of ours. */
function splitEnding(name: string): { readonly base: string; readonly format: FormatEnding | null } {
  const match = /^(.+)\.(atom|rss|json)$/.exec(name)
  return match ? { base: match[1]!, format: match[2] as FormatEnding } : { base: name, format: null }
}

/** Pages for browsers and whoever takes anything; a feed for who asks for one. */
function negotiated(request: FastifyRequest): FeedFormat | 'html' {
  const [best] = new Negotiator({ headers: request.headers }).mediaTypes(Object.keys(TYPES))
  return best === undefined ? 'html' : TYPES[best]!
}

async function topicHtml(serving: Serving, topicId: string, filter: TopicVariant, page: number): Promise<string | null> {
  const { store } = serving
  const { catalog, site } = present(serving)
  const topic = catalog.topics.get(topicId)
  if (!topic) return null
  const facets = await store.topicFacets(topicId)
  const shown = await store.articlesInTopic(topicId, filter, ARTICLES_PER_PAGE + 1, (page - 1) * ARTICLES_PER_PAGE)
  const { variants } = topic.feed
  const known =
    filter.language === undefined
    || variants.languages.includes(filter.language)
    || facets.languages.some(([tag]) => tag === filter.language)
  const knownRegion =
    filter.region === undefined
    || variants.regions.includes(filter.region)
    || facets.regions.some(([code]) => code === filter.region || code.startsWith(`${filter.region}-`))
  if (!known || !knownRegion || (page > 1 && shown.length === 0)) return null
  const isStatic = serving.site === 'static'
  const feedVariant = filter.language === undefined || filter.region === undefined ? filter : { language: filter.language }
  const routeOf = (wanted: TopicVariant): string => {
    if (wanted.language === undefined || wanted.region === undefined) return topicRoute(topicId, wanted)
    return `${topicRoute(topicId, { language: wanted.language })}?region=${wanted.region}`
  }
  const { language, region } = filter
  const languages: readonly Facet[] = facets.languages
    .filter(([tag]) => !isStatic || variants.languages.includes(tag))
    .slice(0, FACETS_SHOWN)
    .map(([tag, count]) => ({
      key: tag,
      count,
      current: tag === language,
      route: routeOf({ language: tag, ...(region === undefined || isStatic ? {} : { region }) })
    }))
  const regions: readonly Facet[] = facets.regions
    .filter(([code]) => !isStatic || variants.regions.includes(code))
    .slice(0, FACETS_SHOWN)
    .map(([code, count]) => ({
      key: code,
      count,
      current: code === region,
      route: routeOf({ region: code, ...(language === undefined || isStatic ? {} : { language }) })
    }))
  const route = routeOf(filter)
  const paged = (number: number) => `${route}${route.includes('?') ? '&' : '?'}page=${number}`
  const title = topicTitle(topic, filter.language)
  return topicPage(site, {
    id: topicId,
    route: page === 1 ? route : paged(page),
    title,
    otherTitles: Object.entries(topic.topic.title)
      .filter(([tag]) => tag !== title.language)
      .map(([language, text]) => ({ language, text })),
    scope: topic.topic.scope ?? '',
    variant: filter,
    stories: await storyViews(store, catalog, shown.slice(0, ARTICLES_PER_PAGE), topicId),
    articles: facets.languages.reduce((sum, [, count]) => sum + count, 0),
    languages,
    regions,
    allRoute: topicRoute(topicId),
    feedRoutes: {
      atom: topicRoute(topicId, feedVariant, 'atom'),
      rss: topicRoute(topicId, feedVariant, 'rss'),
      json: topicRoute(topicId, feedVariant, 'json')
    },
    archiveMonths: (await serving.archives.months(topicId)).toReversed().slice(0, ARCHIVES_SHOWN),
    changedAt: (await store.journalHeadOf(topicId))?.at ?? null,
    nextRoute: shown.length > ARTICLES_PER_PAGE && !isStatic ? paged(page + 1) : null,
    page
  })
}
