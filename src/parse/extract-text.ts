import { createRequire } from 'node:module'
import { findDate } from '../text/find-date.ts'
import { boundedHtml } from './bounded-html.ts'

/** Loads when asked: only pages whose text no selector names need them. */
const require = createRequire(import.meta.url)

const ELEMENTS_MAX = 5_000
export const TAGS_MAX = 2 * ELEMENTS_MAX
/** linkedom makes a node of each character reference. */
const REFERENCES_MAX = 20_000
const TEXT_LENGTH_MIN = 80
/** Readability takes seconds on a tree a few hundred elements deep, and no page for people has a hundred. */
const DEPTH_MAX = 100

/** What surrounds a text on government and press pages, by the names its makers give it. */
const SURROUNDINGS = [
  'nav',
  'aside',
  'footer',
  '[role="navigation"]',
  '[class*="crumb" i]',
  '[id*="crumb" i]',
  '[class*="foot" i]',
  '[id*="foot" i]',
  '[class*="copyright" i]',
  '[class*="share" i]',
  '[id*="share" i]',
  '[class*="related" i]',
  '[class*="recommend" i]'
].join(',')

/** A date line above the text is short: a label, the date, perhaps the source. */
const DATE_LINE_LENGTH_MAX = 80
const DATE_LINE_LETTERS_MAX = 40
const DATE_LINES_AMONG_FIRST = 4

/**
 * Finds the text of an article page among navigation, footers and share bars.
 * @param html well nested, as a reader of HTML writes it out
 * @returns its HTML, '' when the page has no such text or is too large to look through
 */
export function extractText(html: string): string {
  if (count(html, '<') > TAGS_MAX || count(html, '&') > REFERENCES_MAX) return ''
  const { parseHTML } = require('linkedom') as typeof import('linkedom')
  const { Readability } = require('@mozilla/readability') as typeof import('@mozilla/readability')
  try {
    const { document } = parseHTML(boundedHtml(html))
    if (depthOf(document.documentElement as unknown as Element) > DEPTH_MAX) return ''
    removeSurroundings(document as unknown as Document)
    const found = new Readability(document as unknown as Document, {
      charThreshold: TEXT_LENGTH_MIN,
      maxElemsToParse: ELEMENTS_MAX
    }).parse()
    return found?.content ? withoutDateLines(found.content) : ''
  } catch {
    return '' // readability throws on pages beyond its limit, linkedom on some broken ones
  }
}

function count(text: string, character: string): number {
  let found = 0
  for (let at = text.indexOf(character); at >= 0; at = text.indexOf(character, at + 1)) found++
  return found
}

function depthOf(root: Element): number {
  let deepest = 0
  let depth = 0
  for (let element: Element | null = root; element !== null;) {
    deepest = Math.max(deepest, depth)
    const child: Element | null = element.firstElementChild
    if (child !== null) {
      element = child
      depth++
      continue
    }
    while (element !== null && element !== root && element.nextElementSibling === null) {
      element = element.parentElement
      depth--
    }
    element = element === null || element === root ? null : element.nextElementSibling
  }
  return deepest
}

/** A name is only a hint: what holds a good part of the page's text is no surroundings, whatever it is called. */
function removeSurroundings(document: Document): void {
  const whole = document.body?.textContent?.length ?? 0
  for (const element of document.querySelectorAll(SURROUNDINGS)) {
    if ((element.textContent?.length ?? 0) < whole / 3) element.remove()
  }
}

/** "Updated: 2024-04-10" tells the date, which is read elsewhere; it is not what the article says. */
function withoutDateLines(content: string): string {
  const { parseHTML } = require('linkedom') as typeof import('linkedom')
  const { document } = parseHTML(`<!doctype html><html><body>${content}</body></html>`)
  const lines = [...document.querySelectorAll('p, div, span, time')].filter(
    ({ children, textContent }) => children.length === 0 && /\S/.test(textContent ?? '')
  )
  for (const line of lines.slice(0, DATE_LINES_AMONG_FIRST)) {
    const text = (line.textContent ?? '').trim()
    const letters = text.replace(/[^\p{L}]/gu, '').length
    if (text.length <= DATE_LINE_LENGTH_MAX && letters <= DATE_LINE_LETTERS_MAX && !/[.。!?！？]$/u.test(text) && findDate(text) !== null)
      line.remove()
  }
  return document.body.innerHTML.trim()
}
