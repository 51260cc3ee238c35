import type { Calendar } from './calendar-date.ts'

export interface MonthName {
  readonly calendar: Calendar
  /** Counted from 1. */
  readonly month: number
  /** The locale this meaning was found in: one word can name different months in two languages. */
  readonly locale: string
}

/**
 * Looks up a written month in about fifty languages, full or abbreviated, in any case form that dates use.
 * @param word one or two words, any case
 * @returns its meanings, the most widely used language first; empty when it is no month
 */
export function monthsNamed(word: string): readonly MonthName[] {
  const key = nameKey(word)
  const english = ENGLISH[key]
  if (english !== undefined) return [{ calendar: 'gregory', month: english, locale: 'en' }]
  if (key.length < 2) return []
  months ??= buildMonths()
  return months.get(key) ?? (key.startsWith('ב') ? months.get(key.slice(1)) : undefined) ?? []
}

/**
 * Looks up a written day of the week.
 * @returns 0 Sunday to 6, or null when the word is none or means different days in different languages
 */
export function weekdayNamed(word: string): number | null {
  const key = nameKey(word)
  const english = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'].indexOf(key.slice(0, 3))
  if (english >= 0 && ENGLISH_DAYS.test(key)) return english
  if (key.length < 2) return null
  weekdays ??= buildWeekdays()
  return weekdays.get(key) ?? null
}

export function isEnglishWeekday(word: string): boolean {
  return ENGLISH_DAYS.test(word)
}

/** Names compare without case, dots and, in Latin and Greek letters, accents; Arabic letters in one of their forms. */
function nameKey(word: string): string {
  const folded = word
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[.’'ʼ‘´\u200c\u200e\u200f]/g, '')
    .trim()
  if (/^[a-z]*$/.test(folded)) return folded
  if (/[\u0600-\u06ff]/.test(folded)) {
    return folded
      .replace(/[\u064b-\u065f\u0670\u0640]/g, '')
      .replace(/[أإآٱ]/g, 'ا')
      .replace(/[يى]/g, 'ی')
      .replace(/ك/g, 'ک')
      .replace(/ة/g, 'ه')
  }
  if (/^[\p{Script=Latin}\p{Script=Greek}\p{Mn}\s-]+$/u.test(folded)) {
    return folded
      .normalize('NFD')
      .replace(/\p{Mn}/gu, '')
      .replace(/ı/g, 'i')
      .replace(/ł/g, 'l')
      .replace(/ς/g, 'σ')
  }
  return folded
}

const ENGLISH_DAYS = /^(?:sun|mon|tue|tues|wed|weds|thu|thur|thurs|fri|sat)(?:day)?$|^wednesday$|^saturday$/

// prettier-ignore
const ENGLISH: Readonly<Record<string, number>> = Object.assign(Object.create(null) as Record<string, number>, {
  jan: 1, january: 1, feb: 2, february: 2, febr: 2, mar: 3, march: 3, apr: 4, april: 4, may: 5, jun: 6, june: 6, jul: 7, july: 7, aug: 8,
  august: 8,
  sep: 9, sept: 9, september: 9, oct: 10, october: 10, nov: 11, november: 11, dec: 12, december: 12
})

/** In this order a word of several meanings is read, when nothing tells which language it is in. */
const LOCALES = (
  'es fr de pt ru it pl nl tr id uk cs sv ro hu el da fi nb bg sr sr-Latn hr sk sl lt lv et sq mk bs is ga mt ca gl eu cy af sw vi ms fil '
  + 'ar ar-LB ar-DZ ar-MA ar-TN he fa ur ps hi bn ta te ml kn mr gu pa si ne th lo km my ka hy az uz kk ky tg tk mn be am ti so ha yo ig zu rw'
).split(' ')

const OTHER_CALENDARS: readonly (readonly [locale: string, calendar: Calendar])[] = [
  ['fa', 'persian'],
  ['ps', 'persian'],
  ['ar', 'islamic-umalqura'],
  ['ur', 'islamic-umalqura'],
  ['fa', 'islamic-umalqura'],
  ['id', 'islamic-umalqura'],
  ['tr', 'islamic-umalqura'],
  ['en', 'islamic-umalqura'],
  ['en', 'persian'],
  ['am', 'ethiopic'],
  ['ti', 'ethiopic']
]

/** Spellings in real use that ICU's tables do not list. */
const EXTRA: Readonly<Record<string, readonly [calendar: Calendar, month: number, locale: string]>> = {
  agt: ['gregory', 8, 'id'],
  agust: ['gregory', 8, 'id'],
  peb: ['gregory', 2, 'id'],
  nop: ['gregory', 11, 'id'],
  pebruari: ['gregory', 2, 'id'],
  set: ['gregory', 9, 'pt'],
  setiembre: ['gregory', 9, 'es'],
  jaen: ['gregory', 1, 'de'],
  janner: ['gregory', 1, 'de'],
  feber: ['gregory', 2, 'de'],
  mrz: ['gregory', 3, 'de'],
  maerz: ['gregory', 3, 'de'],
  mai: ['gregory', 5, 'de'],
  mrt: ['gregory', 3, 'nl'],
  ιουλ: ['gregory', 7, 'el'],
  ιουν: ['gregory', 6, 'el'],
  μαι: ['gregory', 5, 'el'],
  مرداد: ['persian', 5, 'fa'],
  امرداد: ['persian', 5, 'fa'],
  janv: ['gregory', 1, 'fr'],
  fevr: ['gregory', 2, 'fr'],
  juil: ['gregory', 7, 'fr'],
  aout: ['gregory', 8, 'fr'],
  авг: ['gregory', 8, 'ru'],
  сен: ['gregory', 9, 'ru'],
  окт: ['gregory', 10, 'ru'],
  ноя: ['gregory', 11, 'ru'],
  дек: ['gregory', 12, 'ru'],
  янв: ['gregory', 1, 'ru'],
  фев: ['gregory', 2, 'ru'],
  мая: ['gregory', 5, 'ru'],
  май: ['gregory', 5, 'ru'],
  ...Object.fromEntries(
    'gieng hai ba tu nam sau bay tam chin muoi'.split(' ').map((word, index) => [`thang ${word}`, ['gregory', index + 1, 'vi'] as const])
  )
}

let months: Map<string, MonthName[]> | undefined
let weekdays: Map<string, number | null> | undefined

function buildMonths(): Map<string, MonthName[]> {
  const table = new Map<string, MonthName[]>()
  const add = (word: string, name: MonthName): void => {
    const key = nameKey(word)
    if (key.length < 2 || /^[\d\s年月월일.-]*$/.test(key) || /\d/.test(key)) return
    const known = table.get(key)
    if (known === undefined) table.set(key, [name])
    else if (!known.some((other) => other.calendar === name.calendar && other.month === name.month)) known.push(name)
  }
  for (const locale of LOCALES) addMonths(locale, 'gregory', add)
  for (const [key, [calendar, month, locale]] of Object.entries(EXTRA)) add(key, { calendar, month, locale })
  for (const [locale, calendar] of OTHER_CALENDARS) addMonths(locale, calendar, add)
  return table
}

/*
 * Many languages inflect a month beside a day ("dubna", "huhtikuuta"), so each is formatted alone and in a date.
 * ICU is asked at a day of each fortnight of a year, so that no month of any calendar is passed over.
 */
function addMonths(locale: string, calendar: Calendar, add: (word: string, name: MonthName) => void): void {
  const tag = `${locale}-u-ca-${calendar}-nu-latn`
  const number = new Intl.DateTimeFormat(`en-u-ca-${calendar}-nu-latn`, { month: 'numeric', timeZone: 'UTC' })
  for (const width of ['long', 'short'] as const) {
    for (const options of [
      { month: width },
      { month: width, day: 'numeric' },
      { month: width, day: 'numeric', year: 'numeric' }
    ] as const) {
      const format = new Intl.DateTimeFormat(tag, { ...options, timeZone: 'UTC' })
      if (format.resolvedOptions().locale.split('-')[0] !== locale.split('-')[0]) return
      for (let step = 0; step < 26; step++) {
        const at = Date.UTC(2024, 0, 5) + step * 14 * 86_400_000
        const word = format.formatToParts(at).find((part) => part.type === 'month')?.value
        if (word !== undefined) add(word, { calendar, month: Number.parseInt(number.format(at), 10), locale })
      }
    }
  }
}

function buildWeekdays(): Map<string, number | null> {
  const table = new Map<string, number | null>()
  for (const locale of LOCALES) {
    for (const weekday of ['long', 'short'] as const) {
      const format = new Intl.DateTimeFormat(locale, { weekday, timeZone: 'UTC' })
      if (format.resolvedOptions().locale.split('-')[0] !== locale.split('-')[0]) continue
      for (let day = 0; day < 7; day++) {
        const key = nameKey(format.format(Date.UTC(2023, 0, 1 + day)))
        if (key.length < 2) continue
        table.set(key, table.has(key) && table.get(key) !== day ? null : day)
      }
    }
  }
  return table
}
