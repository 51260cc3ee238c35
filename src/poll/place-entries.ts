import { compareEntries, type Compared, idsOfNew, type PreparedDraft } from '../dedupe/compare-entries.ts'
import type { EntryMatch, EntryToMatch, MatchOptions } from '../dedupe/match-entry.ts'
import { findMoved, MOVED_MIN } from '../dedupe/find-moved.ts'
import type { LocatedDraft } from '../model/draft.ts'
import type { Entry } from '../model/entry.ts'
import type { ClaimedFeed } from '../model/feed.ts'
import type { Statement } from '../store/database.ts'
import type { EntryRevision } from '../store/entries.ts'
import type { Store } from '../store/store.ts'
import type { UpdateContext } from './decide-update.ts'
import type { NeighbourWindow } from './neighbour-window.ts'

export interface PlaceDeps {
  readonly store: Store
  readonly neighbours: NeighbourWindow
  readonly match: MatchOptions
}

/** Whose entries they are. */
export type EntrySource = Pick<ClaimedFeed, 'id' | 'sourceId' | 'owner'>

export type PlaceContext = Pick<UpdateContext, 'plan' | 'now' | 'newPerSourcePerDayMax' | 'revisionsMax'>

/** A new entry with the place matching found for it. */
export interface PlacedEntry {
  readonly entry: Entry
  readonly storyId: string
  readonly storyReason: string | null
}

/** The drafts of a poll, told apart from what is known and placed among all other feeds' entries. */
export interface PlacedEntries {
  readonly fresh: readonly PlacedEntry[]
  readonly revised: readonly Entry[]
  readonly revisions: readonly EntryRevision[]
  readonly keys: readonly { readonly key: string; readonly entryId: string }[]
  readonly seenAgain: readonly string[]
  readonly mergedStories: EntryMatch['mergedStories']
  readonly index: readonly Statement[]
  /** Set when the source's daily limit kept entries back. */
  readonly limited: string | null
}

const DAY_MS = 86_400_000
/** What a poll places that brought nothing to place. */
export const NOTHING_PLACED: PlacedEntries = {
  fresh: [],
  revised: [],
  revisions: [],
  keys: [],
  seenAgain: [],
  mergedStories: [],
  index: [],
  limited: null
}

/** Finds known entries again, then places the new ones: reads what it needs, writes nothing. */
export async function placeEntries(
  feed: EntrySource,
  drafts: readonly PreparedDraft[],
  context: PlaceContext,
  { store, neighbours, match }: PlaceDeps
): Promise<PlacedEntries> {
  if (drafts.length === 0) return NOTHING_PLACED
  const keys = drafts.flatMap(({ ladder }) => ladder.map(({ key }) => key))
  // Asked together: other processes wait for this turn.
  const [known, today] = await Promise.all([
    store.knownEntries(feed.id, keys),
    store.countEntriesOfSource(feed.sourceId, context.now - DAY_MS)
  ])
  const keyless = await store.entriesById(idsOfNew(feed.id, drafts, known))
  const compared = compareEntries(feed.id, drafts, known, keyless, await movedEntries(feed.id, drafts, [...known, ...keyless], store))
  const within = withinDailyLimit(compared, today, context)

  const toMatch = within.fresh.map((one) => matchInput(one, feed, context))
  const { matches, statements } = await neighbours.place(toMatch, match, context.now)
  const fresh = within.fresh.map(({ draft, id, contentHash }, index): PlacedEntry => {
    const place = matches[index]!
    const entry = {
      ...entryOf(draft, feed, contentHash, context.now),
      id,
      articleId: place.articleId,
      joinReason: place.joinReason,
      revision: 1
    }
    return { entry, storyId: place.storyId, storyReason: place.storyReason }
  })
  const edits = compared.filter((one) => one.kind === 'revised').map((one) => revise(one, context))
  return {
    fresh,
    revised: edits.map(({ entry }) => entry),
    revisions: edits.flatMap(({ revision }) => revision ?? []),
    keys: [
      ...within.fresh.flatMap(({ id, keys }) => keys.map((key) => ({ key, entryId: id }))),
      ...compared.flatMap((one) => (one.kind === 'new' ? [] : one.keys.map((key) => ({ key, entryId: one.entry.id }))))
    ],
    seenAgain: seenAgain(compared, context.now),
    mergedStories: matches.flatMap(({ mergedStories }) => mergedStories),
    index: statements,
    limited: within.limited
  }
}

/** Looked for only where a document of several items has none that is known. */
async function movedEntries(
  feedId: string,
  drafts: readonly PreparedDraft[],
  known: readonly unknown[],
  store: Pick<Store, 'shownLately' | 'entriesById'>
): Promise<ReadonlyMap<PreparedDraft, Entry>> {
  if (known.length > 0 || drafts.length < MOVED_MIN) return new Map()
  const ids = findMoved(drafts, await store.shownLately(feedId, SHOWN_LATELY_MAX))
  const byId = new Map((await store.entriesById([...ids.values()])).map((entry) => [entry.id, entry]))
  return new Map([...ids].map(([draft, id]) => [draft, byId.get(id)!]))
}

const SHOWN_LATELY_MAX = 300

type New = Extract<Compared, { kind: 'new' }>

/** @param today new entries of the source in the last day */
function withinDailyLimit(compared: readonly Compared[], today: number, context: PlaceContext) {
  const fresh = compared.filter((one): one is New => one.kind === 'new')
  const room = Math.max(0, context.newPerSourcePerDayMax - today)
  if (fresh.length <= room) return { fresh, limited: null }
  const limited = `limits.new_items_per_source_per_day (${context.newPerSourcePerDayMax}) is reached: ${fresh.length - room} new items of this source wait for the next polls`
  return { fresh: fresh.slice(0, room), limited }
}

function matchInput({ id, draft, tokens }: New, { sourceId }: EntrySource, { plan, now }: PlaceContext): EntryToMatch {
  return { entryId: id, sourceId, tokens, at: Math.min(draft.publishedAt ?? now, now), deduplicate: plan.feed.deduplicate }
}

function entryOf(
  draft: LocatedDraft,
  feed: EntrySource,
  contentHash: string,
  now: number
): Omit<Entry, 'id' | 'articleId' | 'joinReason' | 'revision'> {
  return { ...draft, feedId: feed.id, sourceId: feed.sourceId, owner: feed.owner, contentHash, firstSeenAt: now, lastSeenAt: now }
}

/** The new content takes the entry over; what it said before is kept, up to the limit. Who it is, and since when, stays. */
function revise(
  { draft, entry, contentHash }: Extract<Compared, { kind: 'revised' }>,
  { now, revisionsMax }: PlaceContext
): { entry: Entry; revision: EntryRevision | null } {
  const { expiredAt: _gone, ...standing } = entry
  const revised: Entry = {
    ...standing,
    ...draft,
    publishedAt: entry.publishedAt ?? draft.publishedAt,
    publishedFrom: entry.publishedAt === null ? draft.publishedFrom : entry.publishedFrom,
    contentHash,
    revision: entry.revision + 1,
    lastSeenAt: now
  }
  const { id: entryId, revision, title, summary, contentHtml, lastSeenAt: seenAt } = entry
  return { entry: revised, revision: revision <= revisionsMax ? { entryId, revision, title, summary, contentHtml, seenAt } : null }
}

/** Noted once a day: retention only needs to know what a feed still shows. */
function seenAgain(compared: readonly Compared[], now: number): readonly string[] {
  return compared.flatMap((one) => (one.kind === 'same' && one.entry.lastSeenAt < now - DAY_MS ? [one.entry.id] : []))
}
