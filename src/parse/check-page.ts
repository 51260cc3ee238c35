import { createRequire } from 'node:module'
import { Element } from 'domhandler'
import type { PageConfig } from '../config/schema.ts'
import { messageOf } from '../errors.ts'
import { patternMistake } from '../text/find-date.ts'
import { readPick } from './load-html.ts'

/** A selector that nothing can be selected by. */
export interface PageMistake {
  /** Within `page`. */
  readonly path: readonly (string | number)[]
  readonly message: string
}

/** Loads when asked: most sources have feeds. */
const require = createRequire(import.meta.url)

/** Tries every selector of a list page, as it will be used. */
export function checkPage({ item, title, link, date, summary, records, json, article }: PageConfig): readonly PageMistake[] {
  const parts: readonly (readonly [PageMistake['path'], string | undefined])[] = [
    [['item'], item || undefined],
    [['title'], picked(title)],
    [['link'], picked(link)],
    [['date'], dateSelector(date)],
    [['summary'], picked(summary)],
    [['records'], records],
    [['json', 'in'], picked(json?.in)],
    [['article', 'title'], article?.title],
    [['article', 'body'], article?.body],
    [['article', 'date'], article?.date?.includes('{') ? undefined : article?.date],
    ...(article?.remove ?? []).map((selector, index) => [['article', 'remove', index], selector] as const)
  ]
  const selectors = parts.flatMap(([path, selector]) => {
    const wrong = selector === undefined ? null : whatIsWrong(selector)
    return wrong === null ? [] : [{ path, message: `"${selector}" is no CSS selector (${wrong}); write one like "ul.news li"` }]
  })
  const patterns = [[['date'], date] as const, [['article', 'date'], article?.date] as const].flatMap(([path, pattern]) => {
    const wrong = pattern?.includes('{') ? patternMistake(pattern) : null
    return wrong === null
      ? []
      : [{ path, message: `no date is found by "${pattern}": ${wrong}; write one like "Updated: {yyyy-MM-dd HH:mm}"` }]
  })
  return [...selectors, ...patterns, ...pointerMistakes(json)]
}

/** Pointers begin with a stroke (RFC 6901), or are nothing: the whole. */
function pointerMistakes(json: PageConfig['json']): readonly PageMistake[] {
  return Object.entries(json ?? {}).flatMap(([key, pointer]) => {
    if (key === 'in' || pointer === undefined || pointer === '' || pointer.startsWith('/') || (key === 'link' && pointer.includes('{')))
      return []
    return [{ path: ['json', key], message: `"${pointer}" is no JSON pointer; write "/${pointer}"` }]
  })
}

/** Without a selector before its "@" a pick is of the element itself. */
function picked(written: string | undefined): string | undefined {
  return written === undefined ? undefined : readPick(written).selector || undefined
}

/** A date is found by a selector, by one that stands before the item, or by a pattern of text, which is none. */
function dateSelector(date: string | undefined): string | undefined {
  if (date === undefined || date.includes('{')) return undefined
  return date.startsWith('<') ? date.slice(1).trim() : picked(date)
}

function whatIsWrong(selector: string): string | null {
  if (selector === '') return 'it is empty'
  if (selector.replace(/"[^"]*"|'[^']*'/g, '').includes('@')) return 'one "@" names an attribute, behind the whole selector'
  const { is } = require('cheerio-select') as typeof import('cheerio-select')
  try {
    is(new Element('p', {}), selector)
    return null
  } catch (error) {
    return messageOf(error)
  }
}
