import { decodeReferences } from '../text/decode-references.ts'
import { absoluteAttribute } from './absolute-links.ts'
import { type Vocabulary, vocabularyOf, vocabularyOfPrefix } from './namespaces.ts'
import { resolveUrl } from './resolve-url.ts'
import { type Attributes, type MarkupReader, tokenizeMarkup } from './tokenize-markup.ts'

/** A piece of an element's inside: text as written, a CDATA section, or a tag written out as HTML. */
export interface Piece {
  readonly kind: 'text' | 'cdata' | 'tag'
  readonly value: string
}

/** An element of a feed that means something, with everything that reading it needs. */
export interface FeedElement {
  /** Local name in lower case, after the prefix of its vocabulary when that is not the feed's own: `title`, `dc:creator`. */
  readonly key: string
  readonly attributes: Attributes
  readonly base: string
  readonly language: string | undefined
  readonly children: FeedElement[]
  readonly pieces: Piece[]
}

export type RootFormat = 'rss' | 'atom' | 'rdf' | 'cdf' | 'sitemap' | 'sitemap-index'

export interface ElementsOptions {
  readonly url: string
  readonly itemsMax: number
  readonly onItem: (item: FeedElement) => void
}

export interface FeedElements {
  readonly format: RootFormat
  /** What stands in the feed besides its items. */
  readonly feed: FeedElement
  /** Attributes of the root element, for its version. */
  readonly rootAttributes: Attributes
  readonly itemsLeftOut: number
  readonly complete: boolean
  readonly entities: ReadonlyMap<string, string>
}

/**
 * Reads a feed of any XML format into elements, forgiving what can be: unclosed and crossed tags, undeclared or odd
 * prefixes, items in wrong places, junk around the root, an end that never comes. Items are handed out one by one. An Atom entry may
 * stand alone (RFC 4287 section 2): it is a feed of one item.
 * @returns what the feed says of itself, or null when no element of the text is the root of a feed
 */
export function readElements(text: string, options: ElementsOptions): FeedElements | null {
  const reader = new ElementReader(options)
  const cut = tokenizeMarkup(text, reader)
  return reader.finish(cut)
}

/** Security limits of one document; deeper elements lose their tags, not their text. */
const DEPTH_MAX = 128
const TEXT_CHARS_MAX = 1_048_576
const CHILDREN_MAX = 2_000
const PIECES_MAX = 50_000
const PREFIXES_MAX = 64
const LEFT_OUT_COUNTED_MAX = 20_000
const ENTITIES_MAX = 512
const ENTITY_CHARS_MAX = 4_096
const ENTITIES_CHARS_MAX = 65_536

interface Scope {
  readonly prefixes: ReadonlyMap<string, string>
  readonly keys: Map<string, string>
  /** Set where RDF has another prefix than its own: its attributes are then renamed. */
  readonly rdfPrefix?: string | undefined
}

interface Frame {
  readonly name: string
  /** `markup` and `skipped` frames belong to the element of the frame below them. */
  readonly kind: 'container' | 'leaf' | 'markup' | 'skipped'
  readonly element: FeedElement
  readonly scope: Scope
  readonly base: string
  readonly language: string | undefined
}

const ROOTS: Readonly<Record<string, RootFormat>> = {
  rss: 'rss',
  feed: 'atom',
  rdf: 'rdf',
  'rdf:rdf': 'rdf',
  channel: 'rss',
  urlset: 'sitemap',
  sitemapindex: 'sitemap-index'
}

const FEED_ITEMS = new Set(['item', 'entry', 'atom:entry'])
const SITEMAP_ITEMS = new Set(['url', 'sitemap'])
const FEED_LEVEL = new Set(['rss', 'feed', 'rdf', 'rdf:rdf', 'channel', 'items', 'urlset', 'sitemapindex'])
const CONTAINERS = new Set(
  (
    'author contributor atom:author atom:contributor source atom:source image textinput media:group media:content itunes:owner itunes:category '
    + 'skiphours skipdays rdf:seq rdf:bag news:news news:publication image:image'
  ).split(' ')
)
const BODIES = new Set(
  (
    'description content content:encoded summary atom:content atom:summary subtitle tagline atom:subtitle atom:tagline info atom:info rights copyright abstract xhtml:body body '
    + 'xhtml:div div media:description itunes:summary dc:description fulltext fullitem'
  ).split(' ')
)
/** One of these is enough to find an item again. */
const TELLS_APART = new Set(['link', 'guid', 'id', 'atom:link', 'atom:id', 'loc'])
/** What begins here cannot be the inside of a title, a link or a date that was never closed. */
const CLOSES_SHORT = new Set(
  (
    'title link description pubdate guid author category enclosure comments source updated published id summary content modified issued '
    + 'lastbuilddate language copyright generator managingeditor webmaster ttl image item entry'
  ).split(' ')
)
/** No element of HTML bears these names, so they end a body that was never closed. */
const CLOSES_BODY = new Set('pubdate guid enclosure managingeditor webmaster lastbuilddate'.split(' '))
const VOID = new Set('area base br col embed hr img input meta param source track wbr'.split(' '))

class ElementReader implements MarkupReader {
  readonly #options: ElementsOptions
  readonly #stack: Frame[] = []
  readonly #open = new Map<string, number>()
  readonly #entities = new Map<string, string>()
  readonly #scope: Scope = { prefixes: new Map(), keys: new Map() }
  #feed: FeedElement | null = null
  #itemKeys: ReadonlySet<string> = FEED_ITEMS
  #format: RootFormat | null = null
  #rootAttributes: Attributes = []
  #rootClosed = false
  #isHtml = false
  #items = 0
  #itemsLeftOut = 0
  #textChars = 0

  constructor(options: ElementsOptions) {
    this.#options = options
  }

  /** Items beyond the limit of a poll are counted up to so many; what comes after them is not looked at. */
  get done(): boolean {
    return this.#itemsLeftOut >= LEFT_OUT_COUNTED_MAX
  }

  finish(cut: boolean): FeedElements | null {
    if (this.#format === null || this.#feed === null) return null
    const top = this.#stack.at(-1)
    const complete = this.done || this.#rootClosed || this.#stack.length === 0
    this.#finishItem(top)
    return {
      format: this.#format,
      feed: this.#feed,
      rootAttributes: this.#rootAttributes,
      itemsLeftOut: this.#itemsLeftOut,
      complete: complete && !cut,
      entities: this.#entities
    }
  }

  /**
   * The item in which the document ends is kept when what tells it apart is whole; an element cut in two is left out,
   * unless it is a body, which the next poll will bring whole.
   */
  #finishItem(top: Frame | undefined): void {
    const index = this.#stack.findIndex(({ kind, element }) => kind === 'container' && this.#itemKeys.has(element.key))
    if (index < 0 || top === undefined) return
    const item = this.#stack[index]!.element
    const open = this.#stack[index + 1]?.element
    if (open !== undefined && !BODIES.has(open.key)) item.children.splice(item.children.lastIndexOf(open), 1)
    if (item.children.some(({ key }) => TELLS_APART.has(key))) this.#closeTo(index)
    else this.#itemsLeftOut++
  }

  open(name: string, attributes: Attributes, selfClosing: boolean): void {
    if (this.#format === null) return this.#openRoot(name, attributes, selfClosing)
    let top = this.#stack.at(-1)
    if (top === undefined) {
      if (this.#rootClosed) return
      top = this.#rootFrame()
    }
    const scope = attributes.length === 0 || this.#stack.length >= DEPTH_MAX ? top.scope : this.#scopeOf(top.scope, attributes)
    const key = this.#keyOf(name, scope)
    // An empty item within another says nothing, and ends nothing.
    if (selfClosing && attributes.length === 0 && this.#itemKeys.has(key) && this.#isInItem()) return
    if (top.kind !== 'container' || this.#itemKeys.has(key) || (FEED_LEVEL.has(key) && key !== 'rss')) {
      if (this.#endsLeaf(key, top)) return this.#openAfterLeaf(name, key, attributes, selfClosing)
      if (top.kind !== 'container') return this.#openMarkup(name, attributes, selfClosing, top, scope)
    }
    this.#openElement(name, key, attributes, selfClosing, top, scope)
  }

  close(name: string): void {
    if (!this.#open.get(name)) return
    for (let index = this.#stack.length - 1; index >= 0; index--) {
      if (this.#stack[index]!.name !== name) continue
      this.#closeTo(index)
      return
    }
  }

  text(raw: string): void {
    this.#addText('text', raw)
  }

  cdata(text: string): void {
    this.#addText('cdata', text)
  }

  doctype(text: string): void {
    const subset = text.indexOf('[')
    if (this.#format !== null || subset < 0 || text.length > ENTITIES_CHARS_MAX) return
    let chars = 0
    for (const [, name, , double, single] of text.slice(subset).matchAll(ENTITY)) {
      const value = double ?? single ?? ''
      if (this.#entities.has(name!)) continue
      // An entity is read by those before it, once, so none grows beyond what it and they hold.
      const expanded = decodeReferences(value, this.#entities)
      chars += expanded.length
      if (this.#entities.size >= ENTITIES_MAX || expanded.length > ENTITY_CHARS_MAX || chars > ENTITIES_CHARS_MAX) return
      this.#entities.set(name!, expanded)
    }
  }

  #openRoot(name: string, attributes: Attributes, selfClosing: boolean): void {
    const local = localName(name)
    const format = Object.hasOwn(ROOTS, local) ? ROOTS[local]! : undefined
    if (local === 'html') this.#isHtml = true
    if (local === 'entry' && !this.#isHtml && vocabularyOf(attribute(attributes, namespaceAttribute(name)) ?? '') === 'atom') {
      this.#format = 'atom'
      this.#feed = { key: 'feed', attributes: [], base: this.#options.url, language: undefined, children: [], pieces: [] }
      return this.open(name, attributes, selfClosing)
    }
    if (format === undefined || (this.#isHtml && !isEmbedded(local, attributes))) return
    const scope = this.#scopeOf(this.#scope, attributes)
    this.#format =
      local !== 'channel'
        ? format
        : (scope.prefixes.get('') ?? '').includes('rss1.1')
          ? 'rdf'
          : CDF_ATTRIBUTES.some((name) => attributes.includes(name))
            ? 'cdf'
            : 'rss'
    if (format.startsWith('sitemap')) this.#itemKeys = SITEMAP_ITEMS
    this.#rootAttributes = attributes
    const base = baseOf(
      this.#format === 'cdf' ? [...attributes, 'xml:base', attribute(attributes, 'base') ?? ''] : attributes,
      this.#options.url
    )
    const language = languageOf(attributes, undefined)
    this.#feed = { key: 'feed', attributes, base, language, children: [], pieces: [] }
    if (selfClosing) this.#rootClosed = true
    else this.#push({ name, kind: 'container', element: this.#feed, scope, base, language })
  }

  #isInItem(): boolean {
    return this.#stack.some(({ element }) => this.#itemKeys.has(element.key))
  }

  #rootFrame(): Frame {
    return { name: '', kind: 'container', element: this.#feed!, scope: this.#scope, base: this.#options.url, language: undefined }
  }

  #endsLeaf(key: string, top: Frame): boolean {
    const leaf = top.element.key
    if (this.#itemKeys.has(key)) return !FEED_LEVEL.has(leaf) && leaf !== 'feed'
    if (top.kind === 'container' || top.kind === 'skipped') return false
    if (BODIES.has(leaf))
      return this.#format !== 'atom' && (CLOSES_BODY.has(key) || (key.includes(':') && CLOSES_BY_PREFIX.test(key))) && leaf !== key
    return leaf !== key && (CLOSES_SHORT.has(key) || CLOSES_BY_PREFIX.test(key)) && !holdsElements(top.element)
  }

  /** Ends what was never closed: for an item all that is within the feed, else the one leaf. */
  #openAfterLeaf(name: string, key: string, attributes: Attributes, selfClosing: boolean): void {
    const isItem = this.#itemKeys.has(key)
    let index = this.#stack.length - 1
    if (isItem) while (index > 0 && !this.#stack[index - 1]!.element.key.match(FEED_ELEMENT)) index--
    else while (index > 0 && this.#stack[index]!.kind !== 'leaf') index--
    this.#closeTo(Math.max(index, isItem && this.#stack[0]?.element === this.#feed ? 1 : 0))
    const top = this.#stack.at(-1) ?? this.#rootFrame()
    this.#openElement(name, key, attributes, selfClosing, top, this.#scopeOf(top.scope, attributes))
  }

  #openElement(name: string, key: string, written: Attributes, selfClosing: boolean, top: Frame, scope: Scope): void {
    const attributes = scope.rdfPrefix === undefined ? written : renamed(written, `${scope.rdfPrefix}:`, 'rdf:')
    const base = baseOf(attributes, top.base)
    const language = languageOf(attributes, top.language)
    if (FEED_LEVEL.has(key) && top.element.key === 'feed') {
      if (key === 'channel' || key === 'feed') this.#feed = mergeFeed(this.#feed!, attributes, base, language)
      if (!selfClosing) this.#push({ name, kind: 'container', element: this.#feed!, scope, base, language })
      return
    }
    const isItem = this.#itemKeys.has(key) && top.element.key === 'feed'
    const element: FeedElement = { key, attributes, base, language, children: [], pieces: [] }
    if (isItem) {
      if (this.#items >= this.#options.itemsMax) {
        if (selfClosing) this.#itemsLeftOut++
        else this.#push({ name, kind: 'skipped', element, scope, base, language })
        return
      }
      this.#textChars = 0
    } else if (top.element.children.length < CHILDREN_MAX) top.element.children.push(element)
    if (selfClosing) {
      if (isItem) this.#handOut(element)
      return
    }
    if (this.#stack.length >= DEPTH_MAX) return
    const isContainer = isItem || CONTAINERS.has(key)
    this.#push({ name, kind: isContainer ? 'container' : 'leaf', element, scope, base, language })
  }

  #openMarkup(name: string, attributes: Attributes, selfClosing: boolean, top: Frame, scope: Scope): void {
    if (top.kind === 'skipped') {
      if (!selfClosing && this.#stack.length < DEPTH_MAX) this.#push({ ...top, name })
      return
    }
    const local = localName(name)
    const base = baseOf(attributes, top.base)
    const isVoid = VOID.has(local)
    this.#addTag(
      top.element,
      `<${local}${writeAttributes(attributes, base, this.#entities)}>${selfClosing && !isVoid ? `</${local}>` : ''}`
    )
    if (selfClosing || isVoid || this.#stack.length >= DEPTH_MAX) return
    this.#push({ name, kind: 'markup', element: top.element, scope, base, language: top.language })
  }

  #push(frame: Frame): void {
    this.#stack.push(frame)
    this.#open.set(frame.name, (this.#open.get(frame.name) ?? 0) + 1)
  }

  /** Takes the frames from this one on off the stack, innermost first. */
  #closeTo(index: number): void {
    while (this.#stack.length > index) {
      const frame = this.#stack.pop()!
      this.#open.set(frame.name, this.#open.get(frame.name)! - 1)
      if (frame.kind === 'markup') this.#addTag(frame.element, `</${localName(frame.name)}>`)
      else if (frame.kind === 'skipped') {
        if (this.#stack.at(-1)?.kind !== 'skipped') this.#itemsLeftOut++
      } else if (frame.kind === 'container' && this.#itemKeys.has(frame.element.key)) this.#handOut(frame.element)
    }
    if (this.#stack.length === 0) this.#rootClosed = true
  }

  #handOut(element: FeedElement): void {
    if (!this.#itemKeys.has(element.key)) return
    if (this.#items >= this.#options.itemsMax) {
      this.#itemsLeftOut++
      return
    }
    this.#items++
    this.#options.onItem(element)
  }

  #addText(kind: 'text' | 'cdata', value: string): void {
    const top = this.#stack.at(-1)
    if (top === undefined || top.kind === 'skipped' || top.element.key === 'feed' || this.#itemKeys.has(top.element.key)) return
    if (top.kind === 'container' && !/\S/.test(value)) return
    this.#addPiece(top.element, kind, value)
  }

  #addTag(element: FeedElement, value: string): void {
    this.#addPiece(element, 'tag', value)
  }

  #addPiece(element: FeedElement, kind: Piece['kind'], value: string): void {
    if (element.pieces.length >= PIECES_MAX || this.#textChars >= TEXT_CHARS_MAX) return
    this.#textChars += value.length
    element.pieces.push({ kind, value: value.length > TEXT_CHARS_MAX ? value.slice(0, TEXT_CHARS_MAX) : value })
  }

  #scopeOf(outer: Scope, attributes: Attributes): Scope {
    let prefixes: Map<string, string> | undefined
    let rdfPrefix = outer.rdfPrefix
    for (let index = 0; index < attributes.length; index += 2) {
      const name = attributes[index]!
      if (name !== 'xmlns' && !name.startsWith('xmlns:')) continue
      const prefix = name.slice(6)
      const uri = attributes[index + 1]!
      if ((prefixes ?? outer.prefixes).get(prefix) === uri) continue
      prefixes ??= new Map(outer.prefixes)
      if (prefixes.size < PREFIXES_MAX || prefixes.has(prefix)) prefixes.set(prefix, uri)
      if (prefix !== '' && prefix !== 'rdf' && vocabularyOf(uri) === 'rdf') rdfPrefix = prefix
    }
    return prefixes === undefined ? outer : { prefixes, keys: new Map(), rdfPrefix }
  }

  #keyOf(name: string, scope: Scope): string {
    let key = scope.keys.get(name)
    if (key === undefined) {
      key = this.#makeKey(name, scope)
      if (scope.keys.size < 1_000) scope.keys.set(name, key)
    }
    return key
  }

  #makeKey(name: string, scope: Scope): string {
    const colon = name.indexOf(':')
    const prefix = colon < 0 ? '' : name.slice(0, colon)
    const local = colon < 0 ? name : name.slice(colon + 1)
    const uri = scope.prefixes.get(prefix)
    const rootPrefix = this.#stack[0]?.name.includes(':') ? this.#stack[0].name.split(':')[0] : undefined
    let vocabulary: Vocabulary = uri === undefined ? (prefix === '' ? '' : vocabularyOfPrefix(prefix)) : vocabularyOf(uri)
    if (vocabulary === 'other' && prefix !== '')
      vocabulary = prefix === rootPrefix && rootPrefix !== 'rdf' ? '' : vocabularyOfPrefix(prefix)
    if (vocabulary === 'other' && prefix === '') vocabulary = ''
    if (vocabulary === 'atom' && this.#format === 'atom') vocabulary = ''
    if (vocabulary === '' || (vocabulary === 'rdf' && local === 'rdf')) return local
    if (vocabulary === 'other') return `other:${name}`
    return `${vocabulary}:${local}`
  }
}

/** What a channel of Microsoft's Channel Definition Format bears, and one of RSS does not. */
const CDF_ATTRIBUTES = ['href', 'lastmod', 'self', 'base']
const FEED_ELEMENT = /^feed$/
const CLOSES_BY_PREFIX = /^(?:dc|dcterms|content|media|itunes|sy):/
const ENTITY = /<!ENTITY\s{1,20}([A-Za-z_][\w.-]{0,63})\s{1,20}("([^"]{0,4096})"|'([^']{0,4096})')\s{0,20}>/g

/** A feed that something wrapped in a page: it still says what it is. */
function isEmbedded(local: string, attributes: Attributes): boolean {
  return (
    (local === 'feed' && vocabularyOf(attribute(attributes, 'xmlns') ?? '') === 'atom')
    || (local === 'rss' && attribute(attributes, 'version') !== undefined)
  )
}

/** An element of a foreign namespace that begins with an element holds elements, and none of them ends it. */
function holdsElements({ key, pieces }: FeedElement): boolean {
  if (!key.startsWith('other:')) return false
  const first = pieces.slice(0, 2).find(({ value }) => /\S/.test(value))
  return first === undefined || first.kind === 'tag'
}

/** Gives attributes of one prefix another. */
function renamed(attributes: Attributes, from: string, to: string): Attributes {
  return attributes.map((part, index) => (index % 2 === 0 && part.startsWith(from) ? to + part.slice(from.length) : part))
}

/** The attribute that declares the namespace of an element. */
function namespaceAttribute(name: string): string {
  const colon = name.indexOf(':')
  return colon < 0 ? 'xmlns' : `xmlns:${name.slice(0, colon)}`
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}

function baseOf(attributes: Attributes, outer: string): string {
  if (attributes.length === 0) return outer
  const written = attribute(attributes, 'xml:base')
  return written === undefined || written.trim() === '' ? outer : joinBase(decodeReferences(written), outer)
}

function joinBase(written: string, outer: string): string {
  const resolved = resolveUrl(written, outer)
  return resolved !== undefined && URL.canParse(resolved) ? resolved : outer
}

function languageOf(attributes: Attributes, outer: string | undefined): string | undefined {
  if (attributes.length === 0) return outer
  const written = attribute(attributes, 'xml:lang')
  return written === undefined ? outer : written.trim() === '' ? undefined : written.trim().slice(0, 64).replaceAll('_', '-')
}

/** @returns the raw value of an attribute, or undefined when the element has none of that name */
export function attribute(attributes: Attributes, name: string): string | undefined {
  for (let index = 0; index < attributes.length; index += 2) if (attributes[index] === name) return attributes[index + 1]
  return undefined
}

function mergeFeed(feed: FeedElement, attributes: Attributes, base: string, language: string | undefined): FeedElement {
  return { ...feed, attributes: [...attributes, ...feed.attributes], base, language }
}

function writeAttributes(attributes: Attributes, base: string, entities: ReadonlyMap<string, string>): string {
  let out = ''
  for (let index = 0; index < attributes.length; index += 2) {
    const name = attributes[index]!
    if (name.startsWith('xmlns') || name === 'xml:base' || name === 'xml:space') continue
    const value = entities.size === 0 ? attributes[index + 1]! : decodeReferences(attributes[index + 1]!, entities).replace(/&/g, '&amp;')
    out += ` ${name === 'xml:lang' ? 'lang' : localName(name)}="${absoluteAttribute(name, value, base).replace(/"/g, '&quot;').replace(/</g, '&lt;')}"`
  }
  return out
}
