import { forgetHostsStatements } from '../store/hosts.ts'
import { pruneStatements } from '../store/neighbours.ts'
import { recordStatements, type Retention, retentionStatements } from '../store/retention.ts'
import type { Store } from '../store/store.ts'
import { indexKeptMs, seqAt } from './neighbour-window.ts'
import { pruneEntries } from './prune-entries.ts'

const DAY_MS = 86_400_000
const PARALLEL_TEXTS_KEPT_MS = 60 * DAY_MS
/** Housekeeping goes by slices, lest one statement holds up everything else; a day does all of them. */
const pruneSlices = 256
/** Steps of a slice beyond one for each feed and source that it visits: a million entries a day, in turns between those of the polls. */
const STEPS_SPARE = 20

/** Removes one slice of what has outlived its use, and gives some of the room back to the disk. The signal ends it early. */
export async function pruneSlice(store: Store, slice: number, retention: Retention, now: number, signal?: AbortSignal): Promise<void> {
  await pruneRecords(store, retention, now)
  if (slice === 0) await pruneDaily(store, retention, now)
  const groups = Math.ceil((await store.countPruneGroups()) / pruneSlices) + 1
  await pruneEntries(store, retention, now, { groups, steps: groups + STEPS_SPARE, signal })
  await store.database.reclaim?.()
}

/** Removes everything that has outlived its use. @param onGroup told after each feed and each source; the signal ends it between two */
export async function pruneAll(store: Store, retention: Retention, now: number, onGroup: () => void, signal: AbortSignal): Promise<void> {
  await pruneRecords(store, retention, now)
  await pruneDaily(store, retention, now)
  for (const kind of ['keys', 'texts'] as const) await store.finishPruneGroup(kind, null)
  await pruneEntries(store, retention, now, { groups: Infinity, steps: Infinity, signal }, onGroup)
}

async function pruneRecords({ database }: Store, retention: Retention, now: number): Promise<void> {
  await database.batch([...recordStatements(retention, now), ...pruneStatements(seqAt(now - indexKeptMs), now - PARALLEL_TEXTS_KEPT_MS)])
}

async function pruneDaily({ database }: Store, retention: Retention, now: number): Promise<void> {
  await database.batch([...retentionStatements(retention, now), ...forgetHostsStatements(now)], { unhurried: true })
}

/**
 * Spreads the housekeeping over the day, and over all processes that share the database: one of them does each slice.
 * @returns what the ticker calls: it does at most one slice, and mostly nothing
 */
export function createHousekeeping(store: Store, retention: () => Retention, now: () => number, signal?: AbortSignal): () => Promise<void> {
  const everyMs = DAY_MS / pruneSlices
  let askAt = 0
  return async () => {
    const at = now()
    // A clock that was put back must not stop the housekeeping for as long.
    if (at < askAt && askAt - at <= everyMs) return
    askAt = at + everyMs
    const run = await store.takeJob('housekeeping', at, everyMs)
    if (run !== null) await pruneSlice(store, (run - 1) % pruneSlices, retention(), at, signal)
  }
}
