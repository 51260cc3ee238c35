import type { Cheerio, CheerioAPI } from 'cheerio'
import type { Element } from 'domhandler'
import { findDate, findDateByPattern, urlDate } from '../text/find-date.ts'
import { classesOf, stepOf } from './element-path.ts'
import { linkAddress } from './link-address.ts'
import { baseOf, filled, loadHtml, pickText } from './load-html.ts'
import { readRecords } from './page-records.ts'
import { type FoundJson, type JsonProposal, proposeJson } from './propose-json.ts'
import { isHttpUrl, resolveUrl } from './resolve-url.ts'

/** A `page:` block that would read a list page, and how far it can be trusted. */
export interface PageProposal {
  readonly page: {
    readonly records?: string
    readonly item?: string
    readonly title?: string
    readonly link?: string
    readonly date?: string
    readonly json?: JsonProposal
  }
  readonly items: number
  /** How many of them have a date, in the list or in their address. */
  readonly dated: number
  readonly titles: readonly string[]
  /** 0 to 1. */
  readonly confidence: number
}

/**
 * Proposes how to read a list page without a feed: it looks for elements that repeat, each with a link, on the page and in records that
 * a script holds, and for lists in JSON; it prefers those with dates, with texts as long as headlines and with addresses of one pattern.
 * @param url where the page was read
 * @returns the best five at most, best first; none when nothing on the page repeats
 */
export function proposePage(html: string, url: string): readonly PageProposal[] {
  const $ = loadHtml(html)
  const proposals = [...proposeLists($, url), ...proposeRecords($, url), ...proposeJson($, html).map(fromJson)]
  proposals.sort((a, b) => b.confidence - a.confidence || b.items - a.items)
  const seen = new Set<string>()
  return proposals.filter(({ titles }) => !seen.has(titles.join('\n')) && seen.add(titles.join('\n'))).slice(0, PROPOSALS_MAX)
}

function proposeLists($: CheerioAPI, url: string): readonly PageProposal[] {
  const base = baseOf($, url)
  return repeatingGroups($)
    .map((group) => judge($, group, base))
    .filter((proposal) => proposal !== null)
}

/** Lists that the page holds as text for its script to write. */
function proposeRecords($: CheerioAPI, url: string): readonly PageProposal[] {
  const holders = ($('script, textarea, xml').toArray() as Element[]).slice(0, HOLDERS_MAX)
  return holders
    .filter((holder) => /<!\[CDATA\[|&lt;/.test($(holder).html() ?? ''))
    .flatMap((holder) => {
      const type = (holder.attribs['type'] ?? '').replace(/["\\\n]/g, '')
      const selector = holder.attribs['id'] === undefined && type !== '' ? `${holder.name}[type="${type}"]` : stepOf(holder)
      return proposeLists(readRecords($, selector), url).map(({ page, ...rest }) => ({ ...rest, page: { records: selector, ...page } }))
    })
}

function fromJson({ json, titles, items, dated }: FoundJson): PageProposal {
  const headlines = headlineShare(titles)
  const confidence = Math.round((0.35 * headlines + 0.3 * (dated / items) + 0.25 + 0.1 * Math.min(1, items / 10)) * 100) / 100
  return { page: { json }, items, dated, titles: titles.slice(0, 3), confidence }
}

const HOLDERS_MAX = 50
const PROPOSALS_MAX = 5
const GROUP_MIN = 2
const GROUPS_MAX = 80
const MEMBERS_MAX = 200
const ANCHORS_MAX = 3_000

const LEVELS_SPREAD_MAX = 2

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
  const spread = new Map<Element, Map<string, Element[][]>>()
  for (const [parent, kinds] of groups) {
    for (const [name, members] of kinds) {
      if (members.size >= GROUP_MIN) lists.push([...members].slice(0, MEMBERS_MAX))
      let path = name
      let outer: Element = parent
      for (let up = 0; up < LEVELS_SPREAD_MAX && outer.parent?.type === 'tag'; up++) {
        path = `${stepOf(outer)} > ${path}`
        outer = outer.parent
        const alike = spread.get(outer) ?? new Map<string, Element[][]>()
        const parts = alike.get(path) ?? []
        parts.push([...members])
        spread.set(outer, alike.set(path, parts))
      }
    }
  }
  // A list may stand in several elements: five items each, or two in a row.
  for (const paths of spread.values())
    for (const parts of paths.values()) if (parts.length > 1) lists.push(parts.flat().slice(0, MEMBERS_MAX))
  return [...lists, ...lists.flatMap(classmates)].sort((a, b) => b.length - a.length).slice(0, GROUPS_MAX)
}

/** Most of a list's elements bear one class where the others are its heading, its pages or the like. */
function classmates(members: readonly Element[]): readonly Element[][] {
  const bearers = new Map<string, Element[]>()
  for (const member of members) for (const name of classesOf(member)) bearers.set(name, [...(bearers.get(name) ?? []), member])
  return [...bearers.values()].filter(({ length }) => length >= GROUP_MIN && length < members.length && length * 2 > members.length)
}

interface Linked {
  readonly anchor: Element
  /** The attribute that holds the address: `href`, unless that leads nowhere. */
  readonly attribute: string
  readonly title: string
  readonly url: string
}

interface Listed extends Linked {
  readonly element: Cheerio<Element>
}

function judge($: CheerioAPI, group: readonly Element[], base: string): PageProposal | null {
  const listed = listedOf($, group, base)
  if (listed.length < GROUP_MIN || new Set(listed.map(({ url }) => url)).size < listed.length * 0.8) return null
  const item = selectorOf($, group)
  if (item === null) return null
  const date = dateSelector($, listed, isDateText) ?? datePattern(listed) ?? dateSelector($, listed, isDayText) ?? dateBefore($, listed)
  const dated = listed.filter(
    ({ element, url }) =>
      date?.startsWith('<')
      || findDate(oneLine(element.text()).slice(-200)) !== null
      || urlDate(url) !== null
      || (date !== null && !date.includes('{') && pickText(element, date) !== '')
  ).length
  const own = group[0]!.name === 'a'
  const heading =
    HEADINGS.find((name) => listed.every(({ element }) => element.find(name).length === 1))
    ?? (own || isCompound($, listed) ? titleSelector(listed) : null)
  const titles = listed.map(({ element, title }) => (heading === null ? title : oneLine(element.find(heading).first().text())))
  const link = `${own ? '' : (linkSelector($, listed) ?? 'a')}@${mostVoted(listed, ({ attribute }) => [attribute]) ?? 'href'}`
  return {
    page: { item, ...(heading === null ? {} : { title: heading }), link, ...(date === null ? {} : { date }) },
    items: listed.length,
    dated,
    titles: titles.slice(0, 3),
    confidence: confidenceOf(listed, titles, dated, group.length)
  }
}

/** The members of a group with their own links: one that several members have is a category, a person or the like. */
function listedOf($: CheerioAPI, group: readonly Element[], base: string): readonly Listed[] {
  const linked = group.map((member) => {
    const element = $(member) as Cheerio<Element>
    return { element, links: linksIn($, element, base) }
  })
  const bearers = new Map<string, number>()
  for (const { links } of linked) for (const url of new Set(links.map((link) => link.url))) bearers.set(url, (bearers.get(url) ?? 0) + 1)
  const host = URL.parse(base)?.host
  return linked.flatMap(({ element, links }) => {
    const own = links.filter(({ url }) => bearers.get(url) === 1)
    // The headline is in a heading, or the longest link; what leads to another site shares or cites, and a file comes with a page.
    const score = ({ anchor, title, url }: Linked): number =>
      Math.min(title.length, 300)
      + (URL.parse(url)?.host === host ? 400 : 0)
      - (IS_FILE.test(url) ? 350 : 0)
      + ($(anchor).closest('h1, h2, h3, h4, h5, h6').length > 0 ? 1_000 : 0)
    const [best] = (own.length > 0 ? own : links).toSorted((one, other) => score(other) - score(one))
    return best === undefined ? [] : [{ element, ...best }]
  })
}

const IS_FILE = /\.(?:pdf|docx?|xlsx?|pptx?|odt|zip|mp3|mp4|jpe?g|png)(?:[?#]|$)/i
const LINKS_MAX = 12
const TITLE_CHARS_MIN = 4

function linksIn($: CheerioAPI, element: Cheerio<Element>, base: string): readonly Linked[] {
  const anchors = (element.is('a') ? element : element.find('a[href]')) as Cheerio<Element>
  return anchors
    .toArray()
    .slice(0, LINKS_MAX)
    .flatMap((anchor) => {
      const title = oneLine($(anchor).text()) || oneLine(anchor.attribs['title'] ?? '')
      if (title.length < TITLE_CHARS_MIN) return []
      for (const attribute of ['href', 'onclick', 'data-href', 'data-url', 'data-link']) {
        const address = linkAddress(anchor.attribs[attribute] ?? '')
        const url = address.startsWith('#') ? undefined : resolveUrl(address, base)
        if (url !== undefined && isHttpUrl(url)) return [{ anchor, attribute, title, url }]
      }
      return []
    })
}

/** Whether the links hold more than a headline: numbers, offices, days. */
function isCompound($: CheerioAPI, listed: readonly Listed[]): boolean {
  const parted = listed.filter(
    ({ anchor }) =>
      $(anchor)
        .children()
        .toArray()
        .filter((child) => /\S/.test($(child).text())).length > 1
  )
  return parted.length >= listed.length * 0.6
}

/** What names the link of most items, where another stands before it: of a picture, a category, a button. */
function linkSelector($: CheerioAPI, listed: readonly Listed[]): string | null {
  return mostVoted(listed, ({ element, anchor }) => {
    const around = $(anchor).parentsUntil(element).toArray().slice(0, 3) as Element[]
    const names = [
      'a',
      ...classesOf(anchor).map((own) => `a.${own}`),
      ...around.flatMap((outer) => [...classesOf(outer).map((own) => `${outer.name}.${own} a`), `${outer.name} a`])
    ]
    return names.filter((selector) => filled(element.find(selector)).get(0) === anchor)
  })
}

const HEADINGS = ['h2', 'h3', 'h4', 'h5', 'h6']

function confidenceOf(listed: readonly Listed[], titles: readonly string[], dated: number, members: number): number {
  const headlines = headlineShare(titles)
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
  return Math.round(Math.max(0, score - 0.4 * outside - (beginAlike(titles) ? 0.1 : 0)) * 100) / 100
}

/** "Read more about", and the headline again. */
function beginAlike([first = '', ...others]: readonly string[]): boolean {
  return others.length > 1 && first.length > ALIKE_CHARS && others.every((title) => title.startsWith(first.slice(0, ALIKE_CHARS)))
}

const ALIKE_CHARS = 10

function headlineShare(titles: readonly string[]): number {
  return titles.filter((title) => [...title].length >= (CJK.test(title) ? 8 : 20) && title.length <= 250).length / titles.length
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

/** The element that holds a date in most items: short, and the first of its selector. */
function dateSelector($: CheerioAPI, listed: readonly Listed[], isDate: (text: string) => boolean): string | null {
  return mostVoted(listed, ({ element }) =>
    (element.find('*').toArray() as Element[]).slice(0, 40).flatMap((child) => {
      // What a machine is told is exact where people read "2 days ago".
      const instant = isDate(child.attribs['datetime'] ?? '') ? ['@datetime'] : []
      const shown =
        isDate(oneLine($(child).text()))
        && !$(child)
          .children()
          .toArray()
          .some((inner) => isDate(oneLine($(inner).text())))
          ? ['']
          : []
      const names =
        instant.length + shown.length === 0 ? [] : selectorsOf(child).filter((selector) => element.find(selector).get(0) === child)
      return names.flatMap((selector) => [...instant, ...shown].map((attribute) => selector + attribute))
    })
  )
}

/** Ways to name one element within an item, the clearest first. */
function selectorsOf(element: Element): readonly string[] {
  const nth = element.parent === null ? 0 : element.parent.children.filter(({ type }) => type === 'tag').indexOf(element) + 1
  const { name } = element
  return [...classesOf(element).map((own) => `${name}.${own}`), name, `${name}:last-child`, `${name}:nth-child(${nth})`]
}

/** The headline within a card that is one link as a whole: of what stands in every card, the longest text that is no date. */
function titleSelector(listed: readonly Listed[]): string | null {
  const [first] = listed
  if (first === undefined || first.element.children().length === 0) return null
  const candidates = (first.element.find('*').toArray() as Element[]).slice(0, 40).flatMap((child) => selectorsOf(child).slice(0, 1))
  const judged = [...new Set(candidates)].map((selector) => {
    const texts = listed.map(({ element }) => (element.find(selector).length === 1 ? oneLine(element.find(selector).text()) : ''))
    const isTitle =
      texts.every((text) => text.length > 3 && !isDateText(text))
      && texts.every((text) => findDate(text.slice(-40)) === null && findDate(text.slice(0, 40)) === null)
    return { selector, score: isTitle ? texts.join('').length + (/title|headline|name|tit\b/i.test(selector) ? 1_000 : 0) : 0 }
  })
  const best = judged.toSorted((a, b) => b.score - a.score)[0]
  return best !== undefined && best.score > 0 ? best.selector : null
}

const DATE_PATTERNS = ['{yyyy-MM-dd}', '{yyyy/MM/dd}', '{yyyy.MM.dd}', '{yyyy年M月d日}', '{dd.MM.yyyy}', '{dd/MM/yyyy}']

/** The form of a date that stands in the text of the item itself. */
function datePattern(listed: readonly Listed[]): string | null {
  return mostVoted(listed, ({ element }) => {
    const text = element.text().slice(0, 2_000)
    return DATE_PATTERNS.filter((pattern) => findDateByPattern(text, pattern) !== null)
  })
}

/**
 * A date that stands before the item: of each in a definition list, or of several as their heading. What has a link is another item, and one
 * date above a whole list is the day on which the page is read.
 */
function dateBefore($: CheerioAPI, listed: readonly Listed[]): string | null {
  const dates = new Map(listed.map((one) => [one, dateAbove($, one.element)]))
  const heads = new Set([...dates.values()].map((above) => above?.dated))
  const isOfPage = heads.size === 1 && [...dates.values()].every((above) => above !== null && above.up > 0)
  if (isOfPage) return null
  return mostVoted(listed, (one) => {
    const above = dates.get(one) ?? null
    return above === null ? [] : [`< ${stepOf(above.dated)}`, `< ${above.dated.name}`]
  })
}

function dateAbove($: CheerioAPI, element: Cheerio<Element>): { readonly dated: Element; readonly up: number } | null {
  let here = element
  for (let up = 0; up < 3 && here.length > 0; up++) {
    const dated = (here.prevAll().toArray() as Element[])
      .slice(0, 60)
      .find((before) => isDateText(oneLine($(before).text())) && $(before).find('a[href]').length === 0)
    if (dated !== undefined) return { dated, up }
    here = here.parent() as Cheerio<Element>
  }
  return null
}

/** What most of the items agree on; of several the first named. */
function mostVoted(listed: readonly Listed[], namesOf: (one: Listed) => readonly string[]): string | null {
  const votes = new Map<string, number>()
  const sample = listed.slice(0, 30)
  for (const one of sample) for (const name of new Set(namesOf(one))) votes.set(name, (votes.get(name) ?? 0) + 1)
  const best = [...votes].sort((a, b) => b[1] - a[1])[0]
  return best !== undefined && best[1] >= sample.length * 0.6 ? best[0] : null
}

function isDateText(text: string): boolean {
  return text.length >= 6 && text.length <= 60 && DAY_AND_YEAR.test(text) && findDate(text) !== null
}

/** A day whose year is left out, as on cards: "27 nov.", "Posted on: Nov 25". Which year it would be does not matter here. */
function isDayText(text: string): boolean {
  return text.length >= 4 && text.length <= 30 && /\p{Nd}/u.test(text) && findDate(text, { now: LEAP_YEAR_END }) !== null
}

const LEAP_YEAR_END = Date.UTC(2024, 11, 31)

/** A month and its year are no day. */
const DAY_AND_YEAR = /\p{Nd}\P{Nd}+\p{Nd}|\p{Nd}{8}/u

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
