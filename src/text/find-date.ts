import { asciiDigits } from './digits.ts'
import { readDate } from './read-date.ts'

export interface FindDateOptions {
  /** IANA zone of dates without an offset; UTC when left out. */
  readonly timeZone?: string | undefined
  /** Ms since 1970 UTC: a text that is a day without its year is the latest such day. */
  readonly now?: number | undefined
}

const TEXT_UNITS_MAX = 200_000
/** A day without a time stands for its noon: so it is that day for readers of most time zones, and in UTC. */
const NOON_MS = 12 * 3_600_000

/** What a piece of a date pattern stands for, as a regular expression. */
const TOKENS: Readonly<Record<string, string>> = {
  yyyy: '(\\d{4})',
  MM: '(\\d{1,2})',
  M: '(\\d{1,2})',
  dd: '(\\d{1,2})',
  d: '(\\d{1,2})',
  HH: '(\\d{1,2})',
  mm: '(\\d{1,2})',
  ss: '(\\d{1,2})'
}

/**
 * Finds a date that stands in a text by its surroundings, such as "Updated: {yyyy-MM-dd}".
 * @param pattern literal text (white space and case do not matter) around one date in braces, of yyyy MM dd HH mm ss
 * @returns milliseconds since 1970 UTC, or null when the text has no such place
 */
export function findDateByPattern(text: string, pattern: string, { timeZone }: FindDateOptions = {}): number | null {
  const open = pattern.indexOf('{')
  const close = pattern.indexOf('}', open)
  if (open < 0 || close < 0) return null
  const tokens = pattern.slice(open + 1, close).match(/yyyy|MM|M|dd|d|HH|mm|ss|./gs) ?? []
  const source = tokens.map((token) => TOKENS[token] ?? literal(token)).join('')
  const found = new RegExp(`${literal(pattern.slice(0, open))}\\s{0,20}${source}${literal(pattern.slice(close + 1))}`, 'iu').exec(
    text.slice(0, TEXT_UNITS_MAX)
  )
  if (!found) return null
  const parts = new Map(
    tokens.filter((token) => token in TOKENS).map((token, index) => [token[0]! === 'M' ? 'M' : token[0]!, found[index + 1]!])
  )
  const two = (name: string, otherwise: string): string => (parts.get(name) ?? otherwise).padStart(2, '0')
  const year = parts.get('y')
  if (year === undefined) return null
  const day = `${year}-${two('M', '01')}-${two('d', '01')}`
  return parts.has('H')
    ? readDate(`${day} ${two('H', '00')}:${two('m', '00')}:${two('s', '00')}`, options(timeZone))
    : dayOrInstant(day, timeZone)
}

/** @returns what is wrong with a pattern for {@link findDateByPattern}, as an operator reads it; null when nothing is */
export function patternMistake(pattern: string): string | null {
  const [, date] = /\{([^{}]*)\}/.exec(pattern) ?? []
  if (date === undefined) return 'it has no date in braces'
  const tokens: readonly string[] = date.match(PATTERN_PARTS) ?? []
  const wrong = tokens.find((token) => /^[A-Za-z]+$/.test(token) && token !== 'T' && !(token in TOKENS))
  if (wrong !== undefined) return `"${wrong}" is no part of a date`
  return tokens.includes('yyyy') ? null : 'it has no year'
}

/** Letters of one kind together, so that "ddd" is not taken for "dd" and "d". */
const PATTERN_PARTS = /y+|M+|d+|H+|m+|s+|T(?=H)|[A-Za-z]+|[^A-Za-z]+/g

/** Dates as they stand in running text; each candidate is read by `readDate`. */
const FORMS = [
  String.raw`(?:令和|平成|昭和) ?(?:\d{1,2}|元) ?年 ?\d{1,2} ?月 ?\d{1,2} ?日`,
  String.raw`(?:民國|民国) ?\d{2,3} ?[年./-] ?\d{1,2} ?[月./-] ?\d{1,2} ?日?`,
  String.raw`\d{3,4} ?[年년] ?\d{1,2} ?[月월] ?\d{1,2} ?[日일]?`,
  String.raw`\d{4}[-/.] ?\d{1,2}[-/.] ?\d{1,2}(?!\d)`,
  String.raw`\d{1,2}(?:[-/.] ?)\d{1,2}(?:[-/.] ?)\d{4}(?!\d)`,
  String.raw`\d{3}[-/.]\d{2}[-/.]\d{2}(?!\d)`,
  String.raw`\d{1,2} tháng \d{1,2},? (?:năm )?\d{4}`,
  String.raw`\d{1,2}(?:st|nd|rd|th|er|º|ª)?\.?[ -](?:de |d['’])?[\p{L}\p{M}.]{3,14},?[ -](?:de |del )?\d{4}(?!\d)`,
  String.raw`[\p{L}\p{M}]{3,12}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}(?!\d)`,
  String.raw`\d{4}(?:\.| m\.)? [\p{L}\p{M}]{3,14} \d{1,2}(?!\d)`
]
const CLOCK = String.raw`(?:(?:T|,|\s|-|–|at|um|à|kl\.?|年|（[^）]{1,3}）|\([^)]{1,4}\)){0,4}(?:上午|下午|오전|오후|午前|午後)? ?\d{1,2}(?::|：|時|时|點|点|시 ?)\d{2}(?:(?::|：|分|분 ?)\d{2})?(?:秒)?(?: ?[ap]\.?m\.?)?(?: ?(?:Z|UTC|GMT|[+-]\d{2}:?\d{2}))?)?`
const DATE = new RegExp(`(?<![\\d.])(?:${FORMS.join('|')})${CLOCK}`, 'giu')
const CANDIDATES_MAX = 20

/**
 * Finds the first date in a short text, such as the date cell of a list.
 * @returns milliseconds since 1970 UTC, or null when there is none
 */
export function findDate(text: string, { timeZone, now }: FindDateOptions = {}): number | null {
  const short = text.trim().slice(0, 2_000)
  const whole = short.length <= 100 ? dayOrInstant(short, timeZone, now) : null
  if (whole !== null) return whole
  let seen = 0
  for (const [candidate] of asciiDigits(short.normalize('NFKC'))
    .replace(/[\s\u00a0]+/g, ' ')
    .matchAll(DATE)) {
    const at = dayOrInstant(candidate.trim(), timeZone)
    if (at !== null || ++seen > CANDIDATES_MAX) return at
  }
  return null
}

/** Shapes of dates in addresses: /2024/04/10/, /2024/0410/27661.html, /2024-04/10/c_978417.htm, t20240410_3616921.html, /20240410/. */
const IN_URL: readonly RegExp[] = [
  /\/(20\d{2}|19\d{2})[-/_]?(0[1-9]|1[0-2])[-/_](0[1-9]|[12]\d|3[01])(?=[/_.-]|$)/,
  /\/(20\d{2}|19\d{2})\/(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?=\/)/,
  /(?:^|[/_t-])(20\d{2}|19\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?=\d{0,6}(?:[/_.-]|$))/
]

/**
 * Reads the day an address names. A month without a day is no date: no day is invented.
 * @returns noon of that day in the zone, milliseconds since 1970 UTC, or null
 */
export function urlDate(url: string, { timeZone }: FindDateOptions = {}): number | null {
  const path = URL.parse(url)?.pathname ?? url
  for (const pattern of IN_URL) {
    const found = pattern.exec(path.slice(0, 2_048))
    if (found) return dayOrInstant(`${found[1]}-${found[2]}-${found[3]}`, timeZone)
  }
  return null
}

function dayOrInstant(text: string, timeZone: string | undefined, now?: number): number | null {
  const at = readDate(text, { ...options(timeZone), now })
  return at === null || HAS_TIME.test(text) ? at : at + NOON_MS
}

const HAS_TIME = /\p{Nd}\s?[:：时時시]|\dT\d|\p{Nd}\s?[ap]\.?m/iu

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&').replace(/\s+/g, '\\s{0,20}')
}

function options(timeZone: string | undefined): { timeZone?: string } {
  return timeZone === undefined ? {} : { timeZone }
}
