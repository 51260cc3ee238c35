import { setImmediate } from 'node:timers/promises'
import type { Store } from '../store/store.ts'

/** So many texts take some milliseconds; in between, polls and readers have their turn. */
const TEXTS_PER_SLICE = 64
const WORK_MS_PER_TICK = 200
/** After a failure, such as a full disk, searches read what is not indexed for so long. */
const PAUSE_MS = 60_000

/**
 * Brings the index of texts up to date beside the polls, which do not wait for it.
 * @returns what the ticker calls: it works for a fifth of a second at most, and mostly has nothing to do
 */
export function createTextIndexing(store: Pick<Store, 'indexTexts'>, now: () => number): () => Promise<void> {
  let pausedUntil = 0
  return async () => {
    const startedAt = now()
    if (startedAt < pausedUntil) return
    pausedUntil = startedAt + PAUSE_MS
    while ((await store.indexTexts(TEXTS_PER_SLICE)) && Math.abs(now() - startedAt) < WORK_MS_PER_TICK) await setImmediate()
    pausedUntil = 0
  }
}
