import type { TopicContent } from '../push/distribute-topics.ts'
import { createAddresses, type FormatEnding, topicRoute } from './addresses.ts'
import type { FeedName } from './rendered-feeds.ts'
import type { Serving } from './serving.ts'

const TOPIC_PATH =
  /^\/topics\/([a-z0-9][a-z0-9-]{0,79})(?:\/region\/([A-Z]{2}(?:-[A-Z0-9]{1,3})?)|\/([A-Za-z0-9-]{2,40}))?\.(atom|rss|json)$/

/**
 * Which topic feed an absolute address names: the address of its rel="self" link, letter by letter.
 * @returns null for any other address, archives and searches included
 */
export function readTopicUrl(topicUrl: string, publicUrl: string): FeedName | null {
  const { absolute } = createAddresses(publicUrl)
  const base = absolute('')
  const [, topicId, region, language, ending] = (topicUrl.startsWith(base) && TOPIC_PATH.exec(topicUrl.slice(base.length))) || []
  if (topicId === undefined) return null
  const variant = { ...(language === undefined ? {} : { language }), ...(region === undefined ? {} : { region }) }
  const format = ending as FormatEnding
  return topicUrl === absolute(topicRoute(topicId, variant, format)) ? { topicId, variant, format } : null
}

/** A topic feed as it is served at this moment, for those it is delivered to. @returns null when it is none of ours */
export async function topicContent(serving: Serving, topicUrl: string): Promise<TopicContent | null> {
  const name = readTopicUrl(topicUrl, serving.config().service.server.public_url)
  const stored = name && (await serving.feeds.find(name))
  if (!stored) return null
  const { bytes, etag } = stored.codings.identity
  return { bytes: Uint8Array.from(bytes), etag, contentType: stored.contentType, link: (stored.links ?? []).join(', ') }
}
