import type { Schedule } from '../config/schema.ts'
import type { FailureKind } from '../model/failure.ts'
import { nextWish, newRhythm, type Rhythm } from './rhythm.ts'

/** How the publisher asks to be polled. It only ever lengthens, whatever the schedule: up to the maximum, skipped days up to three. */
export interface PollHints {
  /** RSS ttl. */
  readonly ttlMs?: number | null
  /** sy:updatePeriod divided by sy:updateFrequency. */
  readonly updatePeriodMs?: number | null
  /** Hours of the day, 0 to 23 UTC, in which not to poll. */
  readonly skipHours?: readonly number[] | null
  /** Days of the week, 0 Sunday to 6, UTC, in which not to poll. */
  readonly skipDays?: readonly number[] | null
  /** What is left of max-age or Expires, of a 200 or a 304. */
  readonly freshMs?: number | null
  /** New items are pushed to us by a hub. */
  readonly pushed?: boolean
  /** Whether the server ever gave a validator; without, every poll costs it a whole document. */
  readonly conditional?: boolean
}

/** What is set or known of a feed before this poll's outcome is weighed. */
export interface PollPlan {
  readonly schedule: Schedule
  /** `polling.min_interval` and `polling.max_interval`. */
  readonly minIntervalMs: number
  readonly maxIntervalMs: number
  readonly hints: PollHints
  /** As learned, this poll included; null before the first success. */
  readonly rhythm: Rhythm | null
  /** IANA zone of the source. */
  readonly timeZone: string
  /** Gives the first instant after another that a cron line names. */
  readonly nextCronTime: (cron: string, after: number, timeZone: string) => number
}

/** What a failed poll adds. */
export interface PollTrouble {
  readonly kind: FailureKind
  /** Failures in a row, this one included: 1 or more. */
  readonly failuresInRow: number
  readonly retryAfterMs?: number | null
  /** When a poll last succeeded, null for never. */
  readonly lastSuccessAt?: number | null
}

export interface NextPoll {
  readonly dueAt: number
  /** What decided, for operators. */
  readonly because:
    | 'rhythm'
    | 'every'
    | 'cron'
    | 'minimum'
    | 'maximum'
    | 'max-age'
    | 'ttl'
    | 'update-period'
    | 'skip-hours'
    | 'pushed'
    | 'retry-after'
    | 'back-off'
    | 'gone'
}

/** A distance from now, and what asks for it. */
interface Wish {
  readonly gapMs: number
  readonly because: NextPoll['because']
}

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
export const BACK_OFF_MAX_MS = DAY_MS
const RETRY_AFTER_MAX_MS = 7 * DAY_MS
const GONE_AGAIN_MS = 30 * DAY_MS
const LOST_AFTER_MS = 30 * DAY_MS
const LOST_MS = 7 * DAY_MS
/** Fewer than the 48 of a fixed half hour; more only for operators who set a base interval below the default. */
const REQUESTS_PER_DAY_MAX = 44
const BASE_INTERVAL_MS = 15 * 60_000
const REQUESTS_PER_DAY_MAX_UNCONDITIONAL = 24
/** A weekend with the nights around it; who asks to be skipped for longer is asked all the same. */
const SKIPPED_MS_MAX = 3 * DAY_MS
const JITTER_SHARE = 0.15
const CRON_JITTER_MS_MAX = 30_000

/** After a poll that brought a readable document. @returns when to poll next, in milliseconds since 1970 UTC */
export function afterUpdate(plan: PollPlan, now: number, random: () => number): NextPoll {
  return planned(plan, now, random)
}

/** After a 304, or a document that is the same as before. */
export function afterUnchanged(plan: PollPlan, now: number, random: () => number): NextPoll {
  return planned(plan, now, random)
}

/**
 * After a 429 or a bot check: as long as the server asks, up to 7 days, and never less than the back-off.
 * The same as `afterFailure`, by the name of the event.
 */
export function afterRateLimit(plan: PollPlan, trouble: PollTrouble, now: number, random: () => number): NextPoll {
  return afterFailure(plan, trouble, now, random)
}

/**
 * After any other failure. The gap doubles from the base interval to 24 h; 410 is confirmed once after a day and then
 * looked at monthly, a 404 of 30 days weekly: no feed is given up for good. What the server asked for in Retry-After
 * is honoured up to 7 days, and an operator's own `every` or `cron` line is never overtaken.
 */
export function afterFailure(plan: PollPlan, trouble: PollTrouble, now: number, random: () => number): NextPoll {
  const jitter = 1 + JITTER_SHARE * unit(random)
  if (trouble.kind === 'gone') {
    return { dueAt: whole(now + (trouble.failuresInRow <= 1 ? DAY_MS : GONE_AGAIN_MS) * jitter), because: 'gone' }
  }
  const doublings = Math.min(Math.max(1, trouble.failuresInRow), 40)
  const backOffMs = Math.min(plan.minIntervalMs * 2 ** doublings, BACK_OFF_MAX_MS)
  const lost = trouble.kind === 'not-found' && trouble.lastSuccessAt != null && now - trouble.lastSuccessAt > LOST_AFTER_MS
  let gapMs = Math.max(lost && backOffMs === BACK_OFF_MAX_MS ? LOST_MS : backOffMs, plan.minIntervalMs)
  let because: NextPoll['because'] = 'back-off'
  const retryAfterMs = Math.min(Math.max(0, trouble.retryAfterMs ?? 0), RETRY_AFTER_MAX_MS)
  if (retryAfterMs > gapMs) {
    gapMs = retryAfterMs
    because = 'retry-after'
  }
  const dueAt = whole(now + gapMs * jitter)
  const operators = plan.schedule.kind === 'adaptive' ? dueAt : scheduledAt(plan, now, random, dueAt)
  return operators > dueAt ? { dueAt: operators, because: plan.schedule.kind === 'cron' ? 'cron' : 'every' } : { dueAt, because }
}

function planned(plan: PollPlan, now: number, random: () => number): NextPoll {
  const { hints, minIntervalMs, schedule } = plan
  const maxIntervalMs = Math.max(plan.maxIntervalMs, minIntervalMs)
  const latest = now + Math.max(maxIntervalMs, SKIPPED_MS_MAX)
  const floor = longestWish(hints, maxIntervalMs)
  if (schedule.kind === 'adaptive') {
    const own = rhythmWish(plan, maxIntervalMs, now)
    const { gapMs, because } = floor.gapMs > own.gapMs ? floor : own
    const jittered = now + Math.min(gapMs * (1 + JITTER_SHARE * unit(random)), maxIntervalMs)
    const dueAt = afterSkipped(jittered, hints, latest, random)
    return { dueAt: whole(dueAt), because: dueAt > jittered ? 'skip-hours' : because }
  }
  const own = scheduledAt(plan, now, random, now + minIntervalMs)
  const heeded = floor.gapMs > own - now ? scheduledAt(plan, now, random, now + floor.gapMs) : own
  const skipped = afterSkipped(heeded, hints, Math.max(heeded, latest), random)
  if (skipped > heeded) {
    const dueAt = scheduledAt(plan, now, random, whole(skipped))
    // A line that names skipped hours alone is the operator's wish all the same.
    if (afterSkipped(dueAt, hints, Math.max(dueAt, latest), random) === dueAt) return { dueAt, because: 'skip-hours' }
  }
  if (heeded > own) return { dueAt: heeded, because: floor.because }
  return { dueAt: own, because: own <= now + minIntervalMs ? 'minimum' : schedule.kind }
}

/** When the feed's own rhythm would have it polled. */
function rhythmWish({ hints, minIntervalMs, rhythm, timeZone }: PollPlan, maxIntervalMs: number, now: number): Wish {
  const perDay = hints.conditional === false ? REQUESTS_PER_DAY_MAX_UNCONDITIONAL : REQUESTS_PER_DAY_MAX
  const requestsPerDayMax = perDay * Math.max(1, BASE_INTERVAL_MS / minIntervalMs)
  const gapMs = nextWish(rhythm ?? newRhythm(now), { minIntervalMs, maxIntervalMs, requestsPerDayMax }, now, timeZone) - now
  return { gapMs, because: gapMs <= minIntervalMs ? 'minimum' : gapMs >= maxIntervalMs ? 'maximum' : 'rhythm' }
}

/** The longest wait that the publisher asks for, up to the maximum; 0 where it asks for none. */
function longestWish(hints: PollHints, maxIntervalMs: number): Wish {
  const wishes: readonly (readonly [NextPoll['because'], number | null | undefined])[] = [
    ['max-age', hints.freshMs],
    ['ttl', hints.ttlMs],
    ['update-period', hints.updatePeriodMs],
    ['pushed', hints.pushed === true ? DAY_MS : null]
  ]
  return wishes
    .map(([because, askedMs]) => ({ because, gapMs: Math.min(askedMs ?? 0, maxIntervalMs) }))
    .reduce((longest, wish) => (wish.gapMs > longest.gapMs ? wish : longest), { because: 'minimum', gapMs: 0 })
}

/** What an `every` or `cron` line says, not before `earliest`, spread a little so that feeds of one line do not start together. */
function scheduledAt(plan: PollPlan, now: number, random: () => number, earliest: number): number {
  if (plan.schedule.kind === 'cron') {
    const at = plan.nextCronTime(plan.schedule.cron, Math.max(now, earliest - 1), plan.timeZone)
    return whole(at + unit(random) * Math.min(CRON_JITTER_MS_MAX, 0.05 * (at - now)))
  }
  if (plan.schedule.kind === 'every') {
    const at = Math.max(now + plan.schedule.everyMs, earliest)
    return whole(at + unit(random) * Math.min(CRON_JITTER_MS_MAX, 0.05 * (at - now)))
  }
  return earliest
}

/** Moves an instant out of the hours and days the publisher asked to skip (RSS 2.0, UTC), a feed that skips everything excepted. */
function afterSkipped(at: number, hints: PollHints, latest: number, random: () => number): number {
  const hours = new Set((hints.skipHours ?? []).map((hour) => hour % 24))
  const days = new Set(hints.skipDays ?? [])
  if (hours.size >= 24 || days.size >= 7 || (hours.size === 0 && days.size === 0)) return at
  let moved = at
  for (let step = 0; step < 24 * 8; step++) {
    const date = new Date(moved)
    if (!hours.has(date.getUTCHours()) && !days.has(date.getUTCDay())) {
      // The first minutes after a skipped stretch are when everybody comes back.
      const spread = moved === at ? moved : moved + unit(random) * JITTER_SHARE * HOUR_MS
      return Math.min(spread, Math.max(at, latest))
    }
    moved = (Math.floor(moved / HOUR_MS) + 1) * HOUR_MS
  }
  return at
}

/** Chance from 0 to 1, whatever the source gives. */
function unit(random: () => number): number {
  return Math.min(1, Math.max(0, random()))
}

/** Due times are whole milliseconds, and never rounded to before what they stand for. */
function whole(at: number): number {
  return Math.ceil(at)
}
