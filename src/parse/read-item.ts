import type { Enclosure } from '../model/item.ts'
import { decodeReferences } from '../text/decode-references.ts'
import { readDate } from '../text/read-date.ts'
import type { ItemRecord } from './feed-record.ts'
import { personNames } from './person-name.ts'
import { attribute, type FeedElement } from './read-elements.ts'
import { isHttpUrl, resolveUrl } from './resolve-url.ts'
import { bodyOf, type Entities, oneLine, textOf } from './text-construct.ts'

export interface ReadContext {
  readonly entities: Entities
  readonly timeZone?: string | undefined
}

/**
 * Reads what the elements of one item say. Of several elements with one meaning the first that says something counts, in
 * the order of `PLACES`; authors, categories and enclosures are collected.
 */
export function readItem(item: FeedElement, context: ReadContext): ItemRecord {
  const found = new Map<string, FeedElement[]>()
  for (const child of item.children) {
    const known = found.get(child.key)
    if (known === undefined) found.set(child.key, [child])
    else known.push(child)
  }
  const links = readLinks([...(found.get('link') ?? []), ...(found.get('atom:link') ?? []), ...(found.get('a') ?? [])], context)
  const guid = firstText(found, ['guid', 'id', 'atom:id'], context)
  const guidUrl = permalink(found.get('guid')?.[0] ?? found.get('id')?.[0], guid)
  // RDF once had its attributes without a prefix.
  const aboutId = attributeText(item, 'rdf:about', context) || attributeText(item, 'about', context)
  const about = resolveUrl(aboutId, item.base) ?? ''
  const href = resolveUrl(attributeText(item, 'href', context), item.base) ?? ''
  const media = readMedia(item, context)
  const enclosed = [...links.enclosures, ...readEnclosures(found.get('enclosure') ?? [], context)]
  const contentSource = attributeText(found.get('content')?.[0], 'src', context)
  return {
    title: firstText(found, PLACES.title, context) || media.title,
    link:
      links.alternate
      || href
      || guidUrl
      || (isHttpUrl(about) ? about : '')
      || (contentSource === '' ? '' : (resolveUrl(contentSource, item.base) ?? ''))
      || media.player
      || links.same
      || (enclosed.find(isDocument)?.url ?? ''),
    id: idOf(found, guid) || aboutId || firstText(found, ['dc:identifier'], context),
    published: firstDate(found, PLACES.published, context),
    updated: firstDate(found, PLACES.updated, context) || dateText(attributeText(item, 'lastmod', context), context),
    authors: readAuthors(found, context),
    categories: readCategories(
      media.categories.length + media.keywords.length === 0
        ? found
        : new Map([...found, ['media:category', media.categories], ['media:keywords', media.keywords]]),
      context
    ),
    enclosures: distinct([...enclosed, ...media.enclosures]),
    ...readBodies(found, media, context),
    language: firstText(found, ['dc:language', 'language', 'dcterms:language'], context) || languageOf(item, found),
    image: readImage(found, context) || media.image,
    alternates: links.alternates
  }
}

/** RSS with both a description and a summary, and no content, means the description as the content. */
function readBodies(
  found: ReadonlyMap<string, readonly FeedElement[]>,
  media: Media,
  context: ReadContext
): { readonly summary: string; readonly content: string } {
  const content = firstBody(found, PLACES.content, context)
  const summary = firstBody(found, PLACES.summary, context) || media.description
  const both = content === '' && found.has('description') ? firstBody(found, ['summary'], context) : ''
  return both === '' || both === summary ? { summary, content } : { summary: both, content: summary }
}

/** The language an item's own text declares counts before the one it inherits. */
function languageOf(item: FeedElement, found: ReadonlyMap<string, readonly FeedElement[]>): string {
  for (const key of ['title', 'content', 'content:encoded', 'summary', 'description', 'xhtml:body', 'body', 'fullitem']) {
    const own = found.get(key)?.[0]?.language
    if (own !== undefined && own !== item.language) return own
  }
  return item.language ?? ''
}

const PLACES = {
  title: ['title', 'atom:title', 'dc:title', 'media:title', 'itunes:title', 'dcterms:title'],
  published: [
    'pubdate',
    'published',
    'atom:published',
    'issued',
    'atom:issued',
    'dc:date',
    'dcterms:issued',
    'dcterms:date',
    'dcterms:created',
    'created',
    'atom:created',
    'date',
    'publishdate',
    'dc:created'
  ],
  updated: ['updated', 'atom:updated', 'modified', 'atom:modified', 'dcterms:modified', 'lastbuilddate', 'lastmod', 'dc:modified'],
  summary: [
    'description',
    'summary',
    'atom:summary',
    'dc:description',
    'abstract',
    'dcterms:abstract',
    'itunes:summary',
    'googleplay:description',
    'media:description',
    'itunes:subtitle',
    'other:excerpt:encoded'
  ],
  content: ['content:encoded', 'content', 'atom:content', 'xhtml:body', 'body', 'xhtml:div', 'fullitem', 'fulltext', 'content:content']
} as const

export function firstText(found: ReadonlyMap<string, readonly FeedElement[]>, keys: readonly string[], context: ReadContext): string {
  for (const key of keys) {
    for (const element of found.get(key) ?? []) {
      const text = textOf(element, context.entities)
      if (text !== '') return text
    }
  }
  return ''
}

export function firstBody(found: ReadonlyMap<string, readonly FeedElement[]>, keys: readonly string[], context: ReadContext): string {
  for (const key of keys) {
    for (const element of found.get(key) ?? []) {
      const body = bodyOf(element, context.entities)
      if (body !== '') return body
    }
  }
  return ''
}

/** @returns the first date that is one, as ISO 8601 UTC, or '' */
export function firstDate(found: ReadonlyMap<string, readonly FeedElement[]>, keys: readonly string[], context: ReadContext): string {
  for (const key of keys) {
    for (const element of found.get(key) ?? []) {
      const date = dateText(textOf(element, context.entities), context)
      if (date !== '') return date
    }
  }
  return ''
}

export function dateText(text: string, context: ReadContext): string {
  if (text === '') return ''
  const at = readDate(text, { timeZone: context.timeZone })
  return at === null ? '' : new Date(at).toISOString()
}

/** @returns the decoded value of an attribute, '' when there is none */
export function attributeText(element: FeedElement | undefined, name: string, context: ReadContext): string {
  const raw = element === undefined || element.attributes.length === 0 ? undefined : attribute(element.attributes, name)
  return raw === undefined ? '' : oneLine(decodeReferences(raw, context.entities))
}

export function urlAttribute(element: FeedElement, name: string, context: ReadContext): string {
  return resolveUrl(attributeText(element, name, context), element.base) ?? ''
}

export interface Links {
  readonly alternate: string
  /** The document itself, when an alternate's address is empty: a reference to its base (RFC 3986 section 4.4). */
  readonly same: string
  readonly self: string
  readonly hub: string
  readonly enclosures: readonly Enclosure[]
  readonly alternates: Readonly<Record<string, string>>
}

/** Reads RSS links, which are text, and Atom links, whose `rel` is "alternate" when it is left out (RFC 4287 section 4.2.7.2). */
export function readLinks(elements: readonly FeedElement[], context: ReadContext): Links {
  let text = ''
  let alternate = ''
  let plain = ''
  let same = ''
  let self = ''
  let hub = ''
  const enclosures: Enclosure[] = []
  const alternates: [string, string][] = []
  for (const element of elements) {
    const written = attributeText(element, 'rel', context) === '' ? '' : textOf(element, context.entities)
    const href = urlAttribute(element, 'href', context) || (written === '' ? '' : (resolveUrl(written, element.base) ?? ''))
    const rel = attributeText(element, 'rel', context).toLowerCase().replace('http://www.iana.org/assignments/relation/', '') || 'alternate'
    if (href === '') {
      if (rel === 'alternate' && isHttpUrl(element.base) && attribute(element.attributes, 'href') !== undefined) same ||= element.base
      const plainLink = textOf(element, context.entities)
      if (text === '' && plainLink !== '') text = resolveUrl(plainLink, element.base) ?? ''
      else if (text === '' && element.attributes.length > 0) text = urlAttribute(element, 'rdf:resource', context)
      continue
    }
    const type = attributeText(element, 'type', context).toLowerCase()
    const language = attributeText(element, 'hreflang', context)
    if (rel === 'alternate') {
      if (language !== '' && alternates.length < ALTERNATES_MAX) alternates.push([language, href])
      if (type === '' || type.includes('html')) alternate ||= href
      else plain ||= href
    } else if (rel === 'enclosure') enclosures.push(enclosure(href, type, attributeText(element, 'length', context)))
    else if (rel === 'self') self ||= href
    else if (rel === 'hub') hub ||= href
  }
  return {
    alternate: text || alternate || plain,
    same,
    self,
    hub,
    enclosures,
    alternates: alternates.length > 1 ? Object.fromEntries(alternates) : {}
  }
}

const ALTERNATES_MAX = 100

function enclosure(url: string, type: string, length: string): Enclosure {
  const bytes = /^\s*\d{1,15}\s*$/.test(length) ? Number(length) : undefined
  return { url, ...(type === '' ? {} : { type }), ...(bytes === undefined || bytes === 0 ? {} : { length: bytes }) }
}

function readEnclosures(elements: readonly FeedElement[], context: ReadContext): readonly Enclosure[] {
  return elements.flatMap((element) => {
    const url =
      urlAttribute(element, 'url', context)
      || urlAttribute(element, 'href', context)
      || urlAttribute(element, 'rdf:resource', context)
      || urlAttribute(element, 'enc:url', context)
    return url === ''
      ? []
      : [
          enclosure(
            url,
            attributeText(element, 'type', context) || attributeText(element, 'enc:type', context),
            attributeText(element, 'length', context) || attributeText(element, 'enc:length', context)
          )
        ]
  })
}

/** An item that links to nothing else is about what it encloses, a bulletin as PDF say; its picture is no such thing. */
function isDocument({ url, type = '' }: Enclosure): boolean {
  return isHttpUrl(url) && !type.startsWith('image/')
}

interface Media {
  /** A page that plays what the item is about. */
  readonly player: string
  readonly enclosures: readonly Enclosure[]
  readonly image: string
  readonly title: string
  readonly description: string
  readonly categories: FeedElement[]
  readonly keywords: FeedElement[]
}

/** Media RSS: contents, single or in groups, and what describes them, which may stand at any level. */
function readMedia(item: FeedElement, context: ReadContext): Media {
  const enclosures: Enclosure[] = []
  const categories: FeedElement[] = []
  const keywords: FeedElement[] = []
  let title = ''
  let description = ''
  let image = ''
  let thumbnail = ''
  let player = ''
  const visit = (element: FeedElement): void => {
    if (element.key === 'media:content') {
      const url = urlAttribute(element, 'url', context)
      const type = attributeText(element, 'type', context)
      if (url !== '') {
        enclosures.push(enclosure(url, type, attributeText(element, 'filesize', context)))
        if (attributeText(element, 'medium', context) === 'image' || type.startsWith('image/')) image ||= url
      }
    } else if (element.key === 'media:thumbnail')
      thumbnail ||= urlAttribute(element, 'url', context) || (resolveUrl(textOf(element, context.entities), element.base) ?? '')
    else if (element.key === 'media:player') player ||= urlAttribute(element, 'url', context)
    else if (element.key === 'media:category') categories.push(element)
    else if (element.key === 'media:keywords') keywords.push(element)
    else if (element.key === 'media:title') title ||= textOf(element, context.entities)
    else if (element.key === 'media:description') description ||= bodyOf(element, context.entities)
    if (element.key.startsWith('media:')) for (const child of element.children) visit(child)
  }
  for (const child of item.children) if (child.key.startsWith('media:')) visit(child)
  return { player, enclosures, image: image || thumbnail, title, description, categories, keywords }
}

export function readImage(found: ReadonlyMap<string, readonly FeedElement[]>, context: ReadContext): string {
  for (const key of [
    'itunes:image',
    'googleplay:image',
    'image',
    'image:image',
    'other:image',
    'thumbnail',
    'logo',
    'atom:logo',
    'icon',
    'atom:icon'
  ]) {
    for (const element of found.get(key) ?? []) {
      const url = element.children.find((child) => child.key === 'url')
      const written =
        url !== undefined
          ? textOf(url, context.entities)
          : attributeText(element, 'href', context) || attributeText(element, 'url', context) || textOf(element, context.entities)
      const address = written === '' ? undefined : resolveUrl(written, element.base)
      if (address !== undefined && isHttpUrl(address)) return address
    }
  }
  return ''
}

function distinct(enclosures: readonly Enclosure[]): readonly Enclosure[] {
  if (enclosures.length < 2) return enclosures
  const seen = new Map<string, Enclosure>()
  for (const one of enclosures) if (!seen.has(one.url) && seen.size < ENCLOSURES_MAX) seen.set(one.url, one)
  return [...seen.values()]
}

const ENCLOSURES_MAX = 200

/** A guid is a link unless it says it is none (RSS 2.0), or plainly is none. */
function permalink(element: FeedElement | undefined, guid: string): string {
  if (element === undefined || guid === '') return ''
  const isPermaLink = attribute(element.attributes, 'ispermalink')
  if (isPermaLink !== undefined && isPermaLink.trim().toLowerCase() === 'false') return ''
  return isHttpUrl(guid) && (element.key === 'guid' || element.key === 'id')
    ? guid
    : element.key === 'guid' && guid.startsWith('/')
      ? (resolveUrl(guid, element.base) ?? '')
      : ''
}

/** An Atom id is an IRI, and one that is written relative was meant to be resolved. */
export function idOf(found: ReadonlyMap<string, readonly FeedElement[]>, guid: string): string {
  const element = found.get('id')?.[0]
  if (element === undefined || found.has('guid') || guid === '' || /\s/.test(guid)) return guid
  return /^(?:\.{0,2}\/|\?)/.test(guid) || (attribute(element.attributes, 'xml:base') !== undefined && !guid.includes(':'))
    ? (resolveUrl(guid, element.base) ?? guid)
    : guid
}

/** Entry before source (RFC 4287 section 4.2.1); the feed's own authors are added where the feed is known. */
export function readAuthors(found: ReadonlyMap<string, readonly FeedElement[]>, context: ReadContext): readonly string[] {
  const names = collectPeople(found, ['author', 'atom:author', 'dc:creator', 'dc:author', 'creator', 'managingeditor'], context)
  if (names.length > 1 && found.has('author') && found.has('dc:creator')) {
    // An address beside a name says the same person twice: RSS has addresses in `author`, and names in `dc:creator`.
    const called = names.filter((name) => !IS_ADDRESS.test(name))
    if (called.length > 0) return called
  }
  if (names.length > 0) return names
  // Whom else media:credit names took the picture, or is in it.
  const credits = (found.get('media:credit') ?? []).filter((credit) => attributeText(credit, 'role', context).toLowerCase() === 'author')
  const others = new Map([...found, ['media:credit', credits]])
  const podcast = collectPeople(others, ['itunes:author', 'googleplay:author', 'dcterms:creator', 'media:credit'], context)
  if (podcast.length > 0) return podcast
  const sources = (found.get('source') ?? found.get('atom:source') ?? []).flatMap(({ children }) => children)
  return collectPeople(new Map([['author', sources.filter(({ key }) => key === 'author' || key === 'atom:author')]]), ['author'], context)
}

const PEOPLE_MAX = 100
const IS_ADDRESS = /^[^\s@]{1,64}@[^\s@]{1,190}$/

function collectPeople(
  found: ReadonlyMap<string, readonly FeedElement[]>,
  keys: readonly string[],
  context: ReadContext
): readonly string[] {
  const names: string[] = []
  for (const key of keys) {
    for (const element of found.get(key) ?? []) {
      for (const name of readPerson(element, context))
        if (name !== '' && names.length < PEOPLE_MAX && !names.includes(name)) names.push(name)
    }
  }
  return names
}

function readPerson(element: FeedElement, context: ReadContext): readonly string[] {
  const part = (...keys: readonly string[]): string => {
    const child = element.children.find((one) => keys.includes(one.key))
    return child === undefined ? '' : textOf(child, context.entities)
  }
  if (element.children.length > 0) {
    const name = part('name', 'atom:name', 'itunes:name', 'title', 'dc:title')
    if (name !== '') return [name]
    const mail = part('email', 'atom:email', 'itunes:email')
    if (mail !== '') return [mail]
  }
  const text = textOf(element, context.entities)
  return text === '' ? [] : personNames(text)
}

export function readCategories(found: ReadonlyMap<string, readonly FeedElement[]>, context: ReadContext): readonly string[] {
  const categories: string[] = []
  const add = (text: string): void => {
    if (text !== '' && categories.length < CATEGORIES_MAX && !categories.includes(text)) categories.push(text)
  }
  for (const key of [
    'category',
    'atom:category',
    'dc:subject',
    'dcterms:subject',
    'media:category',
    'itunes:category',
    'googleplay:category'
  ]) {
    for (const element of found.get(key) ?? []) addCategory(element, add, context)
  }
  for (const key of ['itunes:keywords', 'media:keywords', 'keywords', 'tags']) {
    for (const element of found.get(key) ?? []) for (const word of textOf(element, context.entities).split(',')) add(word.trim())
  }
  return categories
}

const CATEGORIES_MAX = 200

/** Atom's label is for people and its term for machines, which Media RSS has for its text; both are kept, unless the term is an address. */
function addCategory(element: FeedElement, add: (text: string) => void, context: ReadContext): void {
  const label = attributeText(element, 'label', context)
  const term = attributeText(element, 'term', context) || (label !== '' ? textOf(element, context.entities) : '')
  if (label !== '') add(label)
  if (term !== '' && (label === '' || !isHttpUrl(term)) && term.toLowerCase() !== label.toLowerCase()) add(term)
  if (label === '' && term === '') {
    add(attributeText(element, 'text', context) || textOf(element, context.entities))
  }
  for (const child of element.children) if (child.key === element.key) addCategory(child, add, context)
}
