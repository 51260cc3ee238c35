/** Work may take this part of the time in the long run. */
const PART_MAX = 0.25
/** So much may be done at once after a rest: a change here and there is dealt with immediately. */
const BURST_MS = 1_000

/**
 * Does one piece of work after another, each name once however often it is added meanwhile, and rests in between so that others get their
 * part of the time.
 * @param work must not throw
 * @param clock milliseconds of a clock that only goes forwards
 */
export function createPacedQueue(work: (name: string) => Promise<void>, clock: () => number = () => performance.now()) {
  const names = new Set<string>()
  let allowedMs = BURST_MS
  let countedAt = clock()
  let resting: NodeJS.Timeout | null = null
  let working: Promise<void> | null = null
  let isEnding = false

  return {
    add(name: string): void {
      names.add(name)
      goOn()
    },

    /** Waits for what is being done; the rest is left. */
    async end(): Promise<void> {
      isEnding = true
      if (resting) clearTimeout(resting)
      await working
    }
  }

  function goOn(): void {
    const [name] = names
    if (name === undefined || isEnding || working || resting) return
    const restMs = restNeeded()
    if (restMs > 0) {
      resting = setTimeout(() => {
        resting = null
        goOn()
      }, restMs).unref()
      return
    }
    names.delete(name)
    const startedAt = clock()
    working = work(name).finally(() => {
      allowedMs -= clock() - startedAt
      working = null
      goOn()
    })
  }

  function restNeeded(): number {
    const now = clock()
    allowedMs = Math.min(BURST_MS, allowedMs + (now - countedAt) * PART_MAX)
    countedAt = now
    return allowedMs > 0 ? 0 : Math.ceil(-allowedMs / PART_MAX) + 1
  }
}
