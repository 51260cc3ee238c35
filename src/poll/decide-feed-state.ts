import { RETRY_AFTER_MAX_MS } from '../fetch/retry-after.ts'
import type { ClaimedFeed, PollOutcome, PollRecord } from '../model/feed.ts'
import type { Validators } from '../model/fetch-outcome.ts'
import type { FeedInfo } from '../model/item.ts'
import { failureWeightOf } from '../schedule/health.ts'
import { afterFailureAt, afterReadable, readMoves, writeMoves } from '../schedule/moves.ts'
import { afterFailure, afterRateLimit, afterUnchanged, afterUpdate, type PollHints, type PollPlan } from '../schedule/next-poll.ts'
import { learnRhythm, newRhythm, readRhythm, type Rhythm, writeRhythm } from '../schedule/rhythm.ts'
import { type FeedChange, standingPart } from '../store/feeds.ts'
import type { FeedPlan } from './feed-plan.ts'
import type { Reading } from './reading.ts'

export interface StateContext {
  readonly plan: FeedPlan
  readonly minIntervalMs: number
  readonly maxIntervalMs: number
  readonly nextCronTime: PollPlan['nextCronTime']
  readonly now: number
  readonly random: () => number
}

/** What the entries of a poll came to. */
export interface Harvest {
  readonly added: number
  readonly revised: number
  /** When the new entries were published, null where they do not say. */
  readonly publishedAts: readonly (number | null)[]
  /** Set when a limit kept entries back: what the operator is told; the document is then asked for again. */
  readonly limited: string | null
}

/** Kept between polls as one JSON record: a 304 carries no hints of its own. */
interface StoredHints extends Omit<PollHints, 'freshMs' | 'conditional'> {
  readonly settingsHash?: string
  /** Of the last answer that had one: a 304 updates what it carries alone (RFC 9111, section 4.3.4). */
  readonly maxAgeMs?: number
  /** The hub that announces this feed, and the address it knows it by (WebSub). */
  readonly hub?: string
  readonly topic?: string
}

/** A push may be under way for so long. */
const PUSH_LATE_MS = 600_000

/** Whether this poll brought what a hub that is relied on should have announced: then it is relied on no longer. */
export function missedPush({ pushedUntil, pushedAt, lastPolledAt }: ClaimedFeed, { publishedAts }: Harvest, now: number): boolean {
  if (pushedUntil === null || pushedUntil <= now || lastPolledAt === null) return false
  if (pushedAt !== null && pushedAt >= lastPolledAt) return false
  return publishedAts.some((at) => at === null || at <= now - PUSH_LATE_MS)
}

/** Validators to ask with; none when the feed's settings changed, because the same bytes are read differently then. */
export function presentValidators(
  feed: ClaimedFeed,
  plan: FeedPlan
): { etag: string | null; lastModified: string | null; url: string | null } {
  const same = readHints(feed.hints).settingsHash === plan.settingsHash
  return same
    ? { etag: feed.etag, lastModified: feed.lastModified, url: feed.validatorsUrl }
    : { etag: null, lastModified: null, url: null }
}

/** Decides the feed's next state and the record of the poll, whatever happened: validators, next due time, health. */
export function decideFeedState(
  feed: ClaimedFeed,
  reading: Reading,
  harvest: Harvest,
  context: StateContext
): { change: FeedChange; poll: PollRecord } {
  const change = reading.kind === 'failed' ? afterTrouble(feed, reading, context) : afterSuccess(feed, reading, harvest, context)
  return { change, poll: recordOf(feed, reading, harvest, change, context) }
}

function afterSuccess(
  feed: ClaimedFeed,
  reading: Exclude<Reading, { kind: 'failed' }>,
  harvest: Harvest,
  context: StateContext
): FeedChange {
  const { now, random, plan } = context
  const keep = reading.kind === 'same' || (reading.kind === 'read' && reading.whole && harvest.limited === null)
  const validators =
    reading.kind === 'unchanged'
      ? {
          etag: reading.exchange.validators.etag ?? feed.etag,
          lastModified: reading.exchange.validators.lastModified ?? feed.lastModified,
          validatorsUrl: feed.validatorsUrl,
          bodyHash: feed.bodyHash
        }
      : keep
        ? { ...reading.exchange.validators, validatorsUrl: reading.exchange.finalUrl, bodyHash: reading.bodyHash }
        : keptValidators(feed, plan, reading.exchange.validators)
  const { cache } = reading.exchange
  const { maxAgeMs: lastMaxAgeMs, ...known } = readHints(feed.hints)
  const maxAgeMs = cache.maxAgeMs ?? (reading.kind === 'unchanged' ? lastMaxAgeMs : undefined)
  const hints: StoredHints = {
    ...(reading.kind === 'read' ? hintsOf(reading.info) : known),
    ...(maxAgeMs === undefined ? {} : { maxAgeMs }),
    settingsHash: plan.settingsHash
  }
  const freshMs = cache.freshMs ?? (maxAgeMs === undefined ? null : Math.max(0, maxAgeMs - cache.ageMs))
  const rhythm = learnRhythm(readRhythm(feed.rhythm) ?? newRhythm(now), {
    publishedAts: harvest.publishedAts,
    previousPollAt: feed.lastSuccessAt,
    now,
    timeZone: plan.timeZone
  })
  const pollPlan = planOf(context, rhythm, {
    ...(plan.feed.heed_hints ? { ...hints, freshMs } : {}),
    pushed: feed.pushedUntil !== null && feed.pushedUntil > now && !missedPush(feed, harvest, now),
    conditional: validators.etag !== null || validators.lastModified !== null
  })
  const next = (reading.kind === 'read' ? afterUpdate : afterUnchanged)(pollPlan, now, random)
  const move = afterReadable(readMoves(feed.moves), feed.url, reading.exchange.permanentUrl, now)
  return {
    ...validators,
    nextPollAt: next.dueAt,
    url: move.url,
    lastPolledAt: now,
    lastSuccessAt: now,
    lastNewAt: harvest.added > 0 ? newestAt(feed, harvest, now) : feed.lastNewAt,
    lastOutcome: outcomeOf(reading, harvest),
    lastFailure: null,
    failuresInRow: 0,
    failureWeight: 0,
    itemsInLast: reading.kind === 'read' ? reading.items : feed.itemsInLast,
    rhythm: writeRhythm(rhythm),
    languages: reading.kind === 'read' ? (reading.languages ?? feed.languages) : feed.languages,
    hints: JSON.stringify(hints),
    moves: writeMoves(move.ledger),
    title: reading.kind === 'read' ? (reading.info.title ?? feed.title) : feed.title,
    pushedAt: feed.pushedAt
  }
}

/** What a first document lists came when it says, not when we first looked: a feed may have fallen silent long before. */
function newestAt(feed: ClaimedFeed, { publishedAts }: Harvest, now: number): number {
  const dated = publishedAts.filter((at) => at !== null)
  return feed.lastSuccessAt === null && dated.length > 0 && dated.length === publishedAts.length ? Math.min(now, Math.max(...dated)) : now
}

function afterTrouble(feed: ClaimedFeed, reading: Extract<Reading, { kind: 'failed' }>, context: StateContext): FeedChange {
  const { now, random } = context
  const { failure } = reading
  const limited = isRateLimit(reading)
  const asked = reading.exchange?.kind !== 'failed' || reading.exchange.sent
  const failuresInRow = feed.failuresInRow + (asked ? 1 : 0)
  const trouble = {
    kind: failure.kind,
    failuresInRow: Math.max(1, failuresInRow),
    retryAfterMs: failure.retryAfterMs ?? null,
    lastSuccessAt: feed.lastSuccessAt
  }
  const pollPlan = planOf(context, readRhythm(feed.rhythm), readHints(feed.hints))
  const next = limited ? afterRateLimit(pollPlan, trouble, now, random) : afterFailure(pollPlan, trouble, now, random)
  const move = afterFailureAt(readMoves(feed.moves), feed.url, feed.configuredUrl, failuresInRow, now)
  const changed: Partial<FeedChange> = {
    url: move.url,
    moves: writeMoves(move.ledger),
    nextPollAt: next.dueAt,
    lastPolledAt: asked ? now : feed.lastPolledAt,
    lastOutcome: limited ? 'rate-limited' : 'failed',
    lastFailure: {
      kind: failure.kind,
      message: failure.message,
      status: failure.status ?? null,
      at: now,
      // An absurd wait, clamped to the maximum, says nothing about the other feeds of the host.
      ...(limited && (failure.retryAfterMs ?? RETRY_AFTER_MAX_MS) < RETRY_AFTER_MAX_MS
        ? { hostRestsUntil: now + failure.retryAfterMs! }
        : {})
    },
    failuresInRow,
    failureWeight: feed.failureWeight + (asked ? failureWeightOf(failure.kind) : 0)
  }
  return { ...standingPart(feed), ...changed }
}

/**
 * What a document that was not taken in whole leaves standing: the validators of the last whole one. Where the server
 * gave the same ones again, or they stem from other settings, they must go, or the rest would hide behind a 304.
 */
function keptValidators(feed: ClaimedFeed, plan: FeedPlan, given: Validators) {
  const foreign = readHints(feed.hints).settingsHash !== plan.settingsHash
  const same = given.etag === null ? given.lastModified === feed.lastModified : given.etag === feed.etag
  return foreign || same
    ? { etag: null, lastModified: null, validatorsUrl: null, bodyHash: null }
    : { etag: feed.etag, lastModified: feed.lastModified, validatorsUrl: feed.validatorsUrl, bodyHash: feed.bodyHash }
}

function recordOf(feed: ClaimedFeed, reading: Reading, harvest: Harvest, change: FeedChange, context: StateContext): PollRecord {
  const exchange = reading.exchange
  const failure = reading.kind === 'failed' ? reading.failure : null
  const limit = harvest.limited ?? (reading.kind === 'read' ? reading.cut : null)
  return {
    feedId: feed.id,
    polledAt: context.now,
    outcome: change.lastOutcome ?? 'failed',
    status: exchange?.kind === 'failed' ? exchange.status : (exchange?.status ?? null),
    ms: Math.round(exchange?.ms ?? 0),
    bytes: exchange?.wireBytes ?? 0,
    items: reading.kind === 'read' ? reading.items : 0,
    added: harvest.added,
    revised: harvest.revised,
    failure: failure?.kind ?? (limit === null ? null : 'limit'),
    message: failure?.message ?? limit
  }
}

function outcomeOf(reading: Reading, harvest: Harvest): PollOutcome {
  if (reading.kind === 'unchanged') return 'unchanged'
  return harvest.added + harvest.revised > 0 ? 'updated' : 'same'
}

function isRateLimit(reading: Extract<Reading, { kind: 'failed' }>): boolean {
  return reading.failure.kind === 'rate-limited' || (reading.exchange?.kind === 'failed' && !reading.exchange.sent)
}

function planOf(context: StateContext, rhythm: Rhythm | null, hints: PollHints): PollPlan {
  const { plan, minIntervalMs, maxIntervalMs, nextCronTime } = context
  return { schedule: plan.schedule, minIntervalMs, maxIntervalMs, hints, rhythm, timeZone: plan.timeZone, nextCronTime }
}

function hintsOf({ ttlMs, updatePeriodMs, skipHours, skipDays, hub, self }: FeedInfo): StoredHints {
  return {
    ...(hub === undefined || self === undefined ? {} : { hub, topic: self }),
    ...(ttlMs === undefined ? {} : { ttlMs }),
    ...(updatePeriodMs === undefined ? {} : { updatePeriodMs }),
    ...(skipHours === undefined ? {} : { skipHours }),
    ...(skipDays === undefined ? {} : { skipDays })
  }
}

function readHints(json: string | null): StoredHints {
  return json === null ? {} : (JSON.parse(json) as StoredHints)
}
