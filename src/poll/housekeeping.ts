import { forgetHostsStatements } from '../store/hosts.ts'
import { pruneStatements } from '../store/neighbours.ts'
import { recordStatements, type Retention, retentionStatements } from '../store/retention.ts'
import type { Store } from '../store/store.ts'
import { indexKeptMs, seqAt } from './neighbour-window.ts'

const DAY_MS = 86_400_000
const PARALLEL_TEXTS_KEPT_MS = 60 * DAY_MS
/** Housekeeping goes by slices, lest one statement holds up everything else; a day does all of them. */
export const pruneSlices = 256

/**
 * Removes one slice of what has outlived its use. No poll waits for it: what goes was not seen for so long that none asks for it.
 */
export async function pruneSlice({ database }: Pick<Store, 'database'>, slice: number, retention: Retention, now: number): Promise<void> {
  await database.batch([...recordStatements(retention, now), ...pruneStatements(seqAt(now - indexKeptMs), now - PARALLEL_TEXTS_KEPT_MS)])
  if (slice === 0) await database.batch([...retentionStatements(retention, now), ...forgetHostsStatements(now)], { unhurried: true })
}

/**
 * Spreads the housekeeping over the day, and over all processes that share the database: one of them does each slice.
 * @returns what the ticker calls: it does at most one slice, and mostly nothing
 */
export function createHousekeeping(store: Store, retention: () => Retention, now: () => number): () => Promise<void> {
  const everyMs = DAY_MS / pruneSlices
  let askAt = 0
  return async () => {
    const at = now()
    // A clock that was put back must not stop the housekeeping for as long.
    if (at < askAt && askAt - at <= everyMs) return
    askAt = at + everyMs
    const run = await store.takeJob('housekeeping', at, everyMs)
    if (run !== null) await pruneSlice(store, (run - 1) % pruneSlices, retention(), at)
  }
}
