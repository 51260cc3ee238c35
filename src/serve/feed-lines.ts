import type { TopicConfig } from '../config/schema.ts'
import type { Store } from '../store/store.ts'
import type { ShownArticle } from '../store/topic-pages.ts'
import type { TopicVariant } from './addresses.ts'
import { groupStories } from './group-stories.ts'

/** One line of a feed: an article (or one copy of it) that leads, and what is named with it. */
export interface FeedLine {
  readonly lead: Pick<ShownArticle, 'article' | 'addedAt' | 'pinned'>
  readonly sourceId: string
  /** The entry to show, where that is not the leading one of its article. */
  readonly copyId?: string
  readonly others: readonly Pick<ShownArticle, 'article' | 'addedAt'>[]
}

/** Articles that the pages of a feed go back to; what is older stands in the archives. */
const ARTICLES_MAX = 2_000
const PAGES_MAX = 50

/** The lines of a topic feed, page by page, the newest first: collapsed and capped as its `feed:` configuration asks. */
export async function feedPages(
  store: Store,
  { topic, feed }: TopicConfig,
  variant: TopicVariant
): Promise<readonly (readonly FeedLine[])[]> {
  const shown = await store.shownInTopic(topic.id, variant, ARTICLES_MAX)
  const lines = await feedLines(store, shown, feed.collapse)
  return pagesOf(lines, feed.items, feed.max_per_source)
}

async function feedLines(
  store: Store,
  shown: readonly ShownArticle[],
  collapse: TopicConfig['feed']['collapse']
): Promise<readonly FeedLine[]> {
  switch (collapse) {
    case 'story':
      return groupStories(shown, 'first').map(({ lead, others }) => ({ lead, sourceId: lead.sourceId, others }))
    case 'article':
      return shown.map((lead) => ({ lead, sourceId: lead.sourceId, others: [] }))
    case 'none': {
      const copies = Map.groupBy(await store.copiesOfArticles(shown.map(({ article }) => article.id)), ({ articleId }) => articleId)
      return shown.flatMap((lead) =>
        (copies.get(lead.article.id) ?? []).map(({ id, sourceId }) => ({ lead, sourceId, copyId: id, others: [] }))
      )
    }
    default:
      return collapse satisfies never
  }
}

/**
 * Divides lines into pages. On the first, at most so many stand of one source: one that publishes much does not fill it. What had
 * to wait for that opens the second, so that nothing is on no page.
 * @param perSourceMax does not hold for what editors pinned
 * @returns one page at least
 */
export function pagesOf(lines: readonly FeedLine[], itemsMax: number, perSourceMax: number): readonly (readonly FeedLine[])[] {
  const counts = new Map<string, number>()
  const first: FeedLine[] = []
  const rest: FeedLine[] = []
  for (const line of lines) {
    const count = (counts.get(line.sourceId) ?? 0) + 1
    const fits = first.length < itemsMax && (count <= perSourceMax || line.lead.pinned)
    if (fits) counts.set(line.sourceId, count)
    ;(fits ? first : rest).push(line)
  }
  const more = Math.min(Math.ceil(rest.length / itemsMax), PAGES_MAX - 1)
  return [first, ...Array.from({ length: more }, (_, index) => rest.slice(index * itemsMax, (index + 1) * itemsMax))]
}
