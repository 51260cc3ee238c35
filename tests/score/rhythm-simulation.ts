/*
 * Plays the adaptive schedule against publishing times: how old new items are when they are first seen, against the
 * feed's publishing interval, and how many requests that takes against a fixed half hour.
 *   node tests/score/rhythm-simulation.ts [folder of data: captures and regional]
 * Times come from real captured feeds (the first half only warms up, as the first document does) and from a city's dated
 * press releases, where hours are assumed: evenly from 9:00 to 18:00 local time. Synthetic feeds have eight weeks of which the last six count.
 * Every second captured feed, and shapes and chances of their own, are held out: tune by the first table, believe the second.
 */
import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterUnchanged, afterUpdate, type PollPlan } from '../../src/schedule/next-poll.ts'
import { learnRhythm, newRhythm, readRhythm, writeRhythm, type Rhythm } from '../../src/schedule/rhythm.ts'
import { nextCronTime } from '../../src/schedule/ticker.ts'
import { zoneOffsetMs } from '../../src/schedule/local-hour.ts'

interface History {
  readonly name: string
  readonly timeZone: string
  readonly times: readonly number[]
  /** Ages count from here on; the feed is first polled here or `lead` earlier. */
  readonly measureFrom: number
  readonly startAt: number
  readonly endAt: number
  readonly dated: boolean
}

const HOUR = 3_600_000
const DAY = 24 * HOUR
const DATA =
  process.argv[2] === undefined ? new URL('../../../shared/data/', import.meta.url) : pathToFileURL(`${resolve(process.argv[2])}/`)
const CAPTURES = new URL('captures/', DATA)
const TAINAN = new URL('regional/tainan-sample.jsonl', DATA)

function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

function captured(): History[] {
  if (!existsSync(CAPTURES)) return []
  const index = JSON.parse(readFileSync(new URL('index.json', CAPTURES), 'utf8')) as { files: { file: string; kind: string }[] }
  const out: History[] = []
  for (const { file, kind } of index.files) {
    if (!['rss', 'rdf', 'atom'].includes(kind)) continue
    const text = readFileSync(new URL(file, CAPTURES), 'latin1')
    const times = [...text.matchAll(/<(?:item|entry)\b[\s\S]{0,20000}?<(?:pubDate|dc:date|published|updated)>\s*([^<]{8,40}?)\s*</g)]
      .map((match) => Date.parse(match[1]!))
      .filter((at) => !Number.isNaN(at))
      .sort((a, b) => a - b)
    if (new Set(times).size < 10) continue
    const middle = times[Math.floor(times.length / 2)]!
    out.push({
      name: file,
      timeZone: zoneOf(text),
      times,
      measureFrom: middle,
      startAt: middle,
      endAt: times.at(-1)! + 5 * HOUR,
      dated: true
    })
  }
  return out
}

function zoneOf(text: string): string {
  const offset = /[+-]\d{2}:?00\b/.exec(/<(?:pubDate|dc:date|published|updated)>[^<]*/.exec(text)?.[0] ?? '')?.[0]
  const hours = offset === undefined ? 0 : Number(offset.slice(0, 3))
  return hours === 0 ? 'UTC' : `Etc/GMT${hours > 0 ? '-' : '+'}${Math.abs(hours)}`
}

function tainan(): History[] {
  if (!existsSync(TAINAN)) return []
  const random = randomFrom(7)
  const times = readFileSync(TAINAN, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => Date.parse(`${(JSON.parse(line) as { published: string }).published}T09:00:00+08:00`) + random() * 9 * HOUR)
    .filter((at) => !Number.isNaN(at))
    .sort((a, b) => a - b)
    .slice(-120)
  const start = times[40]!
  return [
    {
      name: 'tainan sample (hours assumed)',
      timeZone: 'Asia/Taipei',
      times,
      measureFrom: start,
      startAt: start,
      endAt: times.at(-1)! + DAY,
      dated: true
    }
  ]
}

interface Shape {
  name: string
  timeZone: string
  perWeek: number
  days: number[]
  from: number
  to: number
  burst?: number
  dated?: boolean
}

const SHAPES: readonly Shape[] = [
  { name: 'office, 5 a day', timeZone: 'Europe/Berlin', perWeek: 25, days: [1, 2, 3, 4, 5], from: 8, to: 17 },
  { name: 'office, 5 a day, undated', timeZone: 'Europe/Berlin', perWeek: 25, days: [1, 2, 3, 4, 5], from: 8, to: 17, dated: false },
  { name: 'office, 12 a day', timeZone: 'Asia/Shanghai', perWeek: 60, days: [1, 2, 3, 4, 5], from: 9, to: 18 },
  { name: 'office, Sunday to Thursday', timeZone: 'Asia/Riyadh', perWeek: 20, days: [0, 1, 2, 3, 4], from: 8, to: 15 },
  { name: 'office, 1 a day', timeZone: 'America/Toronto', perWeek: 5, days: [1, 2, 3, 4, 5], from: 9, to: 17 },
  { name: 'gazette, Friday 17:00, 10 at once', timeZone: 'Europe/Paris', perWeek: 10, days: [5], from: 17, to: 17.2, burst: 10 },
  { name: 'council, once a week', timeZone: 'Asia/Tokyo', perWeek: 1, days: [1, 2, 3, 4, 5], from: 9, to: 17 },
  { name: 'newsroom, 24 a day', timeZone: 'UTC', perWeek: 168, days: [0, 1, 2, 3, 4, 5, 6], from: 6, to: 23 },
  { name: 'warnings, 8 a day, any hour', timeZone: 'America/Denver', perWeek: 56, days: [0, 1, 2, 3, 4, 5, 6], from: 0, to: 24 },
  { name: 'ministry, 2 a month', timeZone: 'Europe/Athens', perWeek: 0.5, days: [1, 2, 3, 4, 5], from: 9, to: 17 }
]

/** Not looked at while the schedule was tuned: other habits, other places, other chances. */
const HELD_OUT: readonly Shape[] = [
  { name: 'prefecture, 3 a day', timeZone: 'Asia/Tokyo', perWeek: 15, days: [1, 2, 3, 4, 5], from: 8.5, to: 17.25 },
  { name: 'prefecture, 3 a day, undated', timeZone: 'Asia/Tokyo', perWeek: 15, days: [1, 2, 3, 4, 5], from: 8.5, to: 17.25, dated: false },
  { name: 'parliament, Tuesday to Thursday', timeZone: 'Europe/Warsaw', perWeek: 24, days: [2, 3, 4], from: 10, to: 20 },
  { name: 'statistics at 8:00', timeZone: 'Europe/London', perWeek: 5, days: [1, 2, 3, 4, 5], from: 8, to: 8.05 },
  { name: 'region, 7 a day, six days', timeZone: 'Asia/Kolkata', perWeek: 42, days: [1, 2, 3, 4, 5, 6], from: 9, to: 20 },
  { name: 'broadcaster, 20 a day', timeZone: 'America/Sao_Paulo', perWeek: 140, days: [0, 1, 2, 3, 4, 5, 6], from: 5, to: 24 },
  { name: 'agency, 15 a day, office', timeZone: 'Africa/Nairobi', perWeek: 75, days: [1, 2, 3, 4, 5], from: 7, to: 19 },
  { name: 'courts, 2 a week', timeZone: 'America/Mexico_City', perWeek: 2, days: [1, 2, 3, 4, 5], from: 11, to: 16 },
  { name: 'earthquakes, 12 a day', timeZone: 'Asia/Jakarta', perWeek: 84, days: [0, 1, 2, 3, 4, 5, 6], from: 0, to: 24 },
  { name: 'council, evening of Monday', timeZone: 'Pacific/Auckland', perWeek: 6, days: [1], from: 18, to: 21 }
]

function synthetic(shape: Shape, seed: number): History {
  const random = randomFrom(seed)
  const start = Date.UTC(2026, 2, 1)
  const weeks = shape.perWeek < 2 ? 52 : 8
  const times: number[] = []
  const burst = shape.burst ?? 1
  for (let day = 0; day < weeks * 7; day++) {
    const midnight = start + day * DAY - zoneOffsetMs(start + day * DAY, shape.timeZone)
    if (!shape.days.includes(new Date(start + day * DAY).getUTCDay())) continue
    const mean = shape.perWeek / shape.days.length / burst
    let count = 0
    if (burst > 1) count = 1
    else for (let left = random(), p = Math.exp(-mean), k = 0; left > p && k < 200; k++, left -= p, p *= mean / k) count = k + 1
    for (let n = 0; n < count; n++) {
      const at = midnight + (shape.from + random() * (shape.to - shape.from)) * HOUR
      for (let copy = 0; copy < burst; copy++) times.push(at + copy * 1_000)
    }
  }
  times.sort((a, b) => a - b)
  return {
    name: shape.name,
    timeZone: shape.timeZone,
    times,
    startAt: start + 7 * DAY,
    measureFrom: start + 14 * DAY,
    endAt: start + weeks * 7 * DAY,
    dated: shape.dated !== false
  }
}

interface Score {
  medianAge: number
  interval: number
  ratio: number
  requests: number
  fixed: number
  fixedRatio: number
  strict: number
  json: number
}

function play(history: History, seed: number): Score {
  const random = randomFrom(seed)
  let rhythm: Rhythm = newRhythm(history.startAt)
  const plan: Omit<PollPlan, 'rhythm'> = {
    schedule: { kind: 'adaptive' },
    minIntervalMs: 15 * 60_000,
    maxIntervalMs: DAY,
    hints: {},
    timeZone: history.timeZone,
    nextCronTime
  }
  let now = history.startAt
  let previous: number | null = null
  let next = 0
  let requests = 0
  const ages: number[] = []
  while (now < history.endAt) {
    const fresh: number[] = []
    while (next < history.times.length && history.times[next]! <= now) fresh.push(history.times[next++]!)
    if (now >= history.measureFrom) requests++
    if (previous !== null) for (const at of fresh) if (at >= history.measureFrom) ages.push(now - at)
    rhythm = learnRhythm(rhythm, {
      publishedAts: history.dated ? fresh : fresh.map(() => null),
      previousPollAt: previous,
      now,
      timeZone: history.timeZone
    })
    rhythm = readRhythm(writeRhythm(rhythm))!
    previous = now
    now = (fresh.length > 0 ? afterUpdate : afterUnchanged)({ ...plan, rhythm }, now, random).dueAt
  }
  const measured = history.times.filter((at) => at >= history.measureFrom && at < history.endAt)
  const events = measured.filter((at, index) => index === 0 || at - measured[index - 1]! >= 10 * 60_000)
  const span = history.endAt - history.measureFrom
  const interval = span / Math.max(1, events.length)
  const fixedAges = measured.map((at) => 30 * 60_000 - ((at - history.startAt) % (30 * 60_000)))
  return {
    medianAge: median(ages),
    interval,
    ratio: median(ages) / interval,
    requests,
    fixed: Math.floor(span / (30 * 60_000)) + 1, // it starts with a request, as the schedule does
    fixedRatio: median(fixedAges) / interval,
    strict: median(ages) / median(events.slice(1).map((at, index) => at - events[index]!)),
    json: writeRhythm(rhythm).length
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? NaN
}

const minutes = (ms: number) => (ms / 60_000).toFixed(0).padStart(6)

function playAll(title: string, histories: readonly History[], firstSeed: number): void {
  console.log(`${title.padEnd(37)} median age  interval   ratio  to gap  fixed30  requests  of fixed  state`)
  let met = 0
  let requests = 0
  let fixed = 0
  let dense = 0
  for (const [index, history] of histories.entries()) {
    const score = play(history, firstSeed + index)
    if (score.ratio < 0.25 && score.requests <= score.fixed) met++
    else if (score.interval < 60 * 60_000) dense++
    requests += score.requests
    fixed += score.fixed
    console.log(
      `${history.name.padEnd(37)} ${minutes(score.medianAge)} min ${minutes(score.interval)} min ${score.ratio.toFixed(3).padStart(7)} ${score.strict.toFixed(3).padStart(7)} `
        + `${score.fixedRatio.toFixed(3).padStart(8)} ${String(score.requests).padStart(9)} ${((100 * score.requests) / score.fixed).toFixed(0).padStart(8)}% ${score.json} B`
    )
  }
  console.log(
    `${met} of ${histories.length} feeds meet both, ${dense} of the others bring more than one an hour, which no even half hour meets; ${requests} requests, ${((100 * requests) / fixed).toFixed(0)} % of a fixed half hour\n`
  )
}

const real = [...captured(), ...tainan()]
playAll(
  'looked at while tuning',
  [...real.filter((_, index) => index % 2 === 0), ...SHAPES.map((shape, index) => synthetic(shape, index + 11))],
  1
)
playAll(
  'held out',
  [...real.filter((_, index) => index % 2 === 1), ...HELD_OUT.map((shape, index) => synthetic(shape, index + 101))],
  1_001
)
