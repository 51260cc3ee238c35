import type { ArticleWithEntries } from '../model/article.ts'
import type { Edit } from '../model/edit.ts'
import type { Store } from '../store/store.ts'
import type { MatchRecord, Publication } from '../store/topics.ts'

/** What stands about some articles before they are decided anew. */
export interface KnownArticles {
  readonly articles: readonly ArticleWithEntries[]
  readonly matches: readonly MatchRecord[]
  readonly publications: readonly Publication[]
  readonly edits: readonly Edit[]
}

export const NO_ARTICLES: KnownArticles = { articles: [], matches: [], publications: [], edits: [] }

/** Reads what stands about these articles; ids that are none yet are left out. */
export async function readKnownArticles(ids: readonly string[], store: Store): Promise<KnownArticles> {
  if (ids.length === 0) return NO_ARTICLES
  const articles = await store.articlesWithEntries(ids)
  if (articles.length === 0) return NO_ARTICLES // all of them open an article: nothing stands of these
  const [matches, publications, edits] = await Promise.all([store.matchesOf(ids), store.publicationsOf(ids), store.editsOf(ids)])
  return { articles, matches, publications, edits }
}
