import type { CheerioAPI } from 'cheerio'
import type { PageConfig } from '../config/schema.ts'
import { plainText } from '../text/plain-text.ts'
import { pickText } from './load-html.ts'
import type { ListedItem } from './parse-page.ts'

const ITEMS_MAX = 2_000

/** Reads the items of JSON that stands inside a page, or instead of it (RFC 6901 pointers). Bad JSON has no items. */
export function readJsonItems($: CheerioAPI, body: string, json: NonNullable<PageConfig['json']>): readonly ListedItem[] {
  const text = json.in === undefined ? body : pickText($.root(), json.in)
  const items = at(parseLoosely(text), json.items)
  if (!Array.isArray(items)) return []
  return items
    .slice(0, ITEMS_MAX)
    .map((item: unknown) => ({
      title: plainText(textAt(item, json.title)),
      link: json.link.startsWith('/') && !json.link.includes('{') ? textAt(item, json.link) : fill(json.link, item),
      date: json.date === undefined ? '' : dateText(textAt(item, json.date)),
      summary: json.summary === undefined ? '' : plainText(textAt(item, json.summary))
    }))
}

/** Reads JSON with what scripts put around it: a callback, an assignment. @returns null for what is none */
export function parseLoosely(text: string): unknown {
  const from = text.search(/[[{]/)
  if (from < 0) return null
  const to = text.lastIndexOf(text[from] === '{' ? '}' : ']')
  try {
    return JSON.parse(text.slice(from, to + 1))
  } catch {
    return null
  }
}

function at(value: unknown, pointer: string): unknown {
  if (pointer === '' || pointer === '/') return value
  let here = value
  for (const part of pointer
    .slice(1)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, part)) return undefined
    here = (here as Record<string, unknown>)[part]
  }
  return here
}

function textAt(item: unknown, pointer: string): string {
  const value = at(item, pointer)
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : ''
}

/** A template such as "/news/{id}.html"; '' when a name in it has no value. */
function fill(template: string, item: unknown): string {
  let missing = false
  const filled = template.replace(/\{([^{}]{1,100})\}/g, (_, name: string) => {
    const value = textAt(item, name.startsWith('/') ? name : `/${name}`)
    if (value === '') missing = true
    return value
  })
  return missing ? '' : filled
}

/** Seconds and milliseconds since 1970 are common in such data. */
function dateText(text: string): string {
  if (/^\d{10}$/.test(text)) return new Date(Number(text) * 1_000).toISOString()
  return /^\d{13}$/.test(text) ? new Date(Number(text)).toISOString() : text
}
