import type { Store } from '../store/store.ts'
import { type ArticleContext, decideArticle, historyOf } from './decide-article.ts'

export interface Retagged {
  readonly articles: number
  readonly added: number
  readonly withdrawn: number
}

const BATCH = 200

/**
 * Applies the present topics to every stored article, newest first, by the same decision as a poll. Each batch is one
 * transaction; what stops in between leaves a consistent state and can be run again.
 * @param context gives the present configuration and the time, anew for each batch
 */
export async function retagArticles(store: Store, context: () => ArticleContext, onBatch: (articles: number) => void, signal: AbortSignal): Promise<Retagged> {
  let done: Retagged = { articles: 0, added: 0, withdrawn: 0 }
  let before: { sortAt: number; id: string } | undefined
  while (!signal.aborted) {
    const batch = await store.listArticles(before ? { before } : {}, BATCH)
    const last = batch.at(-1)
    if (!last) break
    before = { sortAt: last.sortAt, id: last.id }
    const counted = await store.inTurn(() => retagBatch(store, batch.map(({ id }) => id), context()))
    done = { articles: done.articles + batch.length, added: done.added + counted.added, withdrawn: done.withdrawn + counted.withdrawn }
    onBatch(batch.length)
  }
  return done
}

/** Decides these articles anew and writes what came of it, in one transaction. Runs within the caller's turn. */
export async function retagBatch(store: Store, ids: readonly string[], context: ArticleContext): Promise<{ added: number; withdrawn: number }> {
  const [articles, matches, publications, edits] = await Promise.all([
    store.articlesWithEntries(ids), store.matchesOf(ids), store.publicationsOf(ids), store.editsOf(ids)
  ])
  const decisions = articles.map((article) => decideArticle(article, article.entries, new Set(), historyOf(article, matches, publications, edits), context))
  const parts = decisions.map((decision) => decision.publications)
  const journal = parts.flatMap((part) => part.journal)
  await store.applyArticleUpdate({
    articles: decisions.map(({ article }) => article),
    matches: parts.flatMap((part) => part.matches),
    forgottenMatches: parts.flatMap((part) => part.forgottenMatches),
    published: parts.flatMap((part) => part.published),
    withdrawn: parts.flatMap((part) => part.withdrawn),
    journal
  })
  return { added: journal.filter(({ kind }) => kind === 'added').length, withdrawn: journal.filter(({ kind }) => kind === 'withdrawn').length }
}
