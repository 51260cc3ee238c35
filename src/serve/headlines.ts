import type { ArticleWithLead } from '../model/article.ts'
import type { Entry } from '../model/entry.ts'
import type { Store } from '../store/store.ts'
import type { MatchRecord } from '../store/topics.ts'
import { clipText } from '../text/clean-text.ts'
import { plainText } from '../text/plain-text.ts'
import type { Catalog } from './catalog.ts'
import { groupStories } from './group-stories.ts'
import type { Headline, StoryView } from './pages/story-item.ts'
import { mainReasons, reasonOf } from './reason-sentence.ts'
import type { TopicArticle } from '../store/topic-pages.ts'

const SUMMARY_CHARACTERS_MAX = 240

/**
 * Headlines of articles, as lists show them.
 * @param topicId whose reasons are told; null for none
 * @returns by article id
 */
export async function headlinesOf(
  store: Store,
  catalog: Catalog,
  articles: readonly ArticleWithLead[],
  topicId: string | null
): Promise<ReadonlyMap<string, Headline>> {
  const ids = articles.map(({ id }) => id)
  const copies = Map.groupBy(await store.entriesOfArticles(ids), ({ articleId }) => articleId)
  const matches = topicId === null ? [] : (await store.matchesOf(ids)).filter((match) => match.topicId === topicId)
  const matchOf = new Map(matches.map((match) => [match.articleId, match]))
  return new Map(articles.map((article) => [article.id, headline(catalog, article, copies.get(article.id) ?? [], matchOf.get(article.id))]))
}

/** Stories of a topic with their headlines. */
export async function storyViews(
  store: Store,
  catalog: Catalog,
  shown: readonly TopicArticle[],
  topicId: string
): Promise<readonly StoryView[]> {
  const headlines = await headlinesOf(
    store,
    catalog,
    shown.map(({ article }) => article),
    topicId
  )
  return groupStories(shown, 'newest').map(({ storyId, lead, others, pinned }) => ({
    storyId,
    pinned,
    lead: headlines.get(lead.article.id)!,
    others: others.map(({ article }) => headlines.get(article.id)!)
  }))
}

function headline(catalog: Catalog, article: ArticleWithLead, copies: readonly Entry[], match: MatchRecord | undefined): Headline {
  const { lead, original } = article
  const fields = {
    ...original,
    get content() {
      return plainText(lead.contentHtml)
    }
  }
  return {
    articleId: article.id,
    title: lead.title,
    summary: clipText(lead.summary === lead.title ? '' : lead.summary, SUMMARY_CHARACTERS_MAX),
    language: article.language,
    at: article.sortAt,
    atFrom: lead.publishedAt === null ? 'first seen' : 'published',
    sourceId: lead.sourceId,
    sourceName: catalog.sourceName(lead.sourceId),
    alsoBy: [...new Set(copies.filter(({ sourceId }) => sourceId !== lead.sourceId).map(({ sourceId }) => catalog.sourceName(sourceId)))],
    regions: article.regions,
    reasons: mainReasons(match?.why ?? [])
      .filter(({ rule }) => rule !== 'exclude')
      .slice(0, 2)
      .map((hit) => reasonOf(hit, fields[hit.field]))
  }
}
