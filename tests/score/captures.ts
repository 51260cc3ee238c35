import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { decodeBody } from '../../src/parse/decode-body.ts'
import { discoverFeeds } from '../../src/parse/discover-feeds.ts'
import { parseArticle } from '../../src/parse/parse-article.ts'
import { parseFeed } from '../../src/parse/parse-feed.ts'
import { parsePage } from '../../src/parse/parse-page.ts'
import { proposePage } from '../../src/parse/propose-page.ts'
import { plainText } from '../../src/text/plain-text.ts'
import { pageOf } from '../support/list-pages.ts'

/*
 * Reads the captured feeds and pages beside the repository and compares them with what is known of each.
 * Run by hand: node tests/score/captures.ts [folder]
 */

interface Capture {
  readonly file: string
  readonly kind: string
  readonly encoding: string
  readonly items: number | null
  readonly original_url?: string
  readonly observed?: {
    readonly without_id: number
    readonly without_date: number
    readonly date_not_parsed: number
    readonly without_link: number
  }
}

const folder = process.argv[2] ?? join(import.meta.dirname, '../../../shared/data/captures')
if (!existsSync(join(folder, 'index.json'))) {
  console.error(`no captures in ${folder}`)
  process.exitCode = 2
} else await score((JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8')) as { files: readonly Capture[] }).files)

async function score(captures: readonly Capture[]): Promise<void> {
  const wrong: string[] = []
  const expectSame = (file: string, what: string, found: unknown, wanted: unknown): void => {
    if (found !== wanted) wrong.push(`${file}: ${what} is ${String(found)}, known to be ${String(wanted)}`)
  }
  let read = 0
  for (const capture of captures) {
    const bytes = readFileSync(join(folder, capture.file))
    const url = URL.canParse(capture.original_url ?? '') ? capture.original_url! : 'https://example.org/'
    const { text } = decodeBody(bytes, { kind: capture.kind.startsWith('html') ? 'html' : 'xml' })
    const unreadable = text.split('\ufffd').length - 1
    if (unreadable > 2) wrong.push(`${capture.file}: ${unreadable} characters could not be read`)
    if (capture.kind === 'html-article') {
      const page = parseArticle(bytes, { follow: true, remove: [] }, { url })
      const content = plainText(page.content ?? '')
      console.log(
        `${capture.file.padEnd(46)} ${(page.published ?? 'no date').slice(0, 16).padEnd(16)} ${String(content.length).padStart(6)}  ${page.title ?? 'NO TITLE'}`
      )
      if (page.title === undefined) wrong.push(`${capture.file}: no title`)
      if (content.length < 200) wrong.push(`${capture.file}: ${content.length} characters of text`)
    } else if (capture.kind === 'html-list') {
      const [best] = proposePage(text, url)
      const result = best === undefined ? null : parsePage(bytes, pageOf(best.page), { url })
      console.log(
        `${capture.file.padEnd(46)} ${JSON.stringify(best?.page)} ${best?.confidence}: ${result?.kind === 'parsed' ? result.document.items.length : 0} items, ${discoverFeeds(text, url).length} feeds`
      )
    } else {
      const result = await parseFeed(bytes, { url })
      if (result.kind === 'failed') {
        wrong.push(`${capture.file}: ${result.failure.message}`)
        continue
      }
      const { items } = result.document
      expectSame(capture.file, 'number of items', items.length, capture.items)
      if (capture.observed !== undefined) {
        expectSame(capture.file, 'items without id', items.filter(({ id }) => id === undefined).length, capture.observed.without_id)
        expectSame(capture.file, 'items without link', items.filter((item) => item.url === undefined).length, capture.observed.without_link)
        const undated = items.filter(({ published, updated }) => (published ?? updated) === undefined).length
        if (undated > capture.observed.without_date + capture.observed.date_not_parsed)
          wrong.push(`${capture.file}: ${undated} items without a date`)
      }
      read++
    }
  }
  console.log(`${read} feeds read, ${wrong.length} faults`)
  for (const fault of wrong) console.log(`  ${fault}`)
  process.exitCode = wrong.length > 0 ? 1 : 0
}
