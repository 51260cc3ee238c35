import type { Cheerio, CheerioAPI } from 'cheerio'
import type { Element } from 'domhandler'
import { findDate, urlDate } from '../text/find-date.ts'
import { baseOf, loadHtml } from './load-html.ts'
import { isHttpUrl, resolveUrl } from './resolve-url.ts'

/** A `page:` block that would read a list page, and how far it can be trusted. */
export interface PageProposal {
  readonly page: {
    readonly item: string
    readonly link: string
    readonly title?: string
    readonly date?: string
  }
  readonly items: number
  /** How many of them have a date, in the list or in their address. */
  readonly dated: number
  readonly titles: readonly string[]
  /** 0 to 1. */
  readonly confidence: number
}

/**
 * Proposes selectors for a list page without a feed: it looks for elements that repeat, each with a link, and prefers
 * those with dates, with texts as long as headlines and with addresses of one pattern.
 * @param url where the page was read
 * @returns the best five at most, best first; none when nothing on the page repeats
 */
export function proposePage(html: string, url: string): readonly PageProposal[] {
  const $ = loadHtml(html)
  const base = baseOf($, url)
  const proposals: PageProposal[] = []
  for (const group of repeatingGroups($)) {
    const proposal = judge($, group, base)
    if (proposal !== null) proposals.push(proposal)
  }
  proposals.sort((a, b) => b.confidence - a.confidence || b.items - a.items)
  const seen = new Set<string>()
  return proposals.filter(({ titles }) => !seen.has(titles.join('\n')) && seen.add(titles.join('\n'))).slice(0, PROPOSALS_MAX)
}

const PROPOSALS_MAX = 5
const GROUP_MIN = 3
const GROUPS_MAX = 200
const MEMBERS_MAX = 200
const ANCHORS_MAX = 3_000

/** Elements of one parent that look alike and hold a link, from the link outwards. */
function repeatingGroups($: CheerioAPI): readonly Element[][] {
  const groups = new Map<Element, Map<string, Set<Element>>>()
  for (const anchor of $('a[href]').toArray().slice(0, ANCHORS_MAX) as Element[]) {
    let element: Element = anchor
    for (let up = 0; up < 5; up++) {
      const parent = element.parent
      if (parent === null || parent.type !== 'tag' || parent.name === 'html') break
      const kinds = groups.get(parent) ?? new Map<string, Set<Element>>()
      groups.set(parent, kinds)
      const members = kinds.get(element.name) ?? new Set<Element>()
      kinds.set(element.name, members.add(element))
      element = parent
    }
  }
  const lists: Element[][] = []
  for (const kinds of groups.values())
    for (const members of kinds.values()) if (members.size >= GROUP_MIN) lists.push([...members].slice(0, MEMBERS_MAX))
  return lists.sort((a, b) => b.length - a.length).slice(0, GROUPS_MAX)
}

interface Listed {
  readonly element: Cheerio<Element>
  readonly title: string
  readonly url: string
}

function judge($: CheerioAPI, group: readonly Element[], base: string): PageProposal | null {
  const listed: Listed[] = []
  for (const member of group) {
    const element = $(member) as Cheerio<Element>
    const anchors = (element.is('a') ? element : element.find('a[href]')) as Cheerio<Element>
    // The headline is the longest link: an image, a category or "more" may stand before it.
    let best: Listed | null = null
    for (const anchor of anchors.toArray().slice(0, 8)) {
      const title = oneLine($(anchor).text()) || oneLine($(anchor).attr('title') ?? '')
      const url = resolveUrl($(anchor).attr('href') ?? '', base)
      if (url !== undefined && isHttpUrl(url) && title.length > (best?.title.length ?? 3)) best = { element, title, url }
    }
    if (best !== null) listed.push(best)
  }
  if (listed.length < GROUP_MIN || new Set(listed.map(({ url }) => url)).size < listed.length * 0.8) return null
  const item = selectorOf($, group)
  if (item === null) return null
  const date = dateSelector($, listed)
  const dated = listed.filter(
    ({ element, url }) =>
      (date === null ? '' : element.find(date).first().text()) !== '' ||
      findDate(oneLine(element.text()).slice(-200)) !== null ||
      urlDate(url) !== null
  ).length
  const own = group[0]!.name === 'a'
  const heading = ['h2', 'h3', 'h4', 'h5', 'h6'].find((name) => listed.every(({ element }) => element.find(name).length === 1)) ?? null
  const titles = listed.map(({ element, title }) => (heading === null ? title : oneLine(element.find(heading).text())))
  return {
    page: { item, ...(heading === null ? {} : { title: heading }), link: own ? '@href' : 'a@href', ...(date === null ? {} : { date }) },
    items: listed.length,
    dated,
    titles: titles.slice(0, 3),
    confidence: confidenceOf(listed, titles, dated, group.length)
  }
}

function confidenceOf(listed: readonly Listed[], titles: readonly string[], dated: number, members: number): number {
  const headlines = titles.filter((title) => [...title].length >= (CJK.test(title) ? 8 : 20) && title.length <= 250).length / titles.length
  const patterns = new Map<string, number>()
  for (const { url } of listed) patterns.set(patternOf(url), (patterns.get(patternOf(url)) ?? 0) + 1)
  const alike = Math.max(...patterns.values()) / listed.length
  const outside =
    listed.filter(
      ({ element }) =>
        element.closest('nav, header, footer, [class*="nav" i], [class*="menu" i], [class*="foot" i], [id*="nav" i]').length > 0
    ).length / listed.length
  const enough = Math.min(1, listed.length / 10)
  const score = 0.35 * headlines + 0.3 * (dated / listed.length) + 0.15 * alike + 0.1 * enough + 0.1 * (listed.length / members)
  return Math.round(Math.max(0, score - 0.4 * outside) * 100) / 100
}

const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u

/** An address with its numbers and its last name left open. */
function patternOf(url: string): string {
  const { host, pathname } = new URL(url)
  return host + pathname.replace(/\d+/g, '0').replace(/[^/]*$/, '')
}

/** The shortest selector of the group: names of the element and its parents, as far up as needed to leave others out. */
function selectorOf($: CheerioAPI, group: readonly Element[]): string | null {
  const first = group[0]!
  let selector = ''
  let element: Element | null = first
  for (let up = 0; up < 5 && element !== null && element.type === 'tag' && element.name !== 'body' && element.name !== 'html'; up++) {
    const step = element === first ? memberStep($, group) : stepOf(element)
    selector = selector === '' ? step : `${step} > ${selector}`
    const selected = $(selector)
    if (selected.length === group.length || (selected.length <= group.length * 1.1 && selected.length >= group.length)) return selector
    if (step.startsWith('#')) break
    element = element.parent as Element | null
  }
  const selected = selector === '' ? 0 : $(selector).length
  return selected >= group.length && selected <= group.length * 2 ? selector : null
}

/** A class counts when all members bear it. */
function memberStep($: CheerioAPI, group: readonly Element[]): string {
  const shared = classesOf(group[0]!).find((name) => group.every((member) => $(member).hasClass(name)))
  return shared === undefined ? group[0]!.name : `${group[0]!.name}.${shared}`
}

function stepOf(element: Element): string {
  const id = element.attribs['id'] ?? ''
  if (SAFE_NAME.test(id)) return `#${id}`
  const [name] = classesOf(element)
  return name === undefined ? element.name : `${element.name}.${name}`
}

function classesOf(element: Element): readonly string[] {
  return (element.attribs['class'] ?? '').split(/\s+/).filter((name) => SAFE_NAME.test(name))
}

const SAFE_NAME = /^[A-Za-z_][\w-]{0,60}$/

/** The element that holds a date in most items: short, and nothing but the date. */
function dateSelector($: CheerioAPI, listed: readonly Listed[]): string | null {
  const votes = new Map<string, number>()
  for (const { element } of listed.slice(0, 30)) {
    for (const child of element.find('*').toArray().slice(0, 40)) {
      if (child.type !== 'tag') continue
      const text = oneLine($(child).text())
      if (text.length < 6 || text.length > 40 || !/\d/.test(text) || findDate(text) === null) continue
      const [name] = classesOf(child)
      const selector = name === undefined ? child.name : `${child.name}.${name}`
      votes.set(selector, (votes.get(selector) ?? 0) + 1)
    }
  }
  const best = [...votes].sort((a, b) => b[1] - a[1])[0]
  return best !== undefined && best[1] >= Math.min(listed.length, 30) * 0.6 ? best[0] : null
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
