import { createRequire } from 'node:module'
import type { Cheerio, CheerioAPI } from 'cheerio'
import type { AnyNode } from 'domhandler'
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

/** The text or attribute that a selector names within an element; '' when there is none. */
export function pickText(element: Cheerio<AnyNode>, written: string): string {
  const { selector, attribute } = readPick(written)
  const inside = selector === '' ? element : element.find(selector)
  const target = inside.length === 0 && selector !== '' && element.is(selector) ? element : inside
  const value = attribute === null ? target.first().text() : filled(target).attr(attribute)
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
  const base = $('base[href]').first().attr('href')
  return base === undefined ? url : (URL.parse(base, url)?.href ?? url)
}
