import type { z } from 'zod'
import type { ArticleWithLead } from '../model/article.ts'
import type { JournalEntry } from '../model/journal.ts'
import type { Store } from '../store/store.ts'
import type { articleDetail, ArticleSummary, Change } from './api-schemas.ts'
import type { Present } from './serving.ts'

export function isoTime(at: number): string {
  return new Date(at).toISOString()
}

export function isoTimeOrNull(at: number | null): string | null {
  return at === null ? null : isoTime(at)
}

export function summaryRecord(article: ArticleWithLead, { catalog, addresses }: Present): ArticleSummary {
  const { lead } = article
  return {
    id: article.id,
    tagUri: article.tagUri,
    story: article.storyId,
    title: lead.title,
    summary: lead.summary,
    url: lead.url,
    page: addresses.absolute(`/articles/${article.id}`),
    language: article.language,
    regions: [...article.regions],
    source: { id: lead.sourceId, name: catalog.sourceName(lead.sourceId) },
    published: isoTimeOrNull(lead.publishedAt),
    firstSeen: isoTime(article.firstSeenAt),
    changed: isoTime(article.changedAt),
    revision: article.revision
  }
}

/** Everything known of one article. @returns null when there is none of this id, or it became part of another */
export async function detailRecord(store: Store, id: string, here: Present): Promise<z.infer<typeof articleDetail> | null> {
  const article = await store.findArticle(id)
  if (!article || article.mergedInto !== null) return null
  const shownIn = new Set((await store.publicationsOf([id])).map(({ topicId }) => topicId))
  return {
    ...summaryRecord(article, here),
    original: { ...article.original },
    contentHtml: article.lead.contentHtml,
    textExpired: isoTimeOrNull(article.lead.expiredAt ?? null),
    authors: [...article.lead.authors],
    categories: [...article.lead.categories],
    languageFrom: article.lead.languageFrom,
    confidence: article.lead.confidence,
    storyReason: article.storyReason,
    topics: (await store.matchesOf([id])).map(({ topicId, score, matched, why }) => ({
      topic: topicId,
      score,
      matched,
      shown: shownIn.has(topicId),
      why: why.map((hit) => ({ ...hit }))
    })),
    copies: article.entries.map((entry) => ({
      id: entry.id,
      feed: entry.feedId,
      source: { id: entry.sourceId, name: here.catalog.sourceName(entry.sourceId) },
      owner: entry.owner,
      title: entry.title,
      url: entry.url,
      language: entry.language,
      published: isoTimeOrNull(entry.publishedAt),
      firstSeen: isoTime(entry.firstSeenAt),
      lastSeen: isoTime(entry.lastSeenAt),
      joined: entry.joinReason
    })),
    revisions: (await store.revisionsOf(article.lead.id)).map(({ revision, title, summary, contentHtml, seenAt }) => ({
      revision,
      title,
      summary,
      contentHtml,
      seen: isoTime(seenAt)
    }))
  }
}

/** Journal entries with the articles they are about, as those are now. */
export async function changeRecords(store: Store, entries: readonly JournalEntry[], here: Present): Promise<readonly Change[]> {
  const ids = new Set(entries.filter(({ kind }) => kind !== 'withdrawn').map(({ articleId }) => articleId))
  const articles = new Map((await store.articlesById([...ids])).map((article) => [article.id, article]))
  return entries.map(({ seq, kind, topicId, articleId, at }) => {
    const article = kind === 'withdrawn' ? undefined : articles.get(articleId)
    return { seq, kind, topic: topicId, articleId, at: isoTime(at), article: article ? summaryRecord(article, here) : null }
  })
}
