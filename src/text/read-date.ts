import { type Calendar, dayOf } from './calendar-date.ts'
import { asciiDigits } from './digits.ts'
import { isEnglishWeekday, type MonthName, monthsNamed, weekdayNamed } from './month-names.ts'
import { readZone, wallTimeToUtc } from './time-zones.ts'

export interface DateOptions {
  /** IANA zone of dates that name none; UTC when left out. */
  readonly timeZone?: string | undefined
  /** Ms since 1970 UTC: lets dates without a year be read, as the latest such day that is not in the future. */
  readonly now?: number | undefined
}

/**
 * Reads a date as feeds and pages write it: RFC 822 and 5322, RFC 3339, W3CDTF and ISO 8601, asctime, numeric dates, month
 * names in about sixty languages, all digit scripts, and years of the Republic of China, the Buddhist era, the Japanese
 * eras, the Solar Hijri, Umm al-Qura and Ethiopic calendars.
 * @param text the date and little else; anything longer than 160 characters is none
 * @returns ms since 1970 UTC, or null when it is no date that exists. A date without a time is midnight in its zone; a
 * W3CDTF year or month is its first day.
 */
export function readDate(text: string, options: DateOptions = {}): number | null {
  if (text.length > TEXT_CHARS_MAX * 4) return null
  const trimmed = text.trim()
  if (trimmed === '' || trimmed.length > TEXT_CHARS_MAX) return null
  const iso = readIso(trimmed, options)
  if (iso !== undefined) return iso
  const internet = readInternetDate(trimmed, options)
  if (internet !== undefined) return internet
  const tidy = tidyDate(trimmed)
  const tidyIso = tidy === trimmed ? undefined : readIso(tidy, options)
  return tidyIso !== undefined ? tidyIso : readWritten(tidy, options)
}

const TEXT_CHARS_MAX = 160
const DAY_MS = 86_400_000

interface Clock {
  readonly ms: number
  /** Minutes east of UTC, an IANA zone, or null when none was named. */
  readonly zone: number | string | null
}

const MIDNIGHT: Clock = { ms: 0, zone: null }

/** Instant of a day and a clock, or null out of the range that dates of publication have. */
function instantOf(dayMs: number | null, clock: Clock, options: DateOptions): number | null {
  if (dayMs === null) return null
  const wall = dayMs + clock.ms
  const zone = clock.zone ?? options.timeZone ?? 0
  const at = typeof zone === 'number' ? wall - zone * 60_000 : zone === 'UTC' ? wall : wallTimeToUtc(wall, zone)
  return at < YEAR_1000 || at >= YEAR_10000 ? null : at
}

const YEAR_1000 = Date.UTC(1000, 0, 1)
const YEAR_10000 = Date.UTC(10_000, 0, 1)

/** ISO 8601:2004 section 5.4 counts hours to 24; a leap second is read as the second before it. */
function clockMs(hour: number, minute: number, second: number, fraction: string | undefined): number | null {
  if (hour > 24 || minute > 59 || second > 60 || (hour === 24 && (minute > 0 || second > 0))) return null
  const millis = fraction === undefined ? 0 : Math.floor(Number(`0.${fraction.slice(0, 3)}`) * 1000)
  return ((hour * 60 + minute) * 60 + Math.min(second, 59)) * 1000 + millis
}

// ---------------------------------------------------------------- ISO 8601

const ISO =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:(?:[Tt](?=\d{2}(?:[Zz+-]|$))|(?:[Tt]\s?| {1,4})(?=\d{1,2}:?\d{2}))(\d{1,2}):?(\d{2})?(?::?(\d{1,2})(?:[.,](\d{1,12}))?)?\s{0,2}([Zz]|[+-]\d{2}:\d{1,2}|[+-]\d{4}|[+-]\d{2})?[Zz]?)?$/
const ISO_BASIC = /^(\d{4})(\d{2})(\d{2})(?:[Tt]?(\d{2}):?(\d{2})(?::?(\d{2})(?:[.,](\d{1,12}))?)?([Zz]|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?$/
const ISO_SHORT = /^(\d{4})(?:-(\d{2}))?$/
const ISO_ORDINAL = /^(\d{4})-(\d{3})$/
const ISO_WEEK = /^(\d{4})-?W(\d{2})(?:-?([1-7]))?$/
/** Seconds or milliseconds since 1970, also as ASP.NET writes them into JSON. */
const EPOCH = /^(?:\/Date\()?(\d{10})(?:\.?(\d{3})\d{0,6})?(?:[+-]\d{4})?(?:\)\/)?$/

function readIso(text: string, options: DateOptions): number | null | undefined {
  const full = ISO.exec(text) ?? ISO_BASIC.exec(text)
  if (full) {
    const epoch = /^\d{12}$/.test(text) ? null : full[4] === undefined && text.length === 10 && !text.includes('-')
    if (epoch) return undefined
    const year = Number(full[1])
    if (year >= NOT_GREGORIAN_FROM || (year > 1200 && year < 1500)) return undefined
    const ms = full[4] === undefined ? 0 : clockMs(Number(full[4]), Number(full[5] ?? 0), Number(full[6] ?? 0), full[7])
    if (ms === null) return null
    const zone = full[8] === undefined ? null : readZone(full[8].toLowerCase().replace(/:(\d)$/, ':$10'))
    if (full[8] !== undefined && zone === null) return null
    return instantOf(dayOf('gregory', year, Number(full[2]), Number(full[3])), { ms, zone }, options)
  }
  const epoch = EPOCH.exec(text)
  if (epoch) return Number(epoch[1]) * 1000 + Number(epoch[2] ?? 0)
  const short = ISO_SHORT.exec(text)
  if (short)
    return Number(short[1]) < NOT_GREGORIAN_FROM
      ? instantOf(dayOf('gregory', Number(short[1]), Number(short[2] ?? 1), 1), MIDNIGHT, options)
      : null
  const ordinal = ISO_ORDINAL.exec(text)
  if (ordinal) {
    const day = dayOf('gregory', Number(ordinal[1]), 1, 1)! + (Number(ordinal[2]) - 1) * DAY_MS
    return new Date(day).getUTCFullYear() === Number(ordinal[1]) ? instantOf(day, MIDNIGHT, options) : null
  }
  const week = ISO_WEEK.exec(text)
  return week ? instantOf(weekDay(Number(week[1]), Number(week[2]), Number(week[3] ?? 1)), MIDNIGHT, options) : undefined
}

/** Week 1 is the week of 4 January, and weeks begin on Monday (ISO 8601). */
function weekDay(year: number, week: number, day: number): number | null {
  const fourth = dayOf('gregory', year, 1, 4)
  if (fourth === null || week < 1 || week > 53) return null
  const monday = fourth - ((new Date(fourth).getUTCDay() + 6) % 7) * DAY_MS
  return monday + ((week - 1) * 7 + day - 1) * DAY_MS
}

/** From here on a year is counted in the Buddhist era. */
const NOT_GREGORIAN_FROM = 2400

// ---------------------------------------------------------------- RFC 5322

const INTERNET =
  /^(?:[A-Za-z]{3,9},?\s{1,4})?(\d{1,2})[ -]{1,4}([A-Za-z]{3,9})[ -]{1,4}(\d{4}),?\s{1,4}(\d{1,2}):(\d{2})(?::(\d{2}))?\s{0,4}([A-Za-z]{1,5}|[+-]\d{4})?$/

function readInternetDate(text: string, options: DateOptions): number | null | undefined {
  const found = INTERNET.exec(text)
  if (!found) return undefined
  const month = monthsNamed(found[2]!)[0]
  if (month === undefined || month.calendar !== 'gregory' || Number(found[3]) >= NOT_GREGORIAN_FROM) return undefined
  const ms = clockMs(Number(found[4]), Number(found[5]), Number(found[6] ?? 0), undefined)
  const zone = found[7] === undefined ? null : readZone(found[7].toLowerCase(), options.timeZone)
  if (zone === null && found[7] !== undefined) return undefined
  return ms === null ? null : instantOf(dayOf('gregory', Number(found[3]), month.month, Number(found[1])), { ms, zone }, options)
}

// ---------------------------------------------------------------- anything else

/** One form for digits, spaces, colons and the words that stand for them. */
function tidyDate(text: string): string {
  let tidy = asciiDigits(text.normalize('NFKC'))
    .toLowerCase()
    .replace(/[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]/g, '')
    .replace(/[\s\u00a0]+/g, ' ')
  if (/[^\u0000-\u007f]/.test(tidy)) {
    tidy = tidy
      .replace(/(\d{1,2}) ?[時时點点시] ?(\d{1,2}) ?[分분] ?(\d{1,2}) ?[秒초]/, ' $1:$2:$3 ')
      .replace(/(\d{1,2}) ?[時时點点시] ?(\d{1,2}) ?[分분]?/, ' $1:$2 ')
      .replace(/(\d{1,2}) ?[時时點点시](?! ?\d)/, ' $1:00 ')
      .replace(/[∶]/g, ':')
      .replace(/[–—−]/g, '-')
  }
  return (
    tidy
      .replace(/(^|[^\d])(\d{1,2}) ?h ?(\d{2})(?!\d)/, '$1$2:$3')
      .replace(/(\d)t(\d{1,2}:)/, '$1 $2')
      // A server's log writes 10/Apr/2024:08:30:00, and Vietnamese pages T2 to T7 for Monday to Saturday.
      .replace(/(\d{4}):(\d{2}:\d{2})/, '$1 $2')
      .replace(/^t[2-7],? /, '')
      .trim()
  )
}

function readWritten(text: string, options: DateOptions): number | null {
  const comments = [...text.matchAll(/\(([^()]{0,60})\)|\[([^[\]]{0,60})\]/g)].map((match) => match[1] ?? match[2]!)
  const bare = text.replace(/\([^()]{0,60}\)|\[[^[\]]{0,60}\]/g, ' ').trim()
  const cut = cutClock(bare, options)
  if (cut === null) return null
  let { clock, rest } = cut
  if (clock.zone === null) {
    for (const comment of comments) {
      const zone = readZone(comment.trim(), options.timeZone)
      if (zone !== null) clock = { ms: clock.ms, zone }
    }
  }
  const day = readDay(rest, options, cut.american, cut.timed)
  return instantOf(day, clock, options)
}

const TIME = /(?<![\d:])(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,](\d{1,12}))?)?(?![\d:])/
const DOTTED_TIME =
  /(?:\bat|\bkl\.?|\bklo|\bum|\bo|\bà|\bas|\bàs|\bora|\bore|,|-|\s)\s?(\d{1,2})\.(\d{2})(?:\.(\d{2}))?(?![.\d])(?=[^\d]*$)/
const HOUR_ONLY = /(?<![\d:.,/-])(\d{1,2}) ?(am|pm|a\.m\.|p\.m\.|uhr|h)(?![a-z])/
const HALF_AFTER = /^ ?(a\. ?m\.?|p\. ?m\.?|am|pm|ص|م|π\.?μ\.?|μ\.?μ\.?|sa|ch|पूर्वाह्न|अपराह्न)(?![\p{L}])/u
const HALF_BEFORE = /(上午|下午|오전|오후|午前|午後|凌晨|早上|早晨|清晨|中午|晚上|晚间|傍晚|am|pm) ?$/
const AFTERNOON = new Set([
  '下午',
  '오후',
  '午後',
  '中午',
  '晚上',
  '晚间',
  '傍晚',
  'pm',
  'p.m',
  'p.m.',
  'p. m.',
  'p. m',
  'م',
  'μμ',
  'μ.μ',
  'μ.μ.',
  'ch',
  'अपराह्न'
])
const ZONE_AFTER = /^ ?((?:utc|gmt|ut|z)? ?[+-]\d{1,2}(?::?\d{2})?(?![\d-])|[a-z]{2,12}\/[a-z_+/0-9-]{2,30}|[a-z]{1,5}(?![\p{L}]))/u

/** Takes the time of day and its zone out of a date; null when the time is one that no clock shows. */
function cutClock(text: string, options: DateOptions): { clock: Clock; rest: string; american: boolean; timed: boolean } | null {
  const time = TIME.exec(text) ?? HOUR_ONLY.exec(text) ?? DOTTED_TIME.exec(text)
  if (!time) {
    if (/\d:\d|:\d|\d:/.test(text) && /\d+:\d+/.test(text)) return null
    return { ...cutZone(text, options), american: false, timed: false }
  }
  const hourOnly = !/^\d+$/.test(time[2]!)
  const start = time.index + time[0].indexOf(time[1]!)
  let before = text.slice(0, start)
  let after = text.slice(time.index + time[0].length)
  let half = hourOnly ? time[2]!.replace(/^(?:uhr|h)$/, '') : ''
  if (half === '') {
    const behind = HALF_AFTER.exec(after)
    const ahead = behind ? null : HALF_BEFORE.exec(before)
    if (behind) after = after.slice(behind[0].length)
    if (ahead) before = before.slice(0, ahead.index)
    half = behind?.[1] ?? ahead?.[1] ?? ''
  }
  let hour = Number(time[1])
  if (half !== '') hour = onTwentyFour(hour, half)
  const ms = clockMs(hour, hourOnly ? 0 : Number(time[2]), hourOnly ? 0 : Number(time[3] ?? 0), hourOnly ? undefined : time[4])
  if (ms === null || /^ ?[+-][a-z]|^ ?[+-]\d{1,2}:[^\d]/.test(after)) return null
  let zone: Clock['zone'] = null
  const named = ZONE_AFTER.exec(after)
  if (named) {
    zone = readZone(named[1]!.trim(), options.timeZone)
    if (zone !== null) after = after.slice(named[0].length)
    else if (/^[+-]\d/.test(named[1]!)) return null
  }
  return { clock: { ms, zone }, rest: `${before} ${after}`, american: /^[ap]\.? ?m/.test(half), timed: true }
}

function onTwentyFour(hour: number, half: string): number {
  if (!AFTERNOON.has(half)) return hour === 12 ? 0 : hour
  return hour < 12 ? hour + 12 : hour
}

/** A zone may follow a date that has no time. */
function cutZone(text: string, options: DateOptions): { clock: Clock; rest: string } {
  const found = / (utc|gmt|z|[a-z]{3,4}|[+-]\d{4}|[+-]\d{2}:\d{2})$/.exec(text)
  const zone = found && /\d{4}/.test(text.slice(0, found.index)) ? readZone(found[1]!, options.timeZone) : null
  return zone === null ? { clock: MIDNIGHT, rest: text } : { clock: { ms: 0, zone }, rest: text.slice(0, found!.index) }
}

const ERA = /(令和|平成|昭和|大正|明治|(?<![a-z])[rhst](?=\d)) ?(元|\d{1,2}) ?[年./-] ?(\d{1,2}) ?[月./-] ?(\d{1,2})/
const ERA_STARTS: Readonly<Record<string, number>> = {
  令和: 2018,
  平成: 1988,
  昭和: 1925,
  大正: 1911,
  明治: 1867,
  r: 2018,
  h: 1988,
  s: 1925,
  t: 1911
}
const EAST_ASIAN = /(民國|民国|roc)? ?(\d{2,4}) ?[年년] ?(\d{1,2}) ?[月월] ?(\d{1,2})/
/** RFC 822 with a month of these languages, as Java formats it there: 10 4月 2024. */
const EAST_ASIAN_YEAR_LAST = /(?<!\d)(?:(\d{1,2}) (\d{1,2}) ?[月월]|(\d{1,2}) ?[月월] ?(\d{1,2}) ?[日일]?),? (\d{4})(?!\d)/
const YEAR_FIRST = /(?<!\d)(\d{4}) ?[-/.,] ?(\d{1,3}) ?[-/.,] ?(\d{1,2})(?!\d)/
const REPUBLIC = /(?<!\d)(\d{3}) ?[-/.] ?(\d{1,2}) ?[-/.] ?(\d{1,2})(?!\d)/
const YEAR_LAST = /(?<!\d)(\d{1,2}) ?([-/. ]) ?(\d{1,2}) ?[-/. ] ?(\d{4}|\d{2})(?!\d)/
const VIETNAMESE = /(\d{1,2}) ?(?:tháng|thg) ?(\d{1,2}),? ?(?:năm )?(\d{4})/
/** Words that say year and month between the numbers, as in Mongolian. */
const WORDED = /(?<!\d)(\d{4})[ .\p{L}]{1,16}(\d{1,2})[ .\p{L}]{1,16}(\d{1,2})(?!\d)/u
const MONTH_DAY = /(?<!\d)(\d{1,2}) ?([-/.月월]) ?(\d{1,2})(?!\d)/

function readDay(rest: string, options: DateOptions, american: boolean, timed: boolean): number | null {
  const numbers = rest.match(/\d+/g) ?? []
  if (numbers.length === 0 || numbers.length > 4) return null
  const named = findMonth(rest)
  if (named !== null) return numbers.length > 1 || !timed || options.now !== undefined ? readNamedDay(rest, named, options) : null
  const era = ERA.exec(rest)
  if (era) return dayOf('gregory', ERA_STARTS[era[1]!]! + (era[2] === '元' ? 1 : Number(era[2])), Number(era[3]), Number(era[4]))
  if (numbers.length > 3) return null
  const eastAsian = EAST_ASIAN.exec(rest)
  if (eastAsian) {
    const year = Number(eastAsian[2])
    const republic =
      eastAsian[1] !== undefined || eastAsian[2]!.length === 3 || (eastAsian[2]!.length === 2 && options.timeZone === 'Asia/Taipei')
    return dayOf('gregory', republic ? year + 1911 : fullYear(eastAsian[2]!), Number(eastAsian[3]), Number(eastAsian[4]))
  }
  const yearBehind = EAST_ASIAN_YEAR_LAST.exec(rest)
  if (yearBehind)
    return dayOf('gregory', Number(yearBehind[5]), Number(yearBehind[2] ?? yearBehind[3]), Number(yearBehind[1] ?? yearBehind[4]))
  const vietnamese = VIETNAMESE.exec(rest)
  if (vietnamese) return dayOf('gregory', Number(vietnamese[3]), Number(vietnamese[2]), Number(vietnamese[1]))
  const yearFirst = YEAR_FIRST.exec(rest)
  if (yearFirst) return numericDay(Number(yearFirst[1]), Number(yearFirst[2]), Number(yearFirst[3]), rest)
  if (REPUBLIC.test(rest) || /民國|民国/.test(rest)) {
    const republic = REPUBLIC.exec(rest) ?? /(\d{2,3}) ?[-/.] ?(\d{1,2}) ?[-/.] ?(\d{1,2})/.exec(rest)
    return republic ? dayOf('gregory', Number(republic[1]) + 1911, Number(republic[2]), Number(republic[3])) : null
  }
  const yearLast = YEAR_LAST.exec(rest)
  if (yearLast) return readYearLast(yearLast, rest, options, american)
  if (numbers.length === 1 && numbers[0]!.length === 8) {
    const [digits] = numbers as [string]
    return numericDay(Number(digits.slice(0, 4)), Number(digits.slice(4, 6)), Number(digits.slice(6)), rest)
  }
  if (numbers.length === 1 && /^\d{6}$/.test(rest.trim())) {
    const [digits] = numbers as [string]
    return dayOf('gregory', fullYear(digits.slice(0, 2)), Number(digits.slice(2, 4)), Number(digits.slice(4)))
  }
  const worded = WORDED.exec(rest)
  if (worded) return dayOf('gregory', Number(worded[1]), Number(worded[2]), Number(worded[3]))
  const monthDay = numbers.length === 2 && options.now !== undefined ? MONTH_DAY.exec(rest) : null
  if (!monthDay) return null
  const [first, second] = [Number(monthDay[1]), Number(monthDay[3])]
  const dayFirst =
    monthDay[2] === '.' || first > 12 || (monthDay[2] === '/' && !usesMonthFirst(options) && second <= 12 && !isEastAsian(options))
  return latestDay(dayFirst ? second : first, dayFirst ? first : second, options.now!)
}

function isEastAsian(options: DateOptions): boolean {
  return /^Asia\/(?:Shanghai|Urumqi|Taipei|Hong_Kong|Macau|Tokyo|Seoul|Ulaanbaatar|Chongqing)$/.test(options.timeZone ?? '')
}

/** 1425 began in 2004 by the lunar calendar, and will in 2046 by the solar one. */
const HIJRI_FROM = 1425

/** Years of other calendars are out of the range of what is published: each range belongs to one calendar. */
function numericDay(year: number, month: number, day: number, around: string): number | null {
  if (year >= NOT_GREGORIAN_FROM) return year < 2700 ? dayOf('gregory', year - 543, month, day) : null
  if (year > 1200 && year < 1500) {
    const lunar = (year >= HIJRI_FROM || /هـ|هجر|hijri|\bah\b/.test(around)) && !/شمسی|ه‍\.?ش/.test(around)
    return dayOf(lunar ? 'islamic-umalqura' : 'persian', year, month, day)
  }
  return dayOf('gregory', year, month, day)
}

function fullYear(digits: string): number {
  const year = Number(digits)
  if (digits.length >= 4) return year
  if (digits.length === 3) return 1900 + year
  return year < 70 ? 2000 + year : 1900 + year
}

/** 04/10/2024 is read as its weekday says, else as its zone's countries write it, else day first. */
function readYearLast(found: RegExpExecArray, rest: string, options: DateOptions, american: boolean): number | null {
  const [first, second] = [Number(found[1]), Number(found[3])]
  const year = Number(found[4])
  const written = found[4]!
  if (written.length === 2 && (found[2] === '-' || isEastAsian(options)) && (first > 31 || year <= 31)) {
    const isoShort = dayOf('gregory', fullYear(found[1]!.padStart(2, '0')), second, year)
    if (isoShort !== null) return isoShort
  }
  const dayFirst = numericDay(fullYear(written), second, first, rest)
  const monthFirst = numericDay(fullYear(written), first, second, rest)
  if (dayFirst === null || monthFirst === null || first === second) return dayFirst ?? monthFirst
  const weekday = findWeekday(rest)
  if (weekday !== null) {
    const fitsDayFirst = new Date(dayFirst).getUTCDay() === weekday
    if (fitsDayFirst !== (new Date(monthFirst).getUTCDay() === weekday)) return fitsDayFirst ? dayFirst : monthFirst
  }
  return found[2] === '/' && (american || usesMonthFirst(options)) ? monthFirst : dayFirst
}

/** The United States, their territories and the Philippines write the month first. */
function usesMonthFirst(options: DateOptions): boolean {
  return US_ZONES.test(options.timeZone ?? '')
}

const US_ZONES =
  /^(?:America\/(?:New_York|Chicago|Denver|Phoenix|Los_Angeles|Anchorage|Detroit|Boise|Juneau|Indiana\/.+|Kentucky\/.+|North_Dakota\/.+|Puerto_Rico)|Pacific\/(?:Honolulu|Guam)|Asia\/Manila|US\/.+)$/

interface FoundMonth {
  readonly names: readonly MonthName[]
  readonly index: number
  readonly length: number
}

function findMonth(rest: string): FoundMonth | null {
  if (!/\p{L}{2}|\p{L}\p{M}*\.\p{L}/u.test(rest)) return null
  const words = [...rest.matchAll(/[\p{L}\p{M}\u200c]+(?:[.'’][\p{L}\p{M}]+)*/gu)]
  for (const [index, word] of words.entries()) {
    if (isEnglishWeekday(word[0])) continue
    const next = words[index + 1]
    const pair = next && rest.slice(word.index + word[0].length, next.index) === ' ' ? monthsNamed(`${word[0]} ${next[0]}`) : []
    if (pair.length > 0) return { names: pair, index: word.index, length: next!.index + next![0].length - word.index }
    const names = monthsNamed(word[0])
    if (names.length > 0 && weekdayWins(names, words.length, index, word[0], words) === false)
      return { names, index: word.index, length: word[0].length }
  }
  return null
}

/** "mar. 1 mars" holds a Tuesday that reads like March: of two months, the first is a weekday if it can be one. */
function weekdayWins(names: readonly MonthName[], count: number, index: number, word: string, words: readonly RegExpExecArray[]): boolean {
  if (count < 2 || index > 0 || names.length === 0) return false
  return words.slice(1).some((other) => other[0] !== word && monthsNamed(other[0]).length > 0)
}

function findWeekday(rest: string): number | null {
  for (const [word] of rest.matchAll(/[\p{L}\p{M}]{2,}/gu)) {
    const weekday = weekdayNamed(word)
    if (weekday !== null) return weekday
  }
  return null
}

function readNamedDay(rest: string, found: FoundMonth, options: DateOptions): number | null {
  const before = rest.slice(0, found.index).match(/\d+/g) ?? []
  const after = rest.slice(found.index + found.length).match(/\d+/g) ?? []
  const numbers = [...before, ...after]
  if (numbers.length > 2) return null
  let dayText: string | undefined
  let yearText: string | undefined
  if (numbers.length === 1) {
    if (numbers[0]!.length <= 2) dayText = numbers[0]
    else yearText = numbers[0]
  } else {
    const yearAt = numbers.findIndex((number) => number.length > 2 || Number(number) > 31)
    yearText = numbers[yearAt < 0 ? 1 : yearAt]
    dayText = numbers[yearAt < 0 ? 0 : 1 - yearAt]
  }
  if (dayText !== undefined && dayText.length > 2) return null
  const candidates = found.names.map((name) => namedDay(name, yearText, dayText, options)).filter((day) => day !== null)
  if (candidates.length < 2) return candidates[0] ?? null
  const weekday = findWeekday(`${rest.slice(0, found.index)} ${rest.slice(found.index + found.length)}`)
  return candidates.find((day) => new Date(day).getUTCDay() === weekday) ?? candidates[0]!
}

function namedDay(name: MonthName, yearText: string | undefined, dayText: string | undefined, options: DateOptions): number | null {
  if (yearText === undefined) {
    return options.now === undefined || name.calendar !== 'gregory' ? null : latestDay(name.month, Number(dayText), options.now)
  }
  const day = dayText === undefined ? 1 : Number(dayText)
  return dayOf(name.calendar, calendarYear(name, yearText), name.month, day)
}

function calendarYear(name: MonthName, digits: string): number {
  const year = Number(digits)
  const calendar: Calendar = name.calendar
  if (calendar === 'persian') return digits.length > 2 ? year : year < 50 ? 1400 + year : 1300 + year
  if (calendar !== 'gregory') return year
  if (year >= NOT_GREGORIAN_FROM) return year - 543
  if (name.locale === 'th' && digits.length === 2) return 2500 + year - 543
  return fullYear(digits)
}

/** The latest such day that is not after tomorrow, tomorrow counting for publishers east of us. */
function latestDay(month: number, day: number, now: number): number | null {
  const year = new Date(now).getUTCFullYear()
  for (let back = 0; back <= 8; back++) {
    const at = dayOf('gregory', year + 1 - back, month, day)
    if (at !== null && at <= now + DAY_MS) return at
  }
  return null
}
