import type { CheerioAPI } from 'cheerio'
import type { Element } from 'domhandler'
import { findDate } from '../text/find-date.ts'
import { stepOf } from './element-path.ts'
import { parseLoosely } from './page-json.ts'

/** Where a list stands as JSON: the keys of `page.json`. */
export interface JsonProposal {
  readonly in?: string
  readonly items: string
  readonly title: string
  readonly link: string
  readonly date?: string
}

export interface FoundJson {
  readonly json: JsonProposal
  readonly titles: readonly string[]
  readonly dated: number
  readonly items: number
}

const PLACES_MAX = 30
const TEXT_CHARS_MAX = 2_000_000
const DEPTH_MAX = 8
const NODES_MAX = 20_000
const LIST_MIN = 2
const KEYS_MAX = 60
const SAMPLE = 20

/**
 * Finds lists of items with a title and a link in JSON: the body itself, scripts and attributes of the page.
 * @param text the body as received, for an answer that is JSON itself
 */
export function proposeJson($: CheerioAPI, text: string): readonly FoundJson[] {
  const found: FoundJson[] = []
  if (/^\s{0,100}[[{]/.test(text)) found.push(...listsIn(parseLoosely(text.slice(0, TEXT_CHARS_MAX)), undefined))
  else {
    for (const { selector, json } of places($)) found.push(...listsIn(parseLoosely(json), selector))
  }
  return found.toSorted((a, b) => b.dated - a.dated || b.items - a.items)
}

function places($: CheerioAPI): readonly { readonly selector: string; readonly json: string }[] {
  const scripts = ($('script').toArray() as Element[]).flatMap((script) => {
    const json = $(script).text()
    const type = script.attribs['type'] ?? ''
    if (json.length > TEXT_CHARS_MAX || !/[[{]/.test(json) || type === 'application/ld+json' || type === 'importmap') return []
    const step = script.attribs['id'] !== undefined || type === '' ? stepOf(script) : `script[type="${type.replace(/["\\\n]/g, '')}"]`
    return [{ selector: step, json }]
  })
  const attributes = ($('[id], [class]').toArray().slice(0, 5_000) as Element[]).flatMap((element) =>
    Object.entries(element.attribs).flatMap(([name, json]) =>
      json.length > 60 && json.length <= TEXT_CHARS_MAX && /^\s{0,100}[[{]/.test(json) && /^[\w:-]+$/.test(name)
        ? [{ selector: `${stepOf(element)}@${name}`, json }]
        : []
    )
  )
  return [...scripts, ...attributes].slice(0, PLACES_MAX).filter(({ selector, json }) => {
    // The selector must lead to this very text.
    const [step, attribute] = selector.split('@')
    const first = $(step!).first()
    return (attribute === undefined ? first.text() : first.attr(attribute)) === json
  })
}

function listsIn(root: unknown, selector: string | undefined): readonly FoundJson[] {
  const found: FoundJson[] = []
  let nodes = 0
  const visit = (value: unknown, pointer: string, depth: number): void => {
    if (typeof value !== 'object' || value === null || depth > DEPTH_MAX || ++nodes > NODES_MAX) return
    if (Array.isArray(value)) {
      const list = judgeList(value, pointer, selector)
      if (list !== null) found.push(list)
      else value.slice(0, 5).forEach((one, index) => visit(one, `${pointer}/${index}`, depth + 1))
      return
    }
    for (const [key, inner] of Object.entries(value).slice(0, 200)) {
      visit(inner, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, depth + 1)
    }
  }
  visit(root, '', 0)
  return found
}

function judgeList(list: readonly unknown[], pointer: string, selector: string | undefined): FoundJson | null {
  const objects = list.filter((one) => typeof one === 'object' && one !== null && !Array.isArray(one)) as Record<string, unknown>[]
  if (objects.length < LIST_MIN || objects.length < list.length * 0.8) return null
  const sample = objects.slice(0, SAMPLE)
  const keys = Object.keys(sample[0]!)
    .slice(0, KEYS_MAX)
    .filter((key) => /^[\w.@:-]{1,60}$/.test(key))
  const textsOf = (key: string): readonly string[] =>
    sample.map((one) => (typeof one[key] === 'string' || typeof one[key] === 'number' ? String(one[key]).trim() : ''))
  const best = (scoreOf: (key: string, texts: readonly string[]) => number): string | null => {
    const ranked = keys.map((key) => ({ key, score: scoreOf(key, textsOf(key)) })).filter(({ score }) => score > 0)
    return ranked.toSorted((a, b) => b.score - a.score)[0]?.key ?? null
  }
  const isVaried = (texts: readonly string[]): boolean => new Set(texts).size > texts.length / 2
  const link = best((key, texts) => (texts.every(isLink) && isVaried(texts) ? 1 + named(key, /url|link|href|path/i) : 0))
  const date = best((key, texts) => (texts.every(isDate) ? 1 + named(key, /date|time|pub/i) + named(key, /pub|release|create/i) : 0))
  const title = best((key, texts) => titleScore(key, texts, [link, date]))
  if (link === null || title === null) return null
  return {
    json: {
      ...(selector === undefined ? {} : { in: selector }),
      items: pointer === '' ? '/' : pointer,
      title: `/${title}`,
      link: `/${link}`,
      ...(date === null ? {} : { date: `/${date}` })
    },
    titles: textsOf(title),
    dated: date === null ? 0 : objects.length,
    items: objects.length
  }
}

function named(key: string, hint: RegExp): number {
  return hint.test(key) ? 1 : 0
}

function titleScore(key: string, texts: readonly string[], taken: readonly (string | null)[]): number {
  if (taken.includes(key) || !texts.every((text) => [...text].length >= 4 && !isLink(text) && !/^[\d\s.:/-]+$/.test(text))) return 0
  if (new Set(texts).size <= texts.length / 2) return 0
  const length = texts.reduce((sum, text) => sum + text.length, 0) / texts.length
  return (length <= 300 ? 1 : 0.1) + (/title|headline|subject|biaoti/i.test(key) ? 2 : /name/i.test(key) ? 1 : 0)
}

function isLink(text: string): boolean {
  return /^(?:https?:\/\/|\.{0,2}\/)\S{2,}$/.test(text) || /^[\w./-]+\.s?html?$/.test(text)
}

function isDate(text: string): boolean {
  return /^\d{10}(?:\d{3})?$/.test(text) ? Number(text.slice(0, 10)) > 900_000_000 : text.length <= 40 && findDate(text) !== null
}
