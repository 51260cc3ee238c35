const FIRST_GAP_MS = 1_000
const GROWTH = 5
const GAP_MS_MAX = 86_400_000
const JITTER_SHARE = 0.2

/**
 * How long to wait before a delivery is tried again: 1 s, 5 s, 25 s, 2 min, 10 min, 52 min, 4 h, 22 h, then once a day, each a little
 * longer by chance so that many that failed together do not come back together. Ten attempts span about four days.
 * @param attempts how many failed so far, 1 or more
 * @param askedMs what the receiver asked for in Retry-After; the longer of both holds, up to a day
 * @returns milliseconds, whole
 */
export function retryGapMs(attempts: number, askedMs: number | null, random: () => number): number {
  const growing = FIRST_GAP_MS * GROWTH ** Math.min(attempts - 1, 10)
  const gapMs = Math.min(Math.max(growing, askedMs ?? 0), GAP_MS_MAX)
  return Math.ceil(gapMs * (1 + JITTER_SHARE * random()))
}
