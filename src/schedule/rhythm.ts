import { hourOfWeek, zoneOffsetMs } from './local-hour.ts'

/**
 * When a feed publishes: how many times it did in each hour of the week, in its source's time zone, older times
 * counting less. Plain JSON of at most about 1 KB.
 */
export interface Rhythm {
  readonly v: 1
  /** Publishing times per hour of the week from Sunday 0:00, decayed; several items at one time are one. */
  readonly bins: readonly number[]
  /** How long the feed was watched, decayed alike, in milliseconds. */
  readonly watchedMs: number
  /** The instant up to which all this is decayed. */
  readonly at: number
  /** Up to when publishing times are counted, so that none counts twice. */
  readonly countedTo: number
}

export interface Sighting {
  /** When the new items of one poll were published, where they say so; null where they do not. */
  readonly publishedAts: readonly (number | null)[]
  /** The last poll that could have seen them, null at the first one. */
  readonly previousPollAt: number | null
  readonly now: number
  readonly timeZone: string
}

export interface WishBounds {
  readonly minIntervalMs: number
  readonly maxIntervalMs: number
  readonly requestsPerDayMax: number
}

const HOUR_MS = 3_600_000
const WEEK_HOURS = 168
const HALF_LIFE_MS = 28 * 24 * HOUR_MS
const TAU_MS = HALF_LIFE_MS / Math.LN2
/** Items closer together than this came in one go. */
const BURST_MS = 10 * 60_000
/** Before anything is known: one publishing time in so many base intervals, believed as much as so long a watch. */
const PRIOR_EVENTS = 1
const PRIOR_INTERVALS = 8
/** However rarely a feed publishes, it is asked after so many base intervals (4 hours at the default): what is rare may be urgent. */
const WISH_INTERVALS_MAX = 16
/** This share of the rate is spread evenly, so that no hour is ever thought impossible. */
const EVEN_SHARE = 0.1
/** As many publishing times as this make the single hours of the week as believable as days and hours apart. */
const BINS_BELIEVED_AT = 120
/** An item waits half a gap on average: an eighth of the interval of its hour, a quarter when the feed is twice as quick as usual. */
const GAP_SHARE = 0.25
/** The oldest of a first document's items are often pinned, or left over, and would stretch the time the others took. */
const SEED_OLDEST_LEFT_OUT = 0.1
const SEED_ITEMS_MAX = 500

export function newRhythm(now: number): Rhythm {
  return { v: 1, bins: new Array<number>(WEEK_HOURS).fill(0), watchedMs: 0, at: now, countedTo: -Infinity }
}

/** Reads what was stored. @returns null when it is none of ours, and learning starts anew */
export function readRhythm(json: string | null): Rhythm | null {
  if (json === null) return null
  try {
    const value = JSON.parse(json) as { v?: unknown; b?: unknown; w?: unknown; at?: unknown; to?: unknown }
    const bins = typeof value.b === 'string' ? value.b.split(' ').map((text) => (text === '' ? 0 : Number(text) / 100)) : []
    if (value.v !== 1 || bins.length !== WEEK_HOURS || !bins.every((bin) => bin >= 0 && Number.isFinite(bin))) return null
    if (typeof value.w !== 'number' || typeof value.at !== 'number') return null
    return { v: 1, bins, watchedMs: Math.max(0, value.w), at: value.at, countedTo: typeof value.to === 'number' ? value.to : -Infinity }
  } catch {
    return null
  }
}

/** Writes it for a column: hundredths, empty for zero. */
export function writeRhythm(rhythm: Rhythm): string {
  return JSON.stringify({
    v: 1,
    b: rhythm.bins.map((bin) => Math.round(bin * 100) || '').join(' '),
    w: Math.round(rhythm.watchedMs),
    at: rhythm.at,
    ...(Number.isFinite(rhythm.countedTo) && { to: rhythm.countedTo })
  })
}

/**
 * Learns from one successful poll, also from one that brought nothing.
 * A publishing time is believed when the item could not have been seen earlier; else the item came some time between
 * the two polls, and counts evenly there. At the first poll the dates of all items are taken, dates without a time of
 * day spread over the day's office hours.
 */
export function learnRhythm(rhythm: Rhythm, sighting: Sighting): Rhythm {
  const { now, timeZone } = sighting
  const fade = decay(now - rhythm.at)
  const bins = rhythm.bins.map((bin) => bin * fade)
  let watchedMs = rhythm.watchedMs * fade + TAU_MS * (1 - fade)
  let countedTo = rhythm.countedTo
  const first = sighting.previousPollAt === null
  const dated = sighting.publishedAts.filter((at): at is number => at !== null && at <= now + BURST_MS).sort((a, b) => a - b)

  if (first) {
    const younger = dated.slice(Math.floor(dated.length * SEED_OLDEST_LEFT_OUT)).slice(-SEED_ITEMS_MAX)
    const recent = younger.filter((at) => at > now - 6 * HALF_LIFE_MS)
    const onMidnight = recent.filter((at) => isLocalMidnight(at, timeZone)).length
    const dateOnly = recent.length > 0 && onMidnight / recent.length > 0.5
    for (const at of dateOnly ? [...new Set(recent)] : events(recent, -Infinity)) {
      const weight = decay(now - at)
      if (dateOnly) spread(bins, at + 8 * HOUR_MS, at + 18 * HOUR_MS, weight, timeZone)
      else add(bins, at, weight, timeZone)
      countedTo = Math.max(countedTo, at)
    }
    if (recent.length > 0) watchedMs = Math.max(watchedMs, TAU_MS * (1 - decay(now - recent[0]!)))
  } else if (sighting.publishedAts.length > 0) {
    const since = sighting.previousPollAt!
    const believed = dated.filter((at) => at > since - BURST_MS && !isLocalMidnight(at, timeZone))
    for (const at of events(believed, countedTo)) {
      add(bins, at, 1, timeZone)
      countedTo = at
    }
    if (believed.length === 0) spread(bins, Math.max(since, now - 24 * HOUR_MS), now, 1, timeZone)
  }
  return { v: 1, bins, watchedMs, at: Math.max(rhythm.at, now), countedTo }
}

/**
 * How long the feed takes from one publishing time to the next, nights and weekends included.
 * @param minIntervalMs the base interval, from which the first guess is made
 * @returns milliseconds
 */
export function expectedIntervalMs(rhythm: Rhythm, minIntervalMs: number): number {
  const seen = rhythm.bins.reduce((sum, bin) => sum + bin, 0)
  return (rhythm.watchedMs + PRIOR_INTERVALS * minIntervalMs) / (seen + PRIOR_EVENTS)
}

/**
 * How long the feed used to take from one publishing time to the next, as it was before it fell silent: the silence
 * itself must not excuse it.
 * @returns milliseconds, or null when it was never seen publishing
 */
export function intervalBeforeSilenceMs(rhythm: Rhythm, silentMs: number): number | null {
  const fade = decay(silentMs)
  const seen = rhythm.bins.reduce((sum, bin) => sum + bin, 0) / fade
  const watchedMs = (rhythm.watchedMs - TAU_MS * (1 - fade)) / fade
  return seen >= 1 && watchedMs > 0 ? watchedMs / seen : null
}

/**
 * When it is worth asking again. The pace follows the square root of the publishing rate of each hour, which for a
 * given number of requests makes the age of new items least, and is as high as it takes to see the typical item
 * before a quarter of its publishing interval has passed, within the bounds.
 * @returns the instant, between `minIntervalMs` and `maxIntervalMs` after `now`
 */
export function nextWish(rhythm: Rhythm, bounds: WishBounds, now: number, timeZone: string): number {
  const pace = paceOf(rhythm, bounds)
  const latest = now + Math.max(bounds.minIntervalMs, Math.min(bounds.maxIntervalMs, WISH_INTERVALS_MAX * bounds.minIntervalMs))
  let at = now
  let turns = 0
  while (at < latest) {
    const perHour = pace[hourOfWeek(at, timeZone)]!
    const hourEnd = nextHour(at, timeZone)
    const gained = perHour * ((hourEnd - at) / HOUR_MS)
    if (turns + gained >= 1) {
      at += ((1 - turns) / perHour) * HOUR_MS
      break
    }
    turns += gained
    at = hourEnd
  }
  return Math.round(Math.min(Math.max(at, now + bounds.minIntervalMs), latest))
}

/** Requests per hour for each hour of the week, no day having more than its share. */
function paceOf(rhythm: Rhythm, bounds: WishBounds): readonly number[] {
  const rate = rates(rhythm, bounds.minIntervalMs)
  const total = rate.reduce((sum, perHour) => sum + perHour, 0)
  const perHourMax = HOUR_MS / bounds.minIntervalMs
  // With a pace of c·√rate, an item of hour h waits 1/(2c√rate) and its publishing interval is 1/rate: c makes the mean of their
  // ratio GAP_SHARE/2.
  const factor = rate.reduce((sum, perHour) => sum + perHour ** 1.5, 0) / (GAP_SHARE * total)
  const pace: number[] = []
  for (let day = 0; day < 7; day++) pace.push(...dayPace(rate.slice(day * 24, day * 24 + 24), factor, perHourMax, bounds.requestsPerDayMax))
  return pace
}

function dayPace(rate: readonly number[], factor: number, perHourMax: number, dayMax: number): readonly number[] {
  const paceWith = (c: number) => rate.map((perHour) => Math.min(c * Math.sqrt(perHour), perHourMax))
  const sum = (pace: readonly number[]) => pace.reduce((all, perHour) => all + perHour, 0)
  if (sum(paceWith(factor)) <= dayMax) return paceWith(factor)
  let low = 0
  let high = factor
  for (let step = 0; step < 30; step++) {
    const middle = (low + high) / 2
    if (sum(paceWith(middle)) > dayMax) high = middle
    else low = middle
  }
  return paceWith(low)
}

/** Publishing times per hour for each hour of the week: what single hours say, backed by what days and hours of the day say. */
function rates(rhythm: Rhythm, minIntervalMs: number): readonly number[] {
  const events = rhythm.bins.reduce((sum, bin) => sum + bin, 0)
  const weekly = (WEEK_HOURS * HOUR_MS) / expectedIntervalMs(rhythm, minIntervalMs)
  if (events === 0) return new Array<number>(WEEK_HOURS).fill(weekly / WEEK_HOURS)
  const binAt = (hour: number) => rhythm.bins[(hour + WEEK_HOURS) % WEEK_HOURS]!
  const smooth = rhythm.bins.map((bin, hour) => bin / 2 + (binAt(hour - 1) + binAt(hour + 1)) / 4)
  const byDay = new Array<number>(7).fill(0)
  const byHour = new Array<number>(24).fill(0)
  smooth.forEach((bin, hour) => {
    byDay[Math.floor(hour / 24)]! += bin / events
    byHour[hour % 24]! += bin / events
  })
  // Few days seen: each day of the week keeps some of an even share.
  const dayTrust = events / (events + 20)
  const day = byDay.map((share) => dayTrust * share + (1 - dayTrust) / 7)
  const hourTrust = events / (events + 10)
  const ofDay = byHour.map((share) => hourTrust * share + (1 - hourTrust) / 24)
  const trust = events / (events + BINS_BELIEVED_AT)
  return smooth.map((bin, hour) => {
    const share = trust * (bin / events) + (1 - trust) * day[Math.floor(hour / 24)]! * ofDay[hour % 24]!
    return weekly * ((1 - EVEN_SHARE) * share + EVEN_SHARE / WEEK_HOURS)
  })
}

/** One instant for each burst of items later than `after`. */
function events(sorted: readonly number[], after: number): readonly number[] {
  const out: number[] = []
  let last = after
  for (const at of sorted) {
    if (at - last >= BURST_MS) out.push(at)
    if (at > last) last = at
  }
  return out
}

function add(bins: number[], at: number, weight: number, timeZone: string): void {
  bins[hourOfWeek(at, timeZone)]! += weight
}

function spread(bins: number[], from: number, to: number, weight: number, timeZone: string): void {
  const hours = Math.max(1, Math.ceil((to - from) / HOUR_MS))
  for (let n = 0; n < hours; n++) add(bins, from + ((n + 0.5) * (to - from)) / hours, weight / hours, timeZone)
}

function decay(ms: number): number {
  return 2 ** (-Math.max(0, ms) / HALF_LIFE_MS)
}

function isLocalMidnight(at: number, timeZone: string): boolean {
  return at % 1_000 === 0 && (at + zoneOffsetMs(at, timeZone)) % (24 * HOUR_MS) === 0
}

function nextHour(at: number, timeZone: string): number {
  const offset = zoneOffsetMs(at, timeZone)
  return (Math.floor((at + offset) / HOUR_MS) + 1) * HOUR_MS - offset
}
