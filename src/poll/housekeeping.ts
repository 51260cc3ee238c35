import { sameUrlWindowMs } from '../dedupe/find-duplicate.ts'
import { pruneSlices, pruneStatements } from '../store/neighbours.ts'
import { type Retention, retentionStatements } from '../store/retention.ts'
import type { Store } from '../store/store.ts'
import { seqAt } from './read-neighbours.ts'

const DAY_MS = 86_400_000
/** Words that nobody used for so long count no longer. */
const COUNTS_KEPT_MS = 60 * DAY_MS
const INDEX_KEPT_MS = sameUrlWindowMs + DAY_MS

/** Removes one slice of what has outlived its use, so that no statement holds up the polls for long. */
export async function pruneSlice(store: Store, slice: number, retention: Retention, now: number): Promise<void> {
  const index = pruneStatements(slice, now - INDEX_KEPT_MS, seqAt(now - INDEX_KEPT_MS), now - COUNTS_KEPT_MS)
  await store.inTurn(() => store.database.batch([...(slice === 0 ? retentionStatements(retention, now) : []), ...index]))
}

/**
 * Spreads the housekeeping over the day.
 * @returns what the ticker calls: it does at most one slice, and mostly nothing
 */
export function createHousekeeping(store: Store, retention: () => Retention, now: () => number): () => Promise<void> {
  const everyMs = DAY_MS / pruneSlices
  let slice = 0
  let nextAt = now() + everyMs
  return async () => {
    const at = now()
    // A clock that was put back must not stop the housekeeping for as long.
    if (at < nextAt && nextAt - at <= everyMs) return
    nextAt = at + everyMs
    await pruneSlice(store, slice, retention(), at)
    slice = (slice + 1) % pruneSlices
  }
}
