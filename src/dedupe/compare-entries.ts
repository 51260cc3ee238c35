import type { LocatedDraft } from '../model/draft.ts'
import type { Entry } from '../model/entry.ts'
import { hashWithin } from '../text/hash.ts'
import { relateSignatures, signatureOf } from '../text/signature.ts'
import { wordsOf } from '../text/words.ts'
import { contentHash } from './content-hash.ts'
import { type EntryKey, isMoment } from './entry-keys.ts'
import type { MatchTokens } from './match-tokens.ts'
import { withoutCounters } from './reader-counters.ts'

/** A draft with what comparing needs of it. Plain data. */
export interface PreparedDraft {
  readonly draft: LocatedDraft
  /** Its keys among the drafts of its document, the most trusted first. */
  readonly ladder: readonly EntryKey[]
  readonly contentHash: string
  readonly tokens: MatchTokens
}

/** What one draft is to its feed. `keys` are those that were not known for the entry yet. */
export type Compared =
  | {
      readonly kind: 'new'
      readonly draft: LocatedDraft
      readonly tokens: MatchTokens
      readonly id: string
      readonly contentHash: string
      readonly keys: readonly string[]
    }
  | {
      readonly kind: 'revised'
      readonly draft: LocatedDraft
      readonly entry: Entry
      readonly contentHash: string
      readonly keys: readonly string[]
    }
  | { readonly kind: 'same'; readonly entry: Entry; readonly keys: readonly string[] }

export interface KnownByKeys {
  readonly entry: Entry
  readonly keys: readonly string[]
}

/**
 * Tells for each draft whether its feed published it before. An address that carries another title, or an id that was
 * given to something with other numbers, is something new: index pages and re-used ids must not swallow a notice.
 * @param known the entries of this feed that answer to any key of the drafts
 * @param keyless entries that stand under one of {@link idsOfNew}
 * @param moved entries found at their new addresses (`find-moved.ts`), each for its draft
 * @returns in the order of the drafts; a draft that repeats another of the same document is left out
 */
export function compareEntries(
  feedId: string,
  drafts: readonly PreparedDraft[],
  known: readonly KnownByKeys[],
  keyless: readonly Entry[] = [],
  moved: ReadonlyMap<PreparedDraft, Entry> = new Map()
): readonly Compared[] {
  const byKey = indexByKey(known)
  const byId = new Map(keyless.map((entry) => [entry.id, entry]))
  const taken = new Set<string>()
  const compared: Compared[] = []
  for (const prepared of drafts) {
    const { draft: published, ladder } = prepared
    const movedHere = moved.get(prepared)
    const before =
      movedHere === undefined
        ? (findAgain(published, ladder, byKey) ?? findKeyless(feedId, prepared, byKey, byId))
        : { entry: movedHere, keys: [] }
    const draft = before ? filledFrom(before.entry, published) : published
    const hash = draft === published ? prepared.contentHash : contentHash(draft)
    const id = before?.entry.id ?? newIds(feedId, prepared, byKey).find((one) => !byId.has(one))!
    if (taken.has(id)) continue
    taken.add(id)
    const free = (key: EntryKey): boolean => (before ? !before.keys.includes(key.key) && !byKey.has(key.key) : !byKey.has(key.key))
    const keys = ladder
      .filter(free)
      .map(({ key }) => key)
      .slice(0, Math.max(0, KEYS_PER_ENTRY_MAX - (before?.keys.length ?? 0)))
    if (!before) compared.push({ kind: 'new', draft, tokens: prepared.tokens, id, contentHash: hash, keys })
    else if (before.entry.contentHash === hash && movedHere === undefined) compared.push({ kind: 'same', entry: before.entry, keys })
    else compared.push({ kind: 'revised', draft, entry: before.entry, contentHash: hash, keys })
  }
  return compared
}

/** A feed that makes up a new id at each poll is found by its addresses; its ids need not all be kept. */
const KEYS_PER_ENTRY_MAX = 40

/** A list without the texts, or a page that could not be had this time, takes nothing away. */
function filledFrom(entry: Entry, draft: LocatedDraft): LocatedDraft {
  const [summary, contentHtml] = [draft.summary || entry.summary, draft.contentHtml || entry.contentHtml]
  return summary === draft.summary && contentHtml === draft.contentHtml ? draft : { ...draft, summary, contentHtml }
}

/** Titles that share so much of their words are one title, edited: of the words of both, or of the shorter one's. */
const EDITED_TITLE_MIN = 0.34
const EDITED_TEXT_MIN = 0.5
const SAME_ADDRESS_TITLE_MIN = 0.5
const SAME_ADDRESS_CONTAINED_MIN = 0.75

function findAgain(draft: LocatedDraft, ladder: readonly EntryKey[], byKey: ReadonlyMap<string, KnownByKeys>): KnownByKeys | null {
  for (const one of ladder) {
    const found = byKey.get(one.key)
    if (found && isSame(draft, found.entry, one)) return found
  }
  return null
}

function isSame(draft: LocatedDraft, entry: Entry, { kind, decides }: EntryKey): boolean {
  if (decides) return true
  if (kind === 'title' || kind === 'link-date')
    return draft.guid === null || entry.guid === null || draft.guid !== entry.guid ? sameWhen(draft, entry) : true
  const [title, known] = [withoutCounters(draft.title), withoutCounters(entry.title)]
  if (title === known) return true
  const alike = shareOfWords(title, known)
  if (atOneMoment(draft, entry) && alike.ofBoth >= SAME_ADDRESS_TITLE_MIN) return true
  const numbers = relateSignatures(signatureOf(title, draft.language), signatureOf(known, entry.language))
  const sameAddress = draft.canonicalUrl !== null && draft.canonicalUrl === entry.canonicalUrl
  // Its own id stands for itself, however the title was edited, unless everything else is another too.
  if (kind === 'id') return sameAddress || alike.ofBoth >= EDITED_TITLE_MIN || (numbers !== 'apart' && !isElsewhere(draft, entry))
  // A new id at a known address with another title: the address is an index page, or was given away again.
  return numbers !== 'apart' && (alike.ofBoth >= SAME_ADDRESS_TITLE_MIN || alike.ofShorter >= SAME_ADDRESS_CONTAINED_MIN)
}

/** What came out at one address and in one minute under much the same title has other numbers because what it counts has changed. */
function atOneMoment(draft: LocatedDraft, entry: Entry): boolean {
  return draft.publishedAt === entry.publishedAt && isMoment(draft.publishedAt, draft.summary) && draft.canonicalUrl === entry.canonicalUrl
}

/** Another address, another date and a text that has little in common: an id that was given away again. */
function isElsewhere(draft: LocatedDraft, entry: Entry): boolean {
  if (draft.canonicalUrl === null || entry.canonicalUrl === null || draft.canonicalUrl === entry.canonicalUrl) return false
  if (draft.publishedAt === null || entry.publishedAt === null || draft.publishedAt === entry.publishedAt) return false
  return draft.summary === '' || entry.summary === '' || shareOfWords(draft.summary, entry.summary).ofShorter < EDITED_TEXT_MIN
}

/** Entries found by title alone recur ("Weekly report"): a later date makes a new one. */
function sameWhen(draft: LocatedDraft, entry: Entry): boolean {
  return draft.publishedAt === null || entry.publishedAt === null || draft.publishedAt === entry.publishedAt
}

function shareOfWords(one: string, other: string): { readonly ofBoth: number; readonly ofShorter: number } {
  const a = new Set(wordsOf(one))
  const b = new Set(wordsOf(other))
  const both = [...a].filter((word) => b.has(word)).length
  if (a.size === 0 || b.size === 0) return { ofBoth: a.size === b.size ? 1 : 0, ofShorter: a.size === b.size ? 1 : 0 }
  return { ofBoth: both / (a.size + b.size - both), ofShorter: both / Math.min(a.size, b.size) }
}

/**
 * Ids that entries of these drafts may be given. An entry that lost its keys, for its feed had not shown it for long, still stands under one of
 * them when the feed shows it again.
 */
export function idsOfNew(feedId: string, drafts: readonly PreparedDraft[], known: readonly KnownByKeys[]): readonly string[] {
  const byKey = indexByKey(known)
  return drafts.flatMap((prepared) => (findAgain(prepared.draft, prepared.ladder, byKey) ? [] : newIds(feedId, prepared, byKey)))
}

/** An id follows from the feed and the best key, so that a replay gives it again; a key that is taken is made another by the title. */
function newIds(feedId: string, { ladder, draft }: PreparedDraft, byKey: ReadonlyMap<string, KnownByKeys>): readonly string[] {
  const best = ladder.find(({ key }) => !byKey.has(key))
  const byTitle = hashWithin(feedId, ladder[0]!.key, draft.title, String(draft.publishedAt ?? ''))
  return best ? [hashWithin(feedId, best.key), byTitle] : [byTitle]
}

/** What stands under the best key's id may have been given to another thing since; title and date make the second id, and so are the same. */
function findKeyless(
  feedId: string,
  prepared: PreparedDraft,
  byKey: ReadonlyMap<string, KnownByKeys>,
  byId: ReadonlyMap<string, Entry>
): KnownByKeys | null {
  if (byId.size === 0) return null
  const { draft, ladder } = prepared
  const ids = newIds(feedId, prepared, byKey)
  const best = ids.length > 1 ? byId.get(ids[0]!) : undefined
  const rung = ladder.find(({ key }) => !byKey.has(key)) ?? ladder[0]!
  const entry = best && isSame(draft, best, rung) ? best : byId.get(ids.at(-1)!)
  return entry ? { entry, keys: [] } : null
}

function indexByKey(known: readonly KnownByKeys[]): ReadonlyMap<string, KnownByKeys> {
  return new Map(known.flatMap((one) => one.keys.map((key) => [key, one])))
}
