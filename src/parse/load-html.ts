import { createRequire } from 'node:module'
import type { Cheerio, CheerioAPI } from 'cheerio'
import type { AnyNode, Element } from 'domhandler'
import { boundedHtml } from './bounded-html.ts'

/** Loads when asked: feeds need no reader of pages. */
const require = createRequire(import.meta.url)

/** Reads HTML as a browser does, however broken it is; see `boundedHtml` for what is left out. */
export function loadHtml(text: string): CheerioAPI {
  const { load } = require('cheerio') as typeof import('cheerio')
  return load(boundedHtml(text))
}

/** A selector as operators write it: "selector" for the text, "selector@attribute", or "@attribute" of the element itself. */
export interface Pick {
  readonly selector: string
  readonly attribute: string | null
}

export function readPick(written: string): Pick {
  const found = /^(.*?)@([\w:-]+)$/s.exec(written.trim())
  return found ? { selector: found[1]!.trim(), attribute: found[2]! } : { selector: written.trim(), attribute: null }
}

/** The elements that a selector names within an element, or this itself where it is what the selector names. */
export function pickElements(element: Cheerio<AnyNode>, selector: string): Cheerio<AnyNode> {
  if (selector === '') return element
  const inside = element.find(selector)
  return inside.length === 0 && element.is(selector) ? element : inside
}

/** The text or attribute that a selector names within an element; '' when there is none. */
export function pickText(element: Cheerio<AnyNode>, written: string): string {
  const { selector, attribute } = readPick(written)
  return textIn(pickElements(element, selector), attribute)
}

/** The text of the first of the elements, or the attribute of the first that holds something. */
export function textIn(elements: Cheerio<AnyNode>, attribute: string | null): string {
  const value = attribute === null ? elements.first().text() : filled(elements).attr(attribute)
  return (value ?? '').replace(/\s+/g, ' ').trim()
}

/**
 * The first of the elements that holds something. Where a list never closes its links, a browser goes on with each of
 * them in the next item, empty, before that item's own.
 */
export function filled(elements: Cheerio<AnyNode>): Cheerio<AnyNode> {
  if (elements.length < 2) return elements
  const holding = elements.filter(
    (_, element) => 'children' in element && element.children.some((child) => child.type !== 'text' || /\S/.test(child.data))
  )
  return (holding.length > 0 ? holding : elements).first()
}

/** The address relative links of a page start from. */
export function baseOf($: CheerioAPI, url: string): string {
  const base = elementsNamed($, BASE).find(({ attribs }) => attribs['href'] !== undefined)?.attribs['href']
  return base === undefined ? url : (URL.parse(base, url)?.href ?? url)
}

const BASE = new Set(['base'])

/** The elements of these names, or all, in the page's order: one walk through a page, where a query for each would be one each. */
export function elementsNamed($: CheerioAPI, names: ReadonlySet<string> | null): readonly Element[] {
  const found: Element[] = []
  const root: AnyNode = $.root()[0]!
  for (let node: AnyNode | null = root; node !== null;) {
    if ('attribs' in node && (names === null || names.has(node.name))) found.push(node)
    let next: AnyNode | null = 'children' in node ? (node.children[0] ?? null) : null
    while (next === null && node !== null && node !== root) {
      next = node.next
      if (next === null) node = node.parent
    }
    node = next
  }
  return found
}
