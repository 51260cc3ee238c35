import type { ArticleWithEntries } from '../model/article.ts'
import type { Edit } from '../model/edit.ts'
import type { Entry } from '../model/entry.ts'
import { type ArticleDecision, decideArticle, foldArticle, historyOf, newArticleSkeleton } from '../poll/decide-article.ts'
import type { DecisionContext } from '../poll/decide-update.ts'
import type { KnownArticles } from '../poll/known-articles.ts'
import type { EntryPlace } from '../store/edits.ts'
import { hashText } from '../text/hash.ts'
import { articleByEdits, type Place, survivorOf } from './article-by-edits.ts'

export interface EntryMove {
  readonly entry: EntryPlace
  readonly to: Place
}

/** Articles that a merge or split, made or undone, can concern. @param before, after merges and splits that hold, oldest first */
export function articlesAround(edit: Edit, before: readonly Edit[], after: readonly Edit[]): readonly string[] {
  const { articleId, payload } = edit
  const named = [articleId, ...(payload.into === undefined ? [] : [payload.into])]
  return [...new Set(named.flatMap((id) => [id, survivorOf(id, before), survivorOf(id, after)]))]
}

/** Entries that stand elsewhere than the edits that hold say, or for another reason. */
export function movesBy(edits: readonly Edit[], entries: readonly EntryPlace[]): readonly EntryMove[] {
  const isElsewhere = ({ entry, to }: EntryMove) => to.articleId !== entry.articleId || to.because !== entry.because
  return entries.map((entry) => ({ entry, to: articleByEdits(entry, edits) })).filter(isElsewhere)
}

/**
 * Decides articles once their entries have moved: who has entries stands, who has none is folded into where they went.
 * @param known what stands of every article that an entry leaves or comes to; one that a split makes is none yet
 * @param edits merges and splits that hold, oldest first
 */
export function regroup(
  known: KnownArticles,
  moves: readonly EntryMove[],
  edits: readonly Edit[],
  context: DecisionContext
): readonly ArticleDecision[] {
  const target = new Map(moves.map(({ entry, to }) => [entry.entryId, to]))
  const present = known.articles.flatMap((article) => article.entries.filter((entry) => standsIn(article, entry)))
  const entries = Map.groupBy(
    present.map((entry) => moveEntry(entry, target.get(entry.id))),
    ({ articleId }) => articleId
  )
  const standing = known.articles.flatMap((article): readonly ArticleDecision[] => {
    const own = entries.get(article.id)
    const history = historyOf(article, known)
    if (own) return [decideArticle(article, own, NOTHING_REVISED, history, context)]
    const into = successorOf(article, target, edits)
    return article.mergedInto === into ? [] : [foldArticle(article, into, history, context)]
  })
  const isNew = ([id]: readonly [string, unknown]) => !known.articles.some((article) => article.id === id)
  const made = [...entries].filter(isNew).map(([articleId, own]): ArticleDecision => {
    const place = { articleId, storyId: hashText('story', articleId), storyReason: null }
    const skeleton = newArticleSkeleton(own[0]!, place, context.tagAuthority)
    return decideArticle(skeleton, own, NOTHING_REVISED, { article: null, matches: [], publications: [], edits: known.edits }, context)
  })
  return [...standing, ...made]
}

const NOTHING_REVISED: ReadonlySet<string> = new Set()

function moveEntry(entry: Entry, to: Place | undefined): Entry {
  return to ? { ...entry, articleId: to.articleId, moved: to.because !== null } : entry
}

/** A folded article still names its last leading entry, which stands in another one. */
function standsIn(article: ArticleWithEntries, entry: Entry): boolean {
  return entry.articleId === article.id
}

/**
 * Where an article without entries leads: along merges, else to where the copy that led it stands now. That one has entries,
 * so articles never lead round in a ring.
 */
function successorOf({ id, lead }: ArticleWithEntries, target: ReadonlyMap<string, Place>, edits: readonly Edit[]): string {
  const survivor = survivorOf(id, edits)
  return survivor === id ? (target.get(lead.id)?.articleId ?? lead.articleId) : survivor
}
