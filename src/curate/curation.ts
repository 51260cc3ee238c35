import type { ArticleWithEntries } from '../model/article.ts'
import type { AddOrder, Edit, EditOrder, EditRecord, EditRefusal } from '../model/edit.ts'
import { EDITORS_SOURCE } from '../model/editors-source.ts'
import type { JournalDraft } from '../model/journal.ts'
import { articleUpdateOf, decideAgain } from '../poll/decide-article.ts'
import { type DecisionContext, decideEntries } from '../poll/decide-update.ts'
import { readKnownArticles } from '../poll/known-articles.ts'
import type { PlacedEntries } from '../poll/place-entries.ts'
import type { PageDraft, PageRead } from '../poll/read-page.ts'
import type { Statement } from '../store/database.ts'
import { editStatement, moveEntryStatement, undoEditStatement } from '../store/edits.ts'
import type { Store } from '../store/store.ts'
import { hashText } from '../text/hash.ts'
import { type CheckedOrder, checkOrder, checkSignature, refuse } from './check-order.ts'
import { articlesAround, movesBy, regroup } from './regroup-entries.ts'

export interface CurationDeps {
  readonly store: Store
  /** What articles are decided by now. */
  readonly context: () => CurationContext
  /** Reads pages that no feed brought; left out where nothing is fetched. */
  readonly pages?: PageSource
}

export interface PageSource {
  readonly read: (url: string) => Promise<PageRead>
  /** Finds the place of an entry among all others. Within the caller's turn. */
  readonly place: (page: PageDraft) => Promise<PlacedEntries>
  /** What was placed last could not be written. */
  readonly forget: () => void
}

export type CurationContext = DecisionContext

export interface EditDone {
  readonly kind: 'done'
  readonly edit: EditRecord
  /** What came of it in topics. */
  readonly journal: readonly JournalDraft[]
}

type Signed = Pick<EditOrder, 'by' | 'why'>

export type EditOutcome = EditDone | EditRefusal

export type Curation = ReturnType<typeof createCuration>

/** Editors' decisions: each is one transaction of the edit and of what comes of it, decided by the same functions as a poll. */
export function createCuration({ store, context, pages }: CurationDeps) {
  return {
    /** Makes an edit. A mistake of the editor is a refusal. @throws what the store throws */
    make: (order: EditOrder): Promise<EditOutcome> => store.inTurn(() => makeInTurn(order)),

    /** Shows a page in a topic: the article known by its address, else the page, fetched and kept as an entry of the editors' own source. */
    add: addPage,

    /** Takes an edit back: what it changed is decided as if it had never been made. */
    undo: (editId: string, signature: Signed): Promise<EditOutcome> => store.inTurn(() => undoInTurn(editId, signature))
  }

  async function makeInTurn(order: EditOrder): Promise<EditOutcome> {
    const now = context()
    const article = await findStanding(order.articleId)
    if (!article) return refuse('unknown', `there is no article "${order.articleId}"`)
    const into = order.into === undefined ? null : await findStanding(order.into)
    if (order.into !== undefined && !into) return refuse('unknown', `there is no article "${order.into}"`)
    const edits = await store.editsOf([article.id])
    const checked = checkOrder({ ...order, ...(into ? { into: into.id } : {}) }, { topicIds: now.topicIds, article, edits })
    if (checked.kind === 'refused') return checked
    const edit = await editOf(checked.order, article.id, now)
    const journal = await write(editStatement(edit), edit, (held) => [...held, edit], now)
    return { kind: 'done', edit: asMade(edit), journal }
  }

  async function addPage({ url, topicId, by, why }: AddOrder): Promise<EditOutcome> {
    const orderOf = (articleId: string): EditOrder => ({ kind: 'add', articleId, topicId, by, why })
    const known = await store.findArticleBy(url)
    if (known) return store.inTurn(() => makeInTurn(orderOf(known.id)))
    const checked = checkOrder(orderOf(''), { topicIds: context().topicIds, article: { id: '', entries: [] }, edits: [] })
    if (checked.kind === 'refused') return checked
    if (!pages) return refuse('invalid', 'this process fetches no pages')
    const read = await pages.read(url)
    if (read.kind === 'failed') return refuse('invalid', `the page cannot be added: ${read.message.replace(/\.$/, '')}`)
    return store.inTurn(async () => {
      const { page } = read
      const meanwhile = page.draft.url === null ? null : await store.findArticleBy(page.draft.url)
      if (meanwhile) return makeInTurn(orderOf(meanwhile.id))
      try {
        return await addEntry(page, checked.order)
      } catch (error) {
        pages.forget()
        throw error
      }
    })
  }

  async function addEntry(page: PageDraft, order: CheckedOrder): Promise<EditOutcome> {
    const placed = await pages!.place(page)
    const [fresh] = placed.fresh
    if (!fresh) return refuse('conflict', placed.limited ?? 'this page was added before')
    const now = context()
    const edit = await editOf(order, fresh.entry.articleId, now)
    const known = await readKnownArticles([edit.articleId], store)
    const update = decideEntries(placed, { ...known, edits: [...known.edits, edit] }, now)
    await store.applyEntryUpdate({ ...update, feedId: EDITORS_SOURCE.id }, now.now, [editStatement(edit)])
    return { kind: 'done', edit: asMade(edit), journal: update.journal }
  }

  /** No two edits of one instant: which is the newer one must be plain. */
  async function editOf(order: CheckedOrder, articleId: string, now: CurationContext): Promise<Edit> {
    const madeAt = Math.max(now.now, (await store.newestEditAt()) + 1)
    const id = hashText('edit', order.kind, articleId, String(madeAt))
    // An article that a split makes is named by the edit, so that the entry may be split off again after it was merged elsewhere.
    const payload = order.kind === 'split' ? { ...order.payload, into: hashText('article', id) } : order.payload
    return { ...order, payload, id, articleId, madeAt }
  }

  async function undoInTurn(editId: string, signature: Signed): Promise<EditOutcome> {
    const signed = checkSignature(signature)
    if (signed.kind === 'refused') return signed
    const now = context()
    const edit = await store.findEdit(editId)
    if (!edit) return refuse('unknown', `there is no edit "${editId}"`)
    if (edit.undoneAt !== null) return refuse('conflict', `${edit.undoneBy} undid this edit already`)
    const statement = undoEditStatement(editId, signed.by, signed.why, now.now)
    const journal = await write(statement, edit, (held) => held.filter(({ id }) => id !== editId), now)
    return { kind: 'done', edit: { ...edit, undoneAt: now.now, undoneBy: signed.by, undoneWhy: signed.why }, journal }
  }

  /** Decides what an edit, made or undone, concerns, and writes both. @param change edits that hold without and with it */
  async function write(
    statement: Statement,
    edit: Edit,
    change: (held: readonly Edit[]) => readonly Edit[],
    now: CurationContext
  ): Promise<readonly JournalDraft[]> {
    const grouping = edit.kind === 'merge' || edit.kind === 'split'
    const before = grouping ? await store.groupingEdits() : []
    const after = grouping ? change(before) : []
    const around = grouping ? articlesAround(edit, before, after) : [edit.articleId]
    const moves = grouping ? movesBy(after, await store.placesOf(around)) : []
    const concerned = new Set([...around, ...moves.flatMap(({ entry, to }) => [entry.articleId, to.articleId])])
    const known = await readKnownArticles([...concerned], store)
    const update = grouping
      ? articleUpdateOf(regroup(known, moves, after, now))
      : // Of an article that is part of another one by now, the edit is noted alone: it counts again should the merge be undone.
        decideAgain({ ...known, articles: known.articles.filter(({ mergedInto }) => mergedInto === null), edits: change(known.edits) }, now)
    await store.applyArticleUpdate(update, [statement, ...moves.map(({ entry, to }) => moveEntryStatement(entry, to))])
    return update.journal
  }

  /** The article of this id, or the one that it became part of. */
  async function findStanding(articleId: string): Promise<ArticleWithEntries | null> {
    const article = await store.findArticle(articleId)
    return article && article.mergedInto !== null ? findStanding(article.mergedInto) : article
  }
}

function asMade(edit: Edit): EditRecord {
  return { ...edit, undoneAt: null, undoneBy: null, undoneWhy: null }
}
