import { readFileSync } from 'node:fs'
import type { Item } from '../../src/model/item.ts'
import { parseFeed } from '../../src/parse/parse-feed.ts'
import { plainText } from '../../src/text/plain-text.ts'

/* What the adapters of feed-suites.ts share: reading a document, comparing a field, and the report. */

interface Check {
  readonly suite: string
  readonly file: string
  readonly field: string
  readonly wanted: string
  readonly found: string
  readonly right: boolean
}

export const URL_OF_FEED = 'http://127.0.0.1:8097/tests/feed.xml'
/** The field whose differences are printed, or `all`. */
const shown = process.argv[3] === '--show' ? process.argv[4] : undefined
const checks: Check[] = []
const files = new Map<string, { files: number; parsed: number }>()

export interface Read {
  readonly feed: Readonly<Record<string, unknown>>
  readonly items: readonly Item[]
}

/** @returns null, counted, when the document cannot be read */
export async function readFile(suite: string, path: string, url = URL_OF_FEED, contentLanguage?: string): Promise<Read | null> {
  return readBytes(suite, path, readFileSync(path), url, contentLanguage)
}

export async function readBytes(
  suite: string,
  path: string,
  bytes: Uint8Array,
  url = URL_OF_FEED,
  contentLanguage?: string
): Promise<Read | null> {
  const count = files.get(suite) ?? { files: 0, parsed: 0 }
  files.set(suite, count)
  count.files++
  const result = await parseFeed(bytes, { url, contentLanguage })
  if (result.kind === 'failed') {
    if (shown === 'parsed') console.log(`${path}: ${result.failure.message}`)
    return null
  }
  count.parsed++
  return { feed: result.document.feed as Readonly<Record<string, unknown>>, items: result.document.items }
}

/** Compares one field; what a suite leaves empty is not asked for. */
export function check(suite: string, file: string, field: string, wanted: unknown, found: unknown): void {
  const [one, other] = [fold(field, wanted), fold(field, found)]
  if (one === '') return
  const right = one === other || isConvention(field, wanted, found, one, other)
  checks.push({ suite, file, field, wanted: one, found: other, right })
  if (!right && (shown === field || shown === 'all'))
    console.log(`${field} ${file}\n  wanted ${one.slice(0, 300)}\n  found  ${other.slice(0, 300)}`)
}

/** Differences that are no faults: other libraries' ways beyond what the standards say. */
function isConvention(field: string, wanted: unknown, found: unknown, one: string, other: string): boolean {
  // feedparser makes addresses of ids, which are opaque (RFC 4287 section 4.2.6, RSS 2.0 guid).
  if (field.endsWith('.id')) return other !== '' && one.endsWith(other)
  // feedsmith leaves addresses as they are written.
  if (/link$|enclosures$/.test(field) && /^\.{0,2}\//.test(one)) return other.endsWith(one)
  // It keeps an author's e-mail address in the name.
  if (field.endsWith('authors')) return one.replace(/ ?\([^()]*@[^()]*\)$/, '') === other
  // Our titles are text, theirs HTML.
  if (/title$|rights$/.test(field)) return typeof wanted === 'string' && typeof found === 'string' && one === found.trim()
  // Angle brackets of plain text are tags to the comparison.
  if (/summary$|content$|description$/.test(field)) return typeof found === 'string' && one === plainText(plainText(found))
  return false
}

/** Dates by their instant, addresses as they are, texts without markup. */
export function fold(field: string, value: unknown): string {
  if (value === undefined || value === null) return ''
  if (Array.isArray(value)) return [...new Set(value.map((one) => fold(field, one)).filter((one) => one !== ''))].toSorted().join(' | ')
  const text = typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
  if (field.endsWith('date')) return Number.isNaN(Date.parse(text)) ? text : new Date(text).toISOString().slice(0, 19)
  if (field.endsWith('link') || field.endsWith('id')) return decodeURI2(text.trim().replaceAll('&amp;', '&')).replace(/\/$/, '')
  if (field.endsWith('language')) return text.trim().toLowerCase()
  return plainText(text).replace(/\s+/g, ' ').trim()
}

function decodeURI2(text: string): string {
  try {
    return decodeURI(text)
  } catch {
    return text
  }
}

/** Prints what was right, suite by suite and field by field. */
export function report(): void {
  for (const [suite, { files: all, parsed }] of files) reportSuite(suite, all, parsed)
}

function reportSuite(suite: string, all: number, parsed: number): void {
  const own = checks.filter((one) => one.suite === suite)
  const wrong = own.filter(({ right }) => !right)
  const share = (part: number, whole: number) => `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`
  const checked = new Set(own.map(({ file }) => file)).size
  const perfect = checked - new Set(wrong.map(({ file }) => file)).size
  console.log(
    `${suite}: ${parsed} of ${all} files read; fields ${own.length - wrong.length} of ${own.length} (${share(own.length - wrong.length, own.length)}); without any error ${perfect} of ${checked} (${share(perfect, checked)})`
  )
  for (const [field, list] of Map.groupBy(own, ({ field }) => field)) {
    const bad = list.filter(({ right }) => !right).length
    console.log(`  ${field.padEnd(20)} ${String(list.length).padStart(6)}  ${share(list.length - bad, list.length)}`)
  }
}
