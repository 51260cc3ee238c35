import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { Item } from '../../src/model/item.ts'
import { decodeBody } from '../../src/parse/decode-body.ts'
import { parseArticle } from '../../src/parse/parse-article.ts'
import { parseFeed } from '../../src/parse/parse-feed.ts'
import { parsePage } from '../../src/parse/parse-page.ts'
import { proposePage } from '../../src/parse/propose-page.ts'
import { plainText } from '../../src/text/plain-text.ts'
import { pageOf } from '../support/list-pages.ts'

/*
 * Reads the captured feeds and pages beside the repository and compares every field with its golden pair in captures-golden.json, and the
 * numbers with what the captures' own index knows. The captures belong to their publishers and stay outside; the golden pairs hold names,
 * addresses, days, and lengths and hashes of the texts. Run by hand: node tests/score/captures.ts [folder] [--write]
 * `--write` makes the pairs anew: look at each line of the difference before it is committed.
 */

interface Capture {
  readonly file: string
  readonly kind: string
  readonly items: number | null
  readonly original_url?: string
  readonly observed?: {
    readonly without_id: number
    readonly without_date: number
    readonly date_not_parsed: number
    readonly without_link: number
  }
}

/** What is read of one capture: of a feed or list its items, of an article itself. */
interface Golden {
  readonly feed?: Readonly<Record<string, unknown>>
  readonly items: readonly Readonly<Record<string, unknown>>[]
}

/** Stands for an address that is the id too. */
const SAME = 'as id'
const GOLDEN = join(import.meta.dirname, 'captures-golden.json')
const options = process.argv.slice(2)
const folder = options.find((option) => !option.startsWith('--')) ?? join(import.meta.dirname, '../../../shared/data/captures')
if (!existsSync(join(folder, 'index.json'))) {
  console.error(`no captures in ${folder}`)
  process.exitCode = 2
} else await score((JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8')) as { files: readonly Capture[] }).files)

async function score(captures: readonly Capture[]): Promise<void> {
  const golden = existsSync(GOLDEN) ? (JSON.parse(readFileSync(GOLDEN, 'utf8')) as Readonly<Record<string, Golden>>) : {}
  const faults: string[] = []
  const found: Record<string, Golden> = {}
  let fields = 0
  for (const capture of captures) {
    const read = await readCapture(capture)
    found[capture.file] = read
    faults.push(...againstIndex(capture, read).map((fault) => `${capture.file}: ${fault}`))
    fields += [...read.items, read.feed ?? {}].reduce((sum, item) => sum + Object.keys(item).length, 0)
    faults.push(...againstGolden(read, golden[capture.file]).map((fault) => `${capture.file}: ${fault}`))
  }
  if (options.includes('--write')) {
    const pairs = Object.entries(found).map(([file, { feed, items }]) => {
      const lines = items.map((item) => `    ${JSON.stringify(item)}`).join(',\n')
      return `  ${JSON.stringify(file)}: {${feed === undefined ? '' : ` "feed": ${JSON.stringify(feed)},`} "items": [\n${lines}\n  ] }`
    })
    writeFileSync(GOLDEN, `{\n${pairs.join(',\n')}\n}\n`)
  }
  console.log(`${captures.length} captures read, ${fields} fields compared, ${faults.length} faults`)
  for (const fault of faults) console.log(`  ${fault}`)
  process.exitCode = faults.length > 0 ? 1 : 0
}

async function readCapture(capture: Capture): Promise<Golden> {
  const bytes = readFileSync(join(folder, capture.file))
  const url = URL.canParse(capture.original_url ?? '') ? capture.original_url! : 'https://example.org/'
  if (capture.kind === 'html-article') {
    const { title, published, content } = parseArticle(bytes, { follow: true, remove: [] }, { url })
    return { items: [{ title, published, content: digest(content) }] }
  }
  if (capture.kind === 'html-list') {
    const [best] = proposePage(decodeBody(bytes, { kind: 'html' }).text, url)
    const read = best === undefined ? null : parsePage(bytes, pageOf(best.page), { url })
    return { items: read?.kind === 'parsed' ? read.document.items.map(itemOf) : [] }
  }
  const read = await parseFeed(bytes, { url })
  if (read.kind === 'failed') return { items: [] }
  const { title, link, language } = read.document.feed
  return { feed: stated({ title, link, language }), items: read.document.items.map(itemOf) }
}

function itemOf({ id, url, title, published, updated, authors, categories, enclosures, summary, content }: Item): Golden['items'][number] {
  return stated({
    id,
    url: url !== undefined && url === id ? SAME : url,
    title,
    published,
    ...(updated === published ? {} : { updated }),
    authors: authors.length === 0 ? undefined : authors,
    categories: categories.length === 0 ? undefined : categories,
    enclosures: enclosures.length === 0 ? undefined : enclosures,
    summary: digest(summary),
    content: digest(content)
  })
}

/** Characters of the plain text, and a hash of it. */
function digest(html: string | undefined): string | undefined {
  if (html === undefined) return undefined
  const text = plainText(html)
  return `${text.length} ${createHash('sha256').update(text).digest('hex').slice(0, 12)}`
}

function stated(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}

function againstGolden(read: Golden, wanted: Golden | undefined): readonly string[] {
  if (wanted === undefined) return ['has no golden pair']
  if (read.items.length !== wanted.items.length) return [`${read.items.length} items, not ${wanted.items.length}`]
  const compare = (where: string, own: Readonly<Record<string, unknown>>, other: Readonly<Record<string, unknown>>): readonly string[] =>
    [...new Set([...Object.keys(own), ...Object.keys(other)])]
      .filter((field) => !isDeepStrictEqual(own[field], other[field]))
      .map((field) => `${where} ${field} is ${JSON.stringify(own[field])}, not ${JSON.stringify(other[field])}`)
  return [
    ...compare('feed', read.feed ?? {}, wanted.feed ?? {}),
    ...read.items.flatMap((item, index) => compare(`item ${index + 1}`, item, wanted.items[index]!))
  ]
}

function againstIndex({ kind, items: known, observed }: Capture, { items }: Golden): readonly string[] {
  if (kind === 'html-list') return []
  const unreadable = JSON.stringify(items).split('\ufffd').length - 1
  const undated = items.filter(({ published, updated }) => (published ?? updated) === undefined).length
  const checks: readonly (readonly [string, boolean])[] = [
    [`${unreadable} characters could not be read`, unreadable > 2],
    [`${items.length} items, known to be ${known}`, known !== null && items.length !== known],
    ['no title', kind === 'html-article' && items[0]?.['title'] === undefined],
    ...(observed === undefined
      ? []
      : ([
          ['items without id', items.filter(({ id }) => id === undefined).length !== observed.without_id],
          ['items without link', items.filter(({ url }) => url === undefined).length !== observed.without_link],
          [`${undated} items without a date`, undated > observed.without_date + observed.date_not_parsed]
        ] as const))
  ]
  return checks.filter(([, wrong]) => wrong).map(([fault]) => fault)
}
