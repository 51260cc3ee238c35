import { setImmediate } from 'node:timers/promises'
import type { AgedEntry, PruneKind, Pruning, Retention } from '../store/retention.ts'
import type { Store } from '../store/store.ts'

/** Entries looked at in one turn, which takes some tens of milliseconds at most. */
const ENTRIES_PER_STEP = 200
/** What a feed shows is noted once a day at least: what it was not seen with for so long, at its newest sight, it shows no more. */
const SHOWN_MS = 3 * 86_400_000

/** How far one call goes. */
export interface PruneLimits {
  /** Feeds, and sources, at most. */
  readonly groups: number
  /** Turns at most. */
  readonly steps: number
  /** Ends it between two turns. */
  readonly signal?: AbortSignal | undefined
}

/**
 * Takes away what entries no longer need, going on where the last call ended. Keys go so long after the feed dropped the entry, counted at its newest
 * sight: a feed that answers 304 for a year, or fails for one, still has its last items known. Texts go when the entry has the age, unless its
 * feed still shows it. An article whose every copy lost both goes as a whole, unless a topic ever showed it or an editor decided about it.
 * @param onGroup told after each feed or source
 */
export async function pruneEntries(
  store: Store,
  retention: Retention,
  now: number,
  limits: PruneLimits,
  onGroup: () => void = () => undefined
): Promise<void> {
  let steps = limits.steps
  for (const kind of ['keys', 'texts'] as const) {
    for (let groups = 0; groups < limits.groups && steps > 0 && limits.signal?.aborted !== true; groups++) {
      const groupId = await store.nextPruneGroup(kind)
      if (groupId !== null) {
        steps = await pruneGroup(store, kind, groupId, retention, now, { ...limits, steps })
        if (steps < 0) return // the rest of it comes first the next time
      }
      await store.finishPruneGroup(kind, groupId)
      onGroup()
      await setImmediate()
      if (groupId === null) break
    }
  }
}

/** @returns how many turns are left; less than none when there was more to do */
async function pruneGroup(
  store: Store,
  kind: PruneKind,
  groupId: string,
  retention: Retention,
  now: number,
  limits: PruneLimits
): Promise<number> {
  const before = kind === 'texts' ? now - retention.contentMs : await droppedBefore(store, groupId, retention.keysAfterLastSeenMs, now)
  for (let { steps } = limits; ; steps--) {
    const from = await store.pruneMark(kind, groupId)
    if (from >= before) return steps
    if (steps === 0 || limits.signal?.aborted) return -1
    await store.inTurn(async () => {
      const { entries, until } = await store.agedEntries(kind, groupId, from, before, ENTRIES_PER_STEP)
      const pruning = await decidePruning(store, { kind, groupId, until }, entries, retention, now)
      await store.applyPruning(pruning, now)
    })
    await setImmediate()
  }
}

async function droppedBefore(store: Store, feedId: string, afterMs: number, now: number): Promise<number> {
  const { newestAt, active } = await store.sightOfFeed(feedId)
  return (active ? Math.min(newestAt, now) : now) - Math.max(afterMs, SHOWN_MS)
}

async function decidePruning(
  store: Store,
  step: Pick<Pruning, 'kind' | 'groupId' | 'until'>,
  entries: readonly AgedEntry[],
  { contentMs }: Retention,
  now: number
): Promise<Pruning> {
  const keyless = new Set(step.kind === 'keys' ? entries.map(({ id }) => id) : [])
  const shownBefore = new Map<string, number>()
  for (const feedId of new Set(entries.map((entry) => entry.feedId))) shownBefore.set(feedId, await droppedBefore(store, feedId, 0, now))
  const expiring = new Set(
    entries
      .filter(
        ({ feedId, firstSeenAt, lastSeenAt, expired }) => !expired && firstSeenAt < now - contentMs && lastSeenAt < shownBefore.get(feedId)!
      )
      .map(({ id }) => id)
  )
  const articles = await store.standingArticles([...new Set(entries.map(({ articleId }) => articleId))])
  const gone = articles.filter(
    ({ kept, entries: copies }) =>
      !kept && copies.every(({ id, expired, hasKeys }) => (expired || expiring.has(id)) && (!hasKeys || keyless.has(id)))
  )
  const goneEntries = new Set(gone.flatMap((article) => article.entries.map(({ id }) => id)))
  const staying = (ids: ReadonlySet<string>): readonly string[] => [...ids].filter((id) => !goneEntries.has(id))
  return {
    ...step,
    keyless: staying(keyless),
    expired: staying(expiring),
    goneArticles: gone.map(({ id }) => id),
    goneEntries: [...goneEntries]
  }
}
