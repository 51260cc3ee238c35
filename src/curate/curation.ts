import type { Edit, EditOrder, EditRecord, EditRefusal } from '../model/edit.ts'
import type { JournalDraft } from '../model/journal.ts'
import { type ArticleContext, decideAgain } from '../poll/decide-article.ts'
import { readKnownArticles } from '../poll/known-articles.ts'
import type { Statement } from '../store/database.ts'
import { editStatement, undoEditStatement } from '../store/edits.ts'
import type { Store } from '../store/store.ts'
import { hashText } from '../text/hash.ts'
import { checkOrder, checkSignature, refuse } from './check-order.ts'

export interface CurationDeps {
  readonly store: Store
  /** What articles are decided by now. */
  readonly context: () => ArticleContext
}

export interface EditDone {
  readonly kind: 'done'
  readonly edit: EditRecord
  /** What came of it in topics. */
  readonly journal: readonly JournalDraft[]
}

export type EditOutcome = EditDone | EditRefusal

export type Curation = ReturnType<typeof createCuration>

/** Editors' decisions: each is one transaction of the edit and of what comes of it, decided by the same functions as a poll. */
export function createCuration({ store, context }: CurationDeps) {
  return {
    /** Makes an edit. A mistake of the editor is a refusal. @throws what the store throws */
    make: (order: EditOrder): Promise<EditOutcome> => store.inTurn(() => makeInTurn(order)),

    /** Takes an edit back: what it changed is decided as if it had never been made. */
    undo: (editId: string, signature: Pick<EditOrder, 'by' | 'why'>): Promise<EditOutcome> => store.inTurn(() => undoInTurn(editId, signature))
  }

  async function makeInTurn(order: EditOrder): Promise<EditOutcome> {
    const now = context()
    const article = await store.findArticle(order.articleId)
    if (!article) return refuse('unknown', `there is no article "${order.articleId}"`)
    const edits = await store.editsOf([article.id])
    const checked = checkOrder(order, { topicIds: now.topicIds, edits })
    if (checked.kind === 'refused') return checked
    // No two edits of one instant: which is the newer one must be plain.
    const madeAt = Math.max(now.now, (await store.newestEditAt()) + 1)
    const edit: Edit = { ...checked.order, id: hashText('edit', order.kind, article.id, String(madeAt)), articleId: article.id, madeAt }
    const journal = await write([editStatement(edit)], article.id, [...edits, edit], now)
    return { kind: 'done', edit: { ...edit, undoneAt: null, undoneBy: null, undoneWhy: null }, journal }
  }

  async function undoInTurn(editId: string, signature: Pick<EditOrder, 'by' | 'why'>): Promise<EditOutcome> {
    const signed = checkSignature(signature)
    if (signed.kind === 'refused') return signed
    const now = context()
    const edit = await store.findEdit(editId)
    if (!edit) return refuse('unknown', `there is no edit "${editId}"`)
    if (edit.undoneAt !== null) return refuse('conflict', `${edit.undoneBy} undid this edit already`)
    const rest = (await store.editsOf([edit.articleId])).filter(({ id }) => id !== editId)
    const journal = await write([undoEditStatement(editId, signed.by, signed.why, now.now)], edit.articleId, rest, now)
    return { kind: 'done', edit: { ...edit, undoneAt: now.now, undoneBy: signed.by, undoneWhy: signed.why }, journal }
  }

  async function write(statements: readonly Statement[], articleId: string, edits: readonly Edit[], now: ArticleContext): Promise<readonly JournalDraft[]> {
    const update = decideAgain({ ...(await readKnownArticles([articleId], store)), edits }, now)
    await store.applyArticleUpdate(update, statements)
    return update.journal
  }
}
