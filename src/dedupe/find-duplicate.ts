import { relateSignatures } from '../text/signature.ts'
import { fillInApart, nameAlike, nameApart, rareBeyond } from './filled-forms.ts'
import type { MatchFeatures } from './match-features.ts'
import { isOwnList } from './own-lists.ts'
import { saysMore } from './says-more.ts'
import { hasWord, overlap, sizeOf } from './word-set.ts'

/** An entry among others: its features, whose it is and when it was published. */
export interface Placed {
  readonly features: MatchFeatures
  readonly sourceId: string
  readonly at: number
  /** True when its source brought this title (numbers aside) on several days before. */
  readonly recurring: boolean
}

export interface Duplicate<T> {
  readonly of: T
  /** What an operator reads: `url`, `title .93 + summary .88`. */
  readonly reason: string
  readonly score: number
}

/**
 * The best of the candidates that `entry` copies, or null when it copies none.
 * @param membersOf every known entry of the candidate's article: none of them may contradict
 */
export function findDuplicate<T extends Placed>(
  entry: Placed,
  candidates: Iterable<T>,
  membersOf: (candidate: T) => readonly T[]
): Duplicate<T> | null {
  const copies: Duplicate<T>[] = []
  for (const candidate of candidates) {
    const verdict = judgeCopy(entry, candidate)
    if (verdict !== null) copies.push({ of: candidate, ...verdict })
  }
  copies.sort((a, b) => b.score - a.score)
  return copies.find((copy) => membersOf(copy.of).every((member) => member === copy.of || agrees(entry, member))) ?? null
}

/**
 * A source publishes a text once, so a second text of its own in the article must be a copy itself; no member may give other numbers,
 * nor be so far away that only a chain of copies joins the two.
 */
function agrees(entry: Placed, member: Placed): boolean {
  if (Math.abs(entry.at - member.at) > copyWindowMs && entry.features.urlKey !== member.features.urlKey) return false
  if (member.sourceId === entry.sourceId) return judgeCopy(entry, member) !== null
  return relateSignatures(entry.features.signature, member.features.signature) !== 'apart'
}

const HOUR_MS = 3_600_000
export const copyWindowMs = 72 * HOUR_MS
export const sameUrlWindowMs = 14 * 24 * HOUR_MS
const SAME_SOURCE_WINDOW_MS = 48 * HOUR_MS
const SAME_DAY_MS = 24 * HOUR_MS
const SAME_DATE_MS = 36 * HOUR_MS

/**
 * Decides whether two entries are one piece of writing. Guards come first, because a wrong join hides a notice: other numbers or dates,
 * a summary that tells something else, one source repeating itself, too much time between.
 */
export function judgeCopy(a: Placed, b: Placed): { readonly reason: string; readonly score: number } | null {
  const gap = Math.abs(a.at - b.at)
  if (gap > sameUrlWindowMs) return null
  const [x, y] = [a.features, b.features]
  const sameTitle = x.titleHash === y.titleHash
  if (x.language !== y.language && !sameTitle) return null
  const numbers = relateSignatures(x.signature, y.signature)
  if (numbers === 'apart') return null
  const title = overlap(x.title, y.title)
  const sameUrl = x.urlKey !== null && x.urlKey === y.urlKey
  if (sameUrl) return title.jaccard >= 0.6 ? { reason: 'url', score: 3 + title.jaccard } : null
  if (gap > copyWindowMs) return null

  const bothSummaries = sizeOf(x.summary) >= SUMMARY_WORDS_MIN && sizeOf(y.summary) >= SUMMARY_WORDS_MIN
  const summaries = bothSummaries ? overlap(x.summary, y.summary) : null
  const summary = summaries === null ? null : summaries.containment
  if (a.sourceId === b.sourceId) {
    const repeated =
      gap <= SAME_SOURCE_WINDOW_MS && numbers === 'same' && summary !== null && summary >= 0.85 && title.jaccard + summary >= 1.75
    return repeated ? { reason: because(title.jaccard, summary), score: title.jaccard + summary } : null
  }
  if (summary !== null && summary < 0.5) return null
  if (x.tailKey !== null && x.tailKey === y.tailKey && title.jaccard >= 0.9 && gap <= SAME_DATE_MS) {
    return { reason: 'end of address + title', score: 2.5 + title.jaccard }
  }
  const similarity = Math.max(title.jaccard, titleAround(x, y))
  if (summaries !== null && summary !== null) {
    if (!sameTitle && (nameApart(x, y) || fillInApart(x, y))) return null
    // Agency copy under a headline of the paper's own: the lead is word for word the same, and no phrase that stands below many notices.
    const weight = Math.min(x.summary.total, y.summary.total)
    const whole = summaries.jaccard >= 0.98
    const sameLead = summary >= 0.95 && (whole ? weight >= WHOLE_LEAD_WEIGHT_MIN : summaries.jaccard >= 0.7 && weight >= LEAD_WEIGHT_MIN)
    if (sameLead && similarity >= (whole && weight >= LEAD_WEIGHT_MIN ? 0.08 : 0.18))
      return { reason: because(similarity, summary), score: similarity + summary }
    const sameWords = summary >= 0.9 && summaries.jaccard >= 0.6 && Math.min(sizeOf(x.summary), sizeOf(y.summary)) >= LEAD_WORDS_MIN
    if (sameWords && nameAlike(x, y)) return { reason: because(similarity, summary), score: similarity + summary }
    if (numbers === 'one-sided' && similarity < 0.75) return null
    return similarity >= 0.3 && similarity + summary >= 1 ? { reason: because(similarity, summary), score: similarity + summary } : null
  }
  if (isOwnList(x.title) && isOwnList(y.title)) return null
  const unspaced = x.unspaced && y.unspaced
  if (unspaced && !sameTitle && saysMore(x.title, y.title) && saysMore(y.title, x.title)) return null
  if ((a.recurring || b.recurring) && !(sameTitle && gap <= SAME_DAY_MS)) return null
  if (!unspaced && !sameTitle && rareBeyond(x.title, y.title) && rareBeyond(y.title, x.title)) return null
  if (similarity >= TITLE_ALONE_MIN && Math.min(sizeOf(x.title), sizeOf(y.title)) >= TITLE_WORDS_MIN)
    return { reason: because(similarity, null), score: similarity }
  if (!unspaced) return null
  // Reworded headlines in Han and kana: what both say, lest one says more, and more of it for short ones.
  const said = Math.min(sizeOf(x.title), sizeOf(y.title)) / UNSPACED_HASHES_ENOUGH
  const reworded = (title.jaccard + title.containment) / 2 - 0.3 * Math.max(0, 1 - said)
  if (numbers === 'one-sided' && title.containment < 0.95) return null
  return reworded >= REWORDED_MIN ? { reason: because(reworded, null), score: reworded } : null
}

const SUMMARY_WORDS_MIN = 4
/** Of a dozen words that are no commonplace, as words are weighed by how rare they are. */
const LEAD_WEIGHT_MIN = 30
/** Of half as many, where neither lead has a word more. */
const WHOLE_LEAD_WEIGHT_MIN = 15
/** So many words, however common, make a lead beside a name in both headlines. */
const LEAD_WORDS_MIN = 8
const TITLE_ALONE_MIN = 0.8
const TITLE_WORDS_MIN = 3
const REWORDED_MIN = 0.66
/** Characters and pairs of a headline of some twenty characters. */
const UNSPACED_HASHES_ENOUGH = 40

/** One copy alone may carry its publisher's name at the end, or be cut short. */
function titleAround(x: MatchFeatures, y: MatchFeatures): number {
  if (x.headHash !== null && x.headHash === y.titleHash) return 0.95
  if (y.headHash !== null && y.headHash === x.titleHash) return 0.95
  for (const [cut, whole] of [
    [x, y],
    [y, x]
  ] as const) {
    if (cut.cut && sizeOf(cut.title) >= CUT_WORDS_MIN && overlap(cut.title, whole.title).jaccard >= 0.3 && within(cut, whole)) return 0.9
  }
  return 0
}

const CUT_WORDS_MIN = 4

function within(cut: MatchFeatures, whole: MatchFeatures): boolean {
  const { hashes, start, end } = cut.title
  for (let index = start; index < end; index++) if (!hasWord(whole.title, hashes[index]!)) return false
  return true
}

function because(title: number, summary: number | null): string {
  return summary === null ? `title ${short(title)}` : `title ${short(title)} + summary ${short(summary)}`
}

function short(value: number): string {
  return value >= 0.995 ? '1' : value.toFixed(2).replace(/^0/, '')
}
