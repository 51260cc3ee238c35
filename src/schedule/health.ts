import type { FailureKind } from '../model/failure.ts'
import type { FeedRecord } from '../model/feed.ts'
import { minuteName } from '../text/minute-name.ts'
import { readMoves } from './moves.ts'
import { intervalBeforeSilenceMs, type Rhythm } from './rhythm.ts'

/** How a feed is doing. Each state is explained to operators in docs/states.md. */
// prettier-ignore
export const HEALTH_STATES = [
  'ok', 'new', 'paused', 'quiet', 'stale', 'silent-zero', 'moved', 'throttled', 'blocked', 'not-a-feed', 'gone', 'failing'
] as const

export type HealthState = (typeof HEALTH_STATES)[number]

export interface Health {
  readonly state: HealthState
  /** One sentence for operators: what is so, since when, and what would help. */
  readonly message: string
}

export type HealthFacts = Pick<
  FeedRecord,
  | 'url'
  | 'configuredUrl'
  | 'nextPollAt'
  | 'lastPolledAt'
  | 'lastSuccessAt'
  | 'lastNewAt'
  | 'lastOutcome'
  | 'lastFailure'
  | 'failuresInRow'
  | 'failureWeight'
  | 'itemsInLast'
  | 'moves'
> & { readonly paused: boolean }

const DAY_MS = 86_400_000
const QUIET_INTERVALS = 6
const QUIET_MS_MIN = 2 * DAY_MS
const STALE_INTERVALS = 20
const STALE_MS_MIN = 60 * DAY_MS
const STALE_MS = 365 * DAY_MS
/** One hard failure, two soft or four temporary ones in a row. */
const FAILING_WEIGHT = 1

/**
 * Judges a feed by its record and its own rhythm: silence of a feed that publishes hourly is another thing than that
 * of one that publishes monthly.
 * @param rhythm as learned, or null when nothing was
 */
export function judgeHealth(feed: HealthFacts, rhythm: Rhythm | null, now: number): Health {
  const again = `it is asked again ${spellAt(feed.nextPollAt)}`
  const failure = feed.lastFailure
  const failed = feed.lastOutcome === 'failed' || feed.lastOutcome === 'rate-limited'
  if (feed.paused) return { state: 'paused', message: 'Paused in the configuration: it is not polled.' }
  if (feed.lastPolledAt === null) {
    return { state: 'new', message: `Never polled so far; its first poll is due ${spellAt(feed.nextPollAt)}.` }
  }
  if (failed && failure !== null) {
    const said = `${failure.message} Failures in a row: ${feed.failuresInRow}; ${again}.`
    if (failure.kind === 'gone') return { state: 'gone', message: said }
    if (failure.kind === 'blocked' || failure.status === 403) return { state: 'blocked', message: said }
    if (feed.lastOutcome === 'rate-limited' || failure.kind === 'rate-limited') return { state: 'throttled', message: said }
    if (failure.kind === 'not-a-feed') return { state: 'not-a-feed', message: said }
    if (feed.failureWeight >= FAILING_WEIGHT) return { state: 'failing', message: said }
  }
  if (feed.itemsInLast === 0 && feed.lastNewAt !== null) {
    const until = spellAt(feed.lastNewAt)
    return {
      state: 'silent-zero',
      message: `It answers well but lists nothing, though it had items until ${until}; check the page or its selectors.`
    }
  }
  const silent = judgeSilence(feed, rhythm, now)
  if (silent !== null) return silent
  if (feed.url !== feed.configuredUrl) {
    const since = readMoves(feed.moves).made.at(-1)?.at
    const when = since === undefined ? '' : ` (noticed ${spellAt(since)})`
    return {
      state: 'moved',
      message: `It moved for good to ${feed.url}${when}, which is polled; write that address into the configuration.`
    }
  }
  if (failed && failure !== null) {
    return {
      state: 'ok',
      message: `The last poll failed, which may pass: ${failure.message} It is asked again ${spellAt(feed.nextPollAt)}.`
    }
  }
  const last = feed.lastNewAt === null ? 'nothing new came so far' : `something new came last ${spellAt(feed.lastNewAt)}`
  return { state: 'ok', message: `It answers well; ${last}.` }
}

/**
 * What a failure weighs in a feed's record: 1 for what will not pass by itself, 0.5 for what may, 0.25 for what
 * passes as a rule. The sum over failures in a row tells trouble from a hiccup.
 */
export function failureWeightOf(kind: FailureKind): number {
  switch (kind) {
    case 'gone':
    case 'not-found':
    case 'unauthorized':
    case 'refused-address':
    case 'refused-url':
    case 'tls':
    case 'redirect-downgrade':
    case 'redirect-loop':
    case 'not-a-feed':
      return 1
    case 'http-client':
    case 'blocked':
    case 'too-large':
    case 'bad-encoding':
    case 'bad-response':
    case 'no-items-selected':
    case 'too-costly':
    case 'limit':
    case 'dns':
    case 'internal':
      return 0.5
    case 'connect':
    case 'timeout':
    case 'reset':
    case 'http-server':
    case 'rate-limited':
    case 'unavailable':
    case 'truncated':
    case 'empty':
      return 0.25
    default:
      return kind satisfies never
  }
}

function judgeSilence(feed: HealthFacts, rhythm: Rhythm | null, now: number): Health | null {
  if (feed.lastNewAt === null) return null
  const silentMs = now - feed.lastNewAt
  const usualMs = rhythm === null ? null : intervalBeforeSilenceMs(rhythm, silentMs)
  const usual = usualMs === null ? '' : ` (it used to publish every ${spellMs(usualMs)})`
  const last = `Nothing new for ${spellMs(silentMs)}${usual}`
  if (silentMs > STALE_MS || (usualMs !== null && silentMs > STALE_MS_MIN && silentMs > STALE_INTERVALS * usualMs)) {
    return { state: 'stale', message: `${last}: it may have been given up or moved; look at the site.` }
  }
  if (usualMs !== null && silentMs > QUIET_MS_MIN && silentMs > QUIET_INTERVALS * usualMs) {
    return { state: 'quiet', message: `${last}: longer than usual for this feed.` }
  }
  return null
}

function spellAt(at: number): string {
  return Number.isFinite(at) ? minuteName(Math.min(Math.max(at, 0), 8.64e15)) : 'never'
}

function spellMs(ms: number): string {
  const hours = ms / 3_600_000
  if (hours < 1) return `${Math.max(1, Math.round(hours * 60))} minutes`
  return hours < 48 ? `${Math.round(hours)} hours` : `${Math.round(hours / 24)} days`
}
