import type { FastifyInstance } from 'fastify'
import { topicTitle } from '../catalog.ts'
import { getRoute } from '../get-route.ts'
import { storyViews } from '../headlines.ts'
import { frontPage } from '../pages/front-page.ts'
import { sendRepresentation } from '../send-representation.ts'
import { pageVersion, present, type Serving } from '../serving.ts'

const STORIES_SHOWN = 5
const ARTICLES_READ = 30

/** `/`: all topics with their newest stories. */
export function frontRoutes(app: FastifyInstance, serving: Serving): void {
  getRoute(app, '/', async (request, reply) => {
    const stored = await serving.pages.find('/', await pageVersion(serving), async () => ({
      contentType: 'text/html; charset=utf-8',
      body: await front(serving)
    }))
    return sendRepresentation(request, reply, stored!)
  })
}

async function front(serving: Serving): Promise<string> {
  const { store } = serving
  const { config, catalog, site } = present(serving)
  const counts = await store.countPublications()
  const languages = new Set<string>()
  const topics = []
  for (const topic of config.topics) {
    const { id } = topic.topic
    const facets = await store.topicFacets(id)
    for (const [tag] of facets.languages) languages.add(tag)
    const stories = await storyViews(store, catalog, await store.articlesInTopic(id, {}, ARTICLES_READ), id)
    topics.push({
      id,
      title: topicTitle(topic),
      articles: counts.get(id) ?? 0,
      languages: facets.languages.length,
      stories: stories.slice(0, STORIES_SHOWN)
    })
  }
  // What has nothing yet stands last; else the order is that of the configuration.
  topics.sort((a, b) => Number(b.articles > 0) - Number(a.articles > 0))
  return frontPage(site, { topics, sources: config.sources.length, languages: languages.size })
}
