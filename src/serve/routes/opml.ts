import type { FastifyInstance } from 'fastify'
import { type OpmlOutline, renderOpml } from '../../publish/opml.ts'
import { topicRoute, type TopicVariant } from '../addresses.ts'
import { topicTitle } from '../catalog.ts'
import { getRoute } from '../get-route.ts'
import { languageName } from '../names.ts'
import { regionName } from '../region-names.ts'
import { sendRepresentation } from '../send-representation.ts'
import { type Present, present, type Serving } from '../serving.ts'

/** `/opml.xml`: every topic and its configured variants as a subscription list. */
export function opmlRoutes(app: FastifyInstance, serving: Serving): void {
  getRoute(
    app,
    '/opml.xml',
    async (request, reply) => {
      const stored = await serving.pages.find('/opml.xml', serving.config().hash, async () => ({
        contentType: 'text/x-opml; charset=utf-8',
        body: renderOpml({ title: `${serving.config().service.title}: topics`, outlines: outlines(present(serving)) })
      }))
      return sendRepresentation(request, reply, stored!)
    },
    { crossOrigin: true }
  )
}

function outlines({ config, addresses }: Present): readonly OpmlOutline[] {
  return config.topics.flatMap((topic) => {
    const { id } = topic.topic
    const line = (title: string, variant: TopicVariant): OpmlOutline => ({
      title,
      feedUrl: addresses.absolute(topicRoute(id, variant, 'atom')),
      htmlUrl: addresses.absolute(topicRoute(id, variant)),
      ...(variant.language === undefined ? {} : { language: variant.language })
    })
    const { languages, regions } = topic.feed.variants
    const title = topicTitle(topic).text
    const variants = [
      ...languages.map((language) => line(`${topicTitle(topic, language).text} (${languageName(language)})`, { language })),
      ...regions.map((region) => line(`${title} (${regionName(region)})`, { region }))
    ]
    return [line(title, {}), ...(variants.length === 0 ? [] : [{ title: `${title}, by language and region`, outlines: variants }])]
  })
}
