import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { getRoute } from '../get-route.ts'
import { headlinesOf } from '../headlines.ts'
import { notFound } from '../http-error.ts'
import { languageName } from '../names.ts'
import { storyPage } from '../pages/story-page.ts'
import { storyPlot } from '../plots.ts'
import { bounds, readInput } from '../read-query.ts'
import { sendRepresentation } from '../send-representation.ts'
import { pageVersion, present, type Serving } from '../serving.ts'

const ARTICLES_MAX = 300

const params = z.object({ id: bounds.id })

/** `/stories/ID`: every article that tells it, and a plot of when. One that became part of another leads there. */
export function storyRoutes(app: FastifyInstance, serving: Serving): void {
  const { store, pages } = serving

  getRoute(app, '/stories/:id', async (request, reply) => {
    const { id } = readInput(params, request.params, 404)
    const stored = await pages.find(`/stories/${id}`, await pageVersion(serving), async () => {
      const articles = await store.listArticles({ storyId: id }, ARTICLES_MAX)
      if (articles.length === 0) return null
      const { catalog, site } = present(serving)
      const headlines = [...(await headlinesOf(store, catalog, articles, null)).values()]
      const publishers = new Set(articles.map(({ lead }) => lead.owner)).size
      const body = storyPage(site, { id, headlines, publishers, plotRoute: articles.length > 1 ? `/plots/stories/${id}.svg` : null })
      return { contentType: 'text/html; charset=utf-8', body }
    })
    if (!stored) {
      const into = await store.storyInto(id)
      if (into === null) throw notFound('There is no such story.')
      return reply.redirect(present(serving).addresses.path(`/stories/${into}`), 302)
    }
    return sendRepresentation(request, reply, stored)
  })

  getRoute(app, '/plots/stories/:id.svg', async (request, reply) => {
    const { id } = readInput(params, request.params, 404)
    const stored = await pages.find(`/plots/stories/${id}`, await pageVersion(serving), async () => {
      const articles = await store.listArticles({ storyId: id }, ARTICLES_MAX)
      if (articles.length < 2) return null
      const rows = [...Map.groupBy(articles, ({ language }) => language)].sort((one, other) => other[1].length - one[1].length)
      return {
        contentType: 'image/svg+xml',
        body: storyPlot(rows.map(([language, members]) => ({ name: languageName(language), at: members.map(({ sortAt }) => sortAt) })))
      }
    })
    if (!stored) throw notFound('There is no such plot.')
    return sendRepresentation(request, reply, stored)
  })
}
