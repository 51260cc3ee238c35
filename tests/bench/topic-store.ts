import type { Config } from '../../src/config/schema.ts'
import type { Store } from '../../src/store/store.ts'
import { aConfig, aFilledStore, bring, NOON, TEXTS } from '../support/store-builder.ts'

const PARAGRAPHS = 6

/** A topic of so many articles with texts of about two kilobytes in eleven scripts, and its configuration: feeds of 500 items. */
export async function aLargeTopic(
  articles: number,
  server: Record<string, unknown> = {}
): Promise<{ readonly config: Config; readonly store: Store }> {
  const config = largeConfig(server)
  const store = await aFilledStore(config)
  for (let index = 0; index < articles; index++) await bring(store, aText(index), NOON)
  return { config, store }
}

function largeConfig(server: Record<string, unknown>): Config {
  const config = aConfig(server)
  return { ...config, topics: config.topics.map((topic) => ({ ...topic, feed: { ...topic.feed, items: 500, max_per_source: 500 } })) }
}

function aText(index: number): (typeof TEXTS)[number] {
  const { story: _, copyOf: __, ...text } = TEXTS[index % (TEXTS.length - 1)]!
  return {
    ...text,
    id: `${text.id}-${index}`,
    title: `${text.title} ${index}`,
    summary: `${text.summary} `.repeat(PARAGRAPHS).trim(),
    hoursAgo: 1 + index / 10
  }
}
