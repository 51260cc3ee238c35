import type { ArticleRecord } from '../model/article.ts'
import type { Edit } from '../model/edit.ts'
import type { TermHit, TopicMatch } from '../model/entry.ts'
import type { JournalDraft } from '../model/journal.ts'
import type { ArticleUpdate } from '../store/feed-update.ts'
import type { MatchRecord, Publication } from '../store/topics.ts'

export interface PublicationContext {
  /** False for an article that only feeds with `publish: false` carry. */
  readonly publishable: boolean
  /** Topics of the present configuration, in its order. */
  readonly topicIds: readonly string[]
  /** Edits of this article that hold, oldest first. */
  readonly edits: readonly Edit[]
  readonly configHash: string
  readonly now: number
}

export type PublicationDecision = Omit<ArticleUpdate, 'articles'>

/**
 * Decides in which topics an article stands: by its matches, unless an editor said otherwise, and what of that is new.
 * @param changed what readers see of the article changed, so that topics which show it already say `revised`
 */
export function decidePublications(
  article: Pick<ArticleRecord, 'id' | 'sortAt'>,
  changed: boolean,
  matches: readonly TopicMatch[],
  before: { readonly matches: readonly MatchRecord[]; readonly publications: readonly Publication[] },
  context: PublicationContext
): PublicationDecision {
  const { now, configHash } = context
  const present = new Map(before.publications.map((publication) => [publication.topicId, publication]))
  const published: Publication[] = []
  const withdrawn: { topicId: string; articleId: string }[] = []
  const journal: JournalDraft[] = []
  for (const topicId of new Set([...context.topicIds, ...present.keys()])) {
    const shown = present.get(topicId)
    const { stands, pinned } = placeIn(topicId, matches, context)
    if (stands && (!shown || shown.pinned !== pinned)) {
      published.push({ topicId, articleId: article.id, sortAt: article.sortAt, addedAt: shown?.addedAt ?? now, pinned })
    }
    if (!stands && shown) withdrawn.push({ topicId, articleId: article.id })
    const kind = stands ? (shown ? (changed || shown.pinned !== pinned ? 'revised' : null) : 'added') : shown ? 'withdrawn' : null
    if (kind) journal.push({ topicId, kind, articleId: article.id, at: now })
  }
  const explained = withEditorsReasons(matches, context)
  const decided = new Set(explained.map(({ topicId }) => topicId))
  return {
    matches: explained.map((match) => ({ ...match, articleId: article.id, configHash, decidedAt: now })),
    forgottenMatches: before.matches
      .filter(({ topicId }) => !decided.has(topicId))
      .map(({ topicId }) => ({ topicId, articleId: article.id })),
    published,
    withdrawn,
    journal
  }
}

/** The newest edit about a topic wins over the match; a topic that is configured no longer shows nothing. */
function placeIn(topicId: string, matches: readonly TopicMatch[], context: PublicationContext): { stands: boolean; pinned: boolean } {
  if (!context.topicIds.includes(topicId)) return { stands: false, pinned: false }
  const edit = placingEdit(topicId, context.edits)
  if (edit) return { stands: edit.kind !== 'hide', pinned: edit.kind === 'pin' }
  return { stands: context.publishable && matches.some((match) => match.topicId === topicId && match.matched), pinned: false }
}

/** The edit that decides whether a topic shows an article. @param edits of the article, oldest first */
export function placingEdit(topicId: string, edits: readonly Edit[]): Edit | undefined {
  return edits.findLast(
    ({ kind, topicId: about }) =>
      (kind === 'pin' || kind === 'hide' || kind === 'add') && (about === null ? kind === 'hide' : about === topicId)
  )
}

/** Where an editor chose the article, that is a reason like a term, and the first of them. */
function withEditorsReasons(matches: readonly TopicMatch[], { topicIds, edits }: PublicationContext): readonly TopicMatch[] {
  if (edits.length === 0) return matches
  const chosen = topicIds.flatMap((topicId): TopicMatch[] => {
    const edit = placingEdit(topicId, edits)
    if (!edit || edit.kind === 'hide') return []
    const match = matches.find((one) => one.topicId === topicId)
    return [{ topicId, score: match?.score ?? 0, matched: true, why: [editHit(edit), ...(match?.why ?? [])] }]
  })
  return [...matches.filter(({ topicId }) => !chosen.some((one) => one.topicId === topicId)), ...chosen]
}

function editHit({ why }: Edit): TermHit {
  return { term: why, field: 'title', offset: 0, length: 0, language: 'und', rule: 'edit' }
}
