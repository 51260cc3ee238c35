import type { ArticleWithEntries } from '../model/article.ts'
import type { Store } from '../store/store.ts'

/**
 * Finds an article by what a person has at hand.
 * @param target its id, its `tag:` id, the id of an entry, or the address it was published at
 * @returns of an article that became part of another, that one; null when nothing is known by it
 */
export async function findArticleBy(target: string, store: Store): Promise<ArticleWithEntries | null> {
  const tagged = /^tag:[^:]+:article\/([a-z2-7]+)$/.exec(target)
  const direct = await store.findArticle(tagged?.[1] ?? target)
  if (direct) return direct.mergedInto === null ? direct : findArticleBy(direct.mergedInto, store)
  const entries = /^https?:/i.test(target) ? await store.entriesAtUrl(target) : await store.entriesById([target])
  return entries[0] ? store.findArticle(entries[0].articleId) : null
}
