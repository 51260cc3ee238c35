import type { FeedConfig } from '../config/schema.ts'
import { checkPage, type PageMistake } from './check-page.ts'
import { encodingNamed } from './encoding-labels.ts'

/** Tries what a feed's configuration says of reading it. @returns what cannot work, with the path below the feed */
export function checkFeed({ page, encoding }: Pick<FeedConfig, 'page' | 'encoding'>): readonly PageMistake[] {
  const ofPage = page === undefined ? [] : checkPage(page).map(({ path, message }) => ({ path: ['page', ...path], message }))
  if (encoding === undefined || encodingNamed(encoding) !== null) return ofPage
  return [
    ...ofPage,
    { path: ['encoding'], message: `"${encoding}" is no encoding; write one such as "windows-1251", "gb18030" or "shift_jis"` }
  ]
}
