import { createDetector } from '../../src/language/detect-language.ts'
import { discoverFeeds } from '../../src/parse/discover-feeds.ts'
import { proposePage } from '../../src/parse/propose-page.ts'
import { readBody, type ReadingJob } from '../../src/poll/read-body.ts'
import { type HostileDocument, hostileDocuments } from '../support/hostile-documents.ts'

/*
 * Reads every hostile document as a poll does, within the byte limit of a fetch, and prints those that take more CPU than the limit.
 * What a command does with a page (finding feeds, proposing selectors) is measured too. Ends with 1 when one takes more than the limit.
 * Usage: node tests/bench/hostile-documents.ts [milliseconds] [part of a name]
 */

const limitMs = Number(process.argv[2] ?? 200)
const wanted = process.argv[3] ?? ''
const SIZE = 40_000
const DECODED_BYTES_MAX = 16_000_000
const detector = createDetector({ eld: null })
const URL = 'https://town.example/news'
const drafting = {
  feedUrl: URL,
  now: Date.UTC(2026, 10, 24),
  declared: null,
  region: null,
  memory: null,
  seen: [],
  settingsHash: '',
  matching: { identity: 'auto' as const, sourceId: 'town', pair: null }
}

function jobOf({ as, contentType }: HostileDocument, bytes: Uint8Array): ReadingJob {
  const context = { url: URL, itemsMax: 500, ...(contentType === undefined ? {} : { contentType }) }
  if (as === 'article') return { task: 'article', bytes, article: { follow: true, remove: [] }, context }
  const page = as === 'list' ? { item: 'ul.list li', link: 'a@href', date: 'span', url_date: true } : null
  return { task: 'read', body: { bytes, context, page }, drafting }
}

async function cpuMs(work: () => unknown): Promise<number> {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return Math.round((user + system) / 1_000)
}

const rows: { name: string; kilobytes: number; ms: number }[] = []

async function measure(name: string, kilobytes: number, work: () => unknown): Promise<void> {
  // Twice, for a daemon is warm; what takes long is not done again.
  const first = await cpuMs(work)
  const ms = first > 4 * limitMs ? first : Math.min(first, await cpuMs(work))
  rows.push({ name, kilobytes, ms })
  if (ms > limitMs) console.log(`${String(ms).padStart(6)} ms  ${String(kilobytes).padStart(6)} kB  ${name}`)
}

for (const document of hostileDocuments(SIZE).filter(({ name }) => name.includes(wanted))) {
  const bytes = document.make().subarray(0, DECODED_BYTES_MAX)
  const kilobytes = Math.round(bytes.byteLength / 1_000)
  await measure(document.name, kilobytes, () => readBody(jobOf(document, bytes), detector))
  if (document.as !== 'list') continue
  const html = Buffer.from(bytes).toString('utf8')
  await measure(`${document.name} (finding feeds)`, kilobytes, () => discoverFeeds(html, URL))
  await measure(`${document.name} (proposing selectors)`, kilobytes, () => proposePage(html, URL))
}
const over = rows.filter(({ ms }) => ms > limitMs).length
console.log(`${rows.length} readings, ${over} over ${limitMs} ms; peak memory ${Math.round(process.resourceUsage().maxRSS / 1_024)} MB`)
process.exitCode = over > 0 ? 1 : 0
