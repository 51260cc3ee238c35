import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { feedHealths } from '../feed-health.ts'
import { getRoute } from '../get-route.ts'
import { notFound } from '../http-error.ts'
import { sourcesPage } from '../pages/sources-page.ts'
import { rhythmPlot } from '../plots.ts'
import { bounds, readInput } from '../read-query.ts'
import { sendRepresentation } from '../send-representation.ts'
import { present, type Serving } from '../serving.ts'

const DAY_MS = 86_400_000
const DAYS_SHOWN = 30

const params = z.object({ id: bounds.id })

/** `/sources`: who is read here and how each is doing; `/plots/sources/ID.svg`: how often it publishes. */
export function sourceRoutes(app: FastifyInstance, serving: Serving): void {
  const { store, pages, now } = serving
  const version = () => `${serving.config().hash} ${Math.floor(now() / 60_000)}`

  getRoute(app, '/sources', async (request, reply) => {
    const stored = await pages.find('/sources', version(), async () => ({ contentType: 'text/html; charset=utf-8', body: await page() }))
    return sendRepresentation(request, reply, stored!)
  })

  getRoute(app, '/plots/sources/:id.svg', async (request, reply) => {
    const { id } = readInput(params, request.params, 404)
    const today = Math.floor(now() / DAY_MS) * DAY_MS
    const stored = await pages.find(`/plots/sources/${id}`, `${serving.config().hash} ${Math.floor(now() / 600_000)}`, async () => {
      if (!serving.config().sources.some((source) => source.id === id)) return null
      const from = today - (DAYS_SHOWN - 1) * DAY_MS
      const entries = new Map((await store.entriesByDay(id, from)).map((day) => [day.startsAt, day.entries]))
      return {
        contentType: 'image/svg+xml',
        body: rhythmPlot(Array.from({ length: DAYS_SHOWN }, (_, day) => entries.get(from + day * DAY_MS) ?? 0))
      }
    })
    if (!stored) throw notFound('There is no such source.')
    return sendRepresentation(request, reply, stored)
  })

  async function page(): Promise<string> {
    const { config, catalog, site } = present(serving)
    const healths = Map.groupBy(feedHealths(await store.allFeeds(), catalog, now()), ({ record }) => record.sourceId)
    const counts = await store.countEntriesBySource()
    const views = []
    for (const source of config.sources) {
      views.push({
        id: source.id,
        name: source.name,
        homepage: source.homepage ?? null,
        region: source.region ?? null,
        role: source.role,
        entries: counts.get(source.id) ?? 0,
        lastMonth: await store.countEntriesOfSource(source.id, now() - DAYS_SHOWN * DAY_MS),
        plotRoute: `/plots/sources/${source.id}.svg`,
        feeds: (healths.get(source.id) ?? []).map(({ view }) => view)
      })
    }
    return sourcesPage(site, views)
  }
}
