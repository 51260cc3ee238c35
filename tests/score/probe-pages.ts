import { parsePage } from '../../src/parse/parse-page.ts'
import { proposePage } from '../../src/parse/propose-page.ts'
import { LIST_PAGES, pageOf } from '../support/list-pages.ts'

/*
 * Lets selectors be proposed for list pages in the shapes of government sites, and counts how often the first proposal reads the
 * right items, and their days. Run by hand: node tests/score/probe-pages.ts
 */

const URL_OF_PAGE = 'https://www.town.example/news/index.html'
let right = 0
let dated = 0
for (const { shape, html, titles, days } of LIST_PAGES) {
  const [best] = proposePage(html, URL_OF_PAGE)
  const read = best === undefined ? null : parsePage(Buffer.from(html), pageOf(best.page), { url: URL_OF_PAGE })
  const items = read?.kind === 'parsed' ? read.document.items : []
  const isRight = items.length === titles.length && items.every(({ title }, index) => title === titles[index])
  const isDated = items.every(({ published }, index) => (published?.slice(0, 10) ?? null) === days[index])
  if (isRight) right++
  if (isRight && isDated) dated++
  if (!isRight || !isDated)
    console.log(
      `${shape}: ${isRight ? 'no dates' : 'other items'}; ${JSON.stringify(best?.page ?? null)} ${best?.confidence ?? ''}: ${items.length} items`
    )
}
console.log(`${LIST_PAGES.length} pages: ${right} with the right items, ${dated} with their days too`)
process.exitCode = right === LIST_PAGES.length ? 0 : 1
