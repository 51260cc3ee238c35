import type { CheerioAPI } from 'cheerio'
import { loadHtml } from './load-html.ts'

/**
 * The list that a script or another element of a page holds as text: records as CDATA sections, or escaped HTML.
 * @param selector of the elements that hold records
 * @returns their HTML, read
 */
export function readRecords($: CheerioAPI, selector: string): CheerioAPI {
  const records = $(selector)
    .toArray()
    .map((element) => recordsIn($(element).html() ?? $(element).text()))
  return loadHtml(records.join('\n'))
}

/** What stands in CDATA sections, or the text itself when it has none. */
function recordsIn(text: string): string {
  const open = '<![CDATA['
  if (!text.includes(open)) return text.includes('&lt;') ? loadHtml(text).text() : text
  const parts: string[] = []
  for (let at = text.indexOf(open); at >= 0;) {
    const end = text.indexOf(']]>', at)
    parts.push(text.slice(at + open.length, end < 0 ? undefined : end))
    at = end < 0 ? -1 : text.indexOf(open, end)
  }
  return parts.join('\n')
}
