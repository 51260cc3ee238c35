import type { JournalKind } from '../model/journal.ts'
import type { Store } from '../store/store.ts'
import { type ArticleContext, decideAgain } from './decide-article.ts'
import { readKnownArticles } from './known-articles.ts'

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
export async function retagArticles(
  store: Store,
  context: () => ArticleContext,
  onBatch: (articles: number) => void,
  signal: AbortSignal
): Promise<Retagged> {
  let done: Retagged = { articles: 0, added: 0, withdrawn: 0 }
  let before: { sortAt: number; id: string } | undefined
  while (!signal.aborted) {
    const batch = await store.listArticles(before ? { before } : {}, BATCH)
    const last = batch.at(-1)
    if (!last) break
    before = { sortAt: last.sortAt, id: last.id }
    const counted = await store.inTurn(() =>
      retagBatch(
        store,
        batch.map(({ id }) => id),
        context()
      )
    )
    done = { articles: done.articles + batch.length, added: done.added + counted.added, withdrawn: done.withdrawn + counted.withdrawn }
    onBatch(batch.length)
  }
  return done
}

/** Decides these articles anew and writes what came of it, in one transaction. Runs within the caller's turn. */
export async function retagBatch(
  store: Store,
  ids: readonly string[],
  context: ArticleContext
): Promise<{ added: number; withdrawn: number }> {
  const update = decideAgain(await readKnownArticles(ids, store), context)
  await store.applyArticleUpdate(update)
  const count = (kind: JournalKind): number => update.journal.filter((entry) => entry.kind === kind).length
  return { added: count('added'), withdrawn: count('withdrawn') }
}
