import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { renderTopicFeed } from '../../publish/topic-feed.ts'
import { composeSearchFeed, type FeedDeps } from '../compose-feed.ts'
import { getRoute } from '../get-route.ts'
import { headlinesOf } from '../headlines.ts'
import { searchPage } from '../pages/search-page.ts'
import { bounds, readInput } from '../read-query.ts'
import { linkValues } from '../rendered-feeds.ts'
import { sendRepresentation } from '../send-representation.ts'
import { pageVersion, present, type Serving } from '../serving.ts'

const FOUND_MAX = 50

const query = z.object({ q: bounds.query.default('') })

/** `/search?q=` for people, and the same search as a feed. */
export function searchRoutes(app: FastifyInstance, serving: Serving): void {
  const { store, pages } = serving

  getRoute(app, '/search', async (request, reply) => {
    const { q } = readInput(query, request.query)
    const stored = await pages.find(`/search ${q}`, await pageVersion(serving), async () => {
      const { catalog, site } = present(serving)
      const articles = q.trim() === '' ? [] : await store.searchArticles(q, FOUND_MAX)
      const headlines = await headlinesOf(store, catalog, articles, null)
      const body = searchPage(site, { query: q.trim(), found: articles.map(({ id }) => headlines.get(id)!), limit: FOUND_MAX })
      return { contentType: 'text/html; charset=utf-8', body }
    })
    return sendRepresentation(request, reply, stored!)
  })

  for (const format of ['atom', 'rss', 'json'] as const) {
    getRoute(
      app,
      `/search.${format}`,
      async (request, reply) => {
        const { q } = readInput(query, request.query)
        const asked = askedIn(request.url, q)
        const stored = await pages.find(`/search.${format} ${asked}`, await pageVersion(serving), async () => {
          const { config, addresses } = present(serving)
          const deps: FeedDeps = { store, config, addresses, hubUrl: undefined, now: serving.now() }
          const feed = await composeSearchFeed(deps, q, asked, FOUND_MAX)
          return { ...renderTopicFeed(feed, format), links: linkValues(feed, format) }
        })
        return sendRepresentation(request, reply, stored!)
      },
      { crossOrigin: true }
    )
  }
}

/** A blank may be written as `+` or `%20`: a feed names the address it was asked at, by which its readers know it. */
function askedIn(url: string, q: string): string {
  const [, plain] = /\?(q=[\w.~%+-]+)$/.exec(url) ?? []
  return plain !== undefined ? `?${plain}` : q === '' ? '' : `?q=${encodeURIComponent(q)}`
}
