import { EDITORS_SOURCE } from '../model/editors-source.ts'
import type { Config, FeedConfig, SourceConfig, TopicConfig } from '../config/schema.ts'

/** The configuration by id. What was removed from it is still shown, by its id alone. */
export interface Catalog {
  readonly topics: ReadonlyMap<string, TopicConfig>
  readonly sources: ReadonlyMap<string, SourceConfig>
  readonly feeds: ReadonlyMap<string, { readonly feed: FeedConfig; readonly source: SourceConfig }>
  readonly sourceName: (sourceId: string) => string
}

const catalogs = new WeakMap<Config, Catalog>()

export function catalogOf(config: Config): Catalog {
  const known = catalogs.get(config)
  if (known) return known
  const sources = new Map(config.sources.map((source) => [source.id, source]))
  const catalog: Catalog = {
    topics: new Map(config.topics.map((topic) => [topic.topic.id, topic])),
    sources,
    feeds: new Map(config.sources.flatMap((source) => source.feeds.map((feed) => [feed.id, { feed, source }] as const))),
    sourceName: (sourceId) => sources.get(sourceId)?.name ?? (sourceId === EDITORS_SOURCE.id ? EDITORS_SOURCE.name : sourceId)
  }
  catalogs.set(config, catalog)
  return catalog
}

/** The title of a topic for a reader of a language: that language's, else English, else the first there is. */
export function topicTitle(topic: TopicConfig, language = 'en'): { readonly text: string; readonly language: string } {
  const titles = Object.entries(topic.topic.title)
  const base = language.split('-')[0]
  const [tag, text] =
    titles.find(([tag]) => tag === language)
    ?? titles.find(([tag]) => tag.split('-')[0] === base)
    ?? titles.find(([tag]) => tag === 'en')
    ?? titles[0]!
  return { text, language: tag }
}
