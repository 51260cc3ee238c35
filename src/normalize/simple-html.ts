import { cleanCharacters } from '../text/clean-text.ts'
import { httpUrl } from './http-url.ts'

/**
 * Makes HTML safe that is of the simplest kind, in one pass, because most items are: known elements, each closed where it was opened,
 * attributes in double quotes, no reference but the commonest. Nothing is repaired or guessed; at the first sign of anything else the
 * answer is null, and the sanitizer has to read it. What is answered is what the sanitizer would give (a property test holds that),
 * but for marks that a reference or comment kept apart from their letter.
 * @param html without pictures that are to stay
 * @param base where relative links start from
 * @returns safe HTML, or null
 */
export function simpleHtml(html: string, base: string | null): string | null {
  const open: OpenElement[] = []
  let out = ''
  let at = 0
  for (;;) {
    const tagAt = html.indexOf('<', at)
    const end = tagAt < 0 ? html.length : tagAt
    if (end > at) {
      const raw = html.slice(at, end)
      const text = raw.includes('&') ? decodeSimple(raw) : raw
      if (text === null) return null
      out += safeText(text)
      const inner = open.at(-1)
      if (inner && !inner.hasText && /\S/.test(text)) inner.hasText = true
    }
    if (tagAt < 0) break
    COMMENT.lastIndex = tagAt
    if (COMMENT.test(html)) {
      at = COMMENT.lastIndex
      continue
    }
    TAG.lastIndex = tagAt
    const tag = TAG.exec(html)
    if (tag === null) return null
    at = TAG.lastIndex
    const name = tag[2]!.toLowerCase()
    if (tag[1] === '/') {
      const element = open.pop()
      if (element?.name !== name || tag[3] !== '' || tag[4] !== '') return null
      const outer = open.at(-1)
      if (element.written !== null) {
        if (element.hasText) out += `</${element.written}>`
        else out = out.slice(0, element.at)
      }
      if (outer && element.hasText) outer.hasText = true
      continue
    }
    const written = ELEMENTS[name]
    if (written === undefined || !mayOpen(name, open)) return null
    if (VOID.has(name)) {
      if (written !== null) out += `<${written} />`
      continue
    }
    if (tag[4] !== '' || open.length >= NESTING_MAX) return null
    const element: OpenElement = { name, written, at: out.length, hasText: false }
    open.push(element)
    if (written === null) continue
    const attribute = name === 'a' || DIRECTED.has(written) ? attributeOf(name, tag[3]!, base) : ''
    if (attribute === null) return null
    if (attribute === NO_LINK) element.written = null
    else out += `<${written}${attribute}>`
  }
  return open.length === 0 ? out.trim() : null
}

/** The text of HTML as the sanitizer writes it; a mark that melts into the `>` before it is left out. */
export function cleanHtmlText(escaped: string): string {
  const clean = cleanCharacters(escaped)
  // U+0338 and `>` are one character in NFC, as soon as somebody normalises the whole.
  return clean.startsWith('\u0338') ? clean.replace(/^\u0338+/, '') : clean
}

interface OpenElement {
  readonly name: string
  /** Null for an element that goes while its text stays. */
  written: string | null
  readonly at: number
  hasText: boolean
}

const NESTING_MAX = 30

/** What each element becomes; null where it goes and its text stays. An element that is not named here is not simple. */
// prettier-ignore
const ELEMENTS: Readonly<Record<string, string | null>> = Object.assign(Object.create(null) as Record<string, string | null>, {
  p: 'p', br: 'br', b: 'b', i: 'i', em: 'em', strong: 'strong', ul: 'ul', ol: 'ol', li: 'li', blockquote: 'blockquote', a: 'a', code: 'code', pre: 'pre',
  figure: 'figure', figcaption: 'figcaption', h1: 'h3', h2: 'h3', h3: 'h3', h4: 'h4', h5: 'h4', h6: 'h4', tt: 'code', samp: 'code',
  div: 'div', address: 'div', article: 'div', aside: 'div', footer: 'div', header: 'div', main: 'div', nav: 'div', section: 'div',
  span: null, font: null, u: null, s: null, small: null, sub: null, sup: null, strike: null, del: null, ins: null, mark: null, abbr: null,
  cite: null, q: null, time: null, img: null, hr: null, wbr: null
})
const VOID = new Set(['br', 'img', 'hr', 'wbr'])
const BLOCKS = new Set(
  'p ul ol li blockquote pre figure figcaption h1 h2 h3 h4 h5 h6 div address article aside footer header main nav section hr'.split(' ')
)
const DIRECTED = new Set(['p', 'div', 'li', 'blockquote'])

/** Whether a parser opens the element here without closing another first. */
function mayOpen(name: string, open: readonly OpenElement[]): boolean {
  if (name === 'a') return !open.some((element) => element.name === 'a')
  if (!BLOCKS.has(name)) return true
  if (name === 'li') {
    const outer = open.at(-1)?.name
    if (outer !== 'ul' && outer !== 'ol') return false
  }
  const heading = /^h\d$/.test(name)
  return !open.some((element) => element.name === 'p' || (heading && /^h\d$/.test(element.name)))
}

const TAG = /<(\/?)([a-zA-Z][a-zA-Z0-9]*)((?:[ \t\r\n]+[a-zA-Z][a-zA-Z0-9:_-]*="[^"<>]*")*)[ \t\r\n]*(\/?)>/y
const ATTRIBUTE = /([a-zA-Z][a-zA-Z0-9:_-]*)="([^"]*)"/g
/** Without anything inside that parsers differ on. */
const COMMENT = /<!--(?![->])(?:[^-]|-(?!-))*-->/y
const NO_LINK = ' '

/** What stays of the attributes: the address of a link, the direction of a block. */
function attributeOf(name: string, attributes: string, base: string | null): string | null {
  const wanted = name === 'a' ? 'href' : 'dir'
  let value: string | undefined
  if (attributes !== '') {
    for (const [, attribute, raw] of attributes.matchAll(ATTRIBUTE)) {
      if (attribute!.toLowerCase() !== wanted) continue
      if (value !== undefined) return null
      value = raw!.replaceAll('&amp;', '\u0000')
      if (value.includes('&')) return null
      value = value.replaceAll('\u0000', '&')
    }
  }
  if (name !== 'a') return value !== undefined && DIRECTIONS.has(value) ? ` dir="${value}"` : ''
  const href = httpUrl(value, base)
  return href === null ? NO_LINK : ` href="${escape(href).replaceAll('"', '&quot;')}" rel="noopener nofollow"`
}

const DIRECTIONS = new Set(['ltr', 'rtl', 'auto'])

function safeText(text: string): string {
  return cleanHtmlText(NEEDS_ESCAPE.test(text) ? escape(text) : text)
}

const NEEDS_ESCAPE = /[&<>]/

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

const REFERENCE = /&(?:(amp|lt|gt|quot|apos|nbsp|rsquo|lsquo|rdquo|ldquo|ndash|mdash|hellip)|#(\d{2,6}));/g
// prettier-ignore
const NAMED: Readonly<Record<string, string>> = {
  amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0', rsquo: '\u2019', lsquo: '\u2018', rdquo: '\u201d', ldquo: '\u201c', ndash: '\u2013',
  mdash: '\u2014', hellip: '\u2026'
}

/** Decodes the commonest references; null when the text has any other `&`. */
function decodeSimple(raw: string): string | null {
  let simple = true
  let found = 0
  const text = raw.replace(REFERENCE, (_, name: string | undefined, number: string | undefined) => {
    found++
    if (name !== undefined) return NAMED[name]!
    const unit = Number(number)
    // Below U+00A0 stand controls, which parsers read in several ways; surrogates are no characters.
    if ((unit < 0xa0 && unit > 0x7e) || unit < 0x20 || unit > 0xfffd || (unit >= 0xd800 && unit <= 0xdfff)) simple = false
    return String.fromCharCode(unit)
  })
  return simple && found === countOf(raw, '&') ? text : null
}

function countOf(text: string, character: string): number {
  let count = 0
  for (let at = text.indexOf(character); at >= 0; at = text.indexOf(character, at + 1)) count++
  return count
}
