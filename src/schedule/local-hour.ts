const formatters = new Map<string, Intl.DateTimeFormat>()
const FORMATTERS_MAX = 600

/**
 * The distance of a time zone from UTC at an instant (IANA data of the runtime).
 * @returns milliseconds to add to UTC; 0 for a zone that does not exist
 */
export function zoneOffsetMs(at: number, timeZone: string): number {
  if (timeZone === 'UTC') return 0
  const formatter = formatterOf(timeZone)
  if (formatter === null) return 0
  const name = formatter.formatToParts(at).find((part) => part.type === 'timeZoneName')?.value ?? 'GMT'
  const match = /^GMT([+-])(\d{2}):(\d{2})(?::(\d{2}))?$/.exec(name)
  if (!match) return 0
  const ms = (Number(match[2]) * 3_600 + Number(match[3]) * 60 + Number(match[4] ?? 0)) * 1_000
  return match[1] === '-' ? -ms : ms
}

/** @returns the hour of the week there, 0 (Sunday 0:00) to 167 (Saturday 23:00) */
export function hourOfWeek(at: number, timeZone: string): number {
  const local = new Date(at + zoneOffsetMs(at, timeZone))
  return local.getUTCDay() * 24 + local.getUTCHours()
}

function formatterOf(timeZone: string): Intl.DateTimeFormat | null {
  const known = formatters.get(timeZone)
  if (known) return known
  try {
    const formatter = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' })
    if (formatters.size < FORMATTERS_MAX) formatters.set(timeZone, formatter)
    return formatter
  } catch {
    return null
  }
}
