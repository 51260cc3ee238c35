import { rememberByTag } from '../text/remember-by-tag.ts'

const languages = new Intl.DisplayNames('en', { type: 'language', languageDisplay: 'standard', fallback: 'none' })

/** Chinese by how it is written, as readers say it. */
const SPOKEN: Readonly<Record<string, string>> = {
  'zh-Hans': 'Simplified Chinese',
  'zh-Hant': 'Traditional Chinese',
  '*': 'any language',
  und: 'Language not known',
  mul: 'Several languages'
}

/** The English name of a language; the tag itself when it has none. Takes a BCP 47 tag. */
export const languageName = rememberByTag((tag): string => {
  if (SPOKEN[tag]) return SPOKEN[tag]
  try {
    return languages.of(tag) ?? tag
  } catch {
    return tag
  }
})

const day = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })

/** A day for people, such as "Tuesday 24 November 2026". Takes milliseconds since 1970 UTC. */
export function dayName(at: number): string {
  return day.format(at)
}

/** A length of time for people, to one unit: "40 seconds", "3 hours", "12 days". Takes milliseconds. */
export function durationName(ms: number): string {
  for (const [unit, size] of [
    ['day', 86_400_000],
    ['hour', 3_600_000],
    ['minute', 60_000]
  ] as const) {
    if (ms >= size) return counted(Math.round(ms / size), unit)
  }
  return counted(Math.round(ms / 1_000), 'second')
}

/** "1 article", "3 articles". */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? noun : plural}`
}
