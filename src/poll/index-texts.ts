import { setImmediate } from 'node:timers/promises'
import type { Store } from '../store/store.ts'

/** So many texts take some milliseconds; in between, polls and readers have their turn. */
const TEXTS_PER_SLICE = 64
const WORK_MS_PER_TICK = 200
/** Of processes that share a database one does it at a time: what two take in, one has taken in for nothing. A little less than a tick. */
const SHARED_EVERY_MS = 900
/** After a failure, such as a full disk, searches read what is not indexed for so long. */
const PAUSE_MS = 60_000

/**
 * Brings the index of texts up to date beside the polls, which do not wait for it.
 * @returns what the ticker calls: it works for a fifth of a second at most, and mostly has nothing to do
 */
export function createTextIndexing(store: Pick<Store, 'indexTexts' | 'takeJob' | 'database'>, now: () => number): () => Promise<void> {
  let pausedUntil = 0
  return async () => {
    const startedAt = now()
    if (startedAt < pausedUntil) return
    pausedUntil = startedAt + PAUSE_MS
    if (!store.database.sharing || (await store.takeJob('search texts', startedAt, SHARED_EVERY_MS)) !== null) await takeIn(startedAt)
    pausedUntil = 0
  }

  async function takeIn(startedAt: number): Promise<void> {
    while ((await store.indexTexts(TEXTS_PER_SLICE)) && Math.abs(now() - startedAt) < WORK_MS_PER_TICK) await setImmediate()
  }
}
