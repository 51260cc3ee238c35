/** The calendars a date of ours may be written in besides the Gregorian. */
export type Calendar = 'gregory' | 'persian' | 'islamic-umalqura' | 'ethiopic'

const DAY_MS = 86_400_000

/**
 * Turns a date of a calendar into a day.
 * @param month counted from 1
 * @returns ms since 1970 UTC at midnight, or null when the calendar has no such day
 */
export function dayOf(calendar: Calendar, year: number, month: number, day: number): number | null {
  if (month < 1 || month > 13 || day < 1 || day > 31) return null
  if (calendar !== 'gregory') return searchDay(calendar, year, month, day)
  if (year < 100) return null
  const at = Date.UTC(year, month - 1, day)
  const date = new Date(at)
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? at : null
}

/** Gregorian year of the calendar's year 0, and the mean length of its year. */
const EPOCHS = {
  persian: { startMs: Date.UTC(622, 2, 22), yearDays: 365.2422, monthDays: 30.5 },
  'islamic-umalqura': { startMs: Date.UTC(622, 6, 19), yearDays: 354.3671, monthDays: 29.53 },
  ethiopic: { startMs: Date.UTC(8, 7, 29), yearDays: 365.25, monthDays: 30 }
} as const

/** An estimate is off by a few days at most; ICU, which knows the calendar, tells which day it is. */
function searchDay(calendar: Exclude<Calendar, 'gregory'>, year: number, month: number, day: number): number | null {
  const { startMs, yearDays, monthDays } = EPOCHS[calendar]
  const days = Math.round((year - 1) * yearDays + (month - 1) * monthDays + day - 1)
  const estimate = Math.floor(startMs / DAY_MS + days) * DAY_MS
  for (let step = 0; step <= 12; step++) {
    for (const at of step === 0 ? [estimate] : [estimate + step * DAY_MS, estimate - step * DAY_MS]) {
      if (isDay(calendar, at, year, month, day)) return at
    }
  }
  return null
}

const formats = new Map<Calendar, Intl.DateTimeFormat>()

function isDay(calendar: Calendar, at: number, year: number, month: number, day: number): boolean {
  let format = formats.get(calendar)
  if (format === undefined) {
    format = new Intl.DateTimeFormat(`en-u-ca-${calendar}-nu-latn`, { timeZone: 'UTC', year: 'numeric', month: 'numeric', day: 'numeric' })
    formats.set(calendar, format)
  }
  const found: Record<string, number> = {}
  for (const part of format.formatToParts(at)) found[part.type] = Number.parseInt(part.value, 10)
  return found['year'] === year && found['month'] === month && found['day'] === day
}
