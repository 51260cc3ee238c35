import { decodeReferences } from '../text/decode-references.ts'
import { isMarkup, plainText } from '../text/plain-text.ts'
import { absoluteLinks } from './absolute-links.ts'
import { attribute, type FeedElement } from './read-elements.ts'

export type Entities = ReadonlyMap<string, string>

/**
 * Reads an element as one line of text: references decoded once, white space single. What declares itself HTML or XHTML
 * (RFC 4287 section 3.1) loses its markup.
 */
export function textOf(element: FeedElement, entities: Entities): string {
  const { pieces } = element
  if (pieces.length === 0) return ''
  const type = contentType(element)
  if (pieces.some((piece) => piece.kind === 'tag')) return plainText(markupOf(element, entities))
  const text = characterData(element, entities)
  if (type === 'html') return plainText(text)
  return oneLine(type === 'base64' ? plainText(fromBase64(text)) : text)
}

/**
 * Reads an element as a body: HTML as one string, addresses absolute, nothing taken out. Plain text stays plain, but for
 * a `<` that HTML would take for a tag.
 */
export function bodyOf(element: FeedElement, entities: Entities): string {
  const { pieces } = element
  if (pieces.length === 0) return ''
  if (pieces.some((piece) => piece.kind === 'tag')) return absoluteLinks(withoutWrapper(markupOf(element, entities).trim()), element.base)
  const type = contentType(element)
  let text = tidy(characterData(element, entities)).trim()
  if (type === 'base64') text = tidy(fromBase64(text)).trim()
  if (type === 'text' && !isMarkup(text)) return text.replace(/<(?=[a-zA-Z/!?])/g, '&lt;')
  return absoluteLinks(text, element.base)
}

type ContentType = 'text' | 'html' | 'base64' | 'unsaid'

function contentType(element: FeedElement): ContentType {
  if (element.attributes.length === 0) return TYPED.has(element.key) ? 'text' : 'unsaid'
  const type = (attribute(element.attributes, 'type') ?? '').trim().toLowerCase()
  const mode = (attribute(element.attributes, 'mode') ?? '').trim().toLowerCase()
  if (mode === 'base64') return 'base64'
  if (type === '' || type === 'plain') return mode === 'escaped' ? 'html' : TYPED.has(element.key) ? 'text' : 'unsaid'
  if (/html|xml/.test(type)) return 'html'
  if (type === 'text' || type.startsWith('text/')) return 'text'
  return (element.key === 'content' || TYPED.has(element.key) || element.key === 'title' || element.key === 'summary') && type.includes('/')
    ? 'base64'
    : 'unsaid'
}

/** Atom's own text constructs are plain text unless they say otherwise; RSS leaves it open, and HTML is what it means. */
const TYPED = new Set([
  'content',
  'subtitle',
  'tagline',
  'info',
  'rights',
  'atom:summary',
  'atom:content',
  'atom:title',
  'atom:subtitle',
  'atom:tagline',
  'atom:info'
])

/** The text of an element without tags. */
function characterData(element: FeedElement, entities: Entities): string {
  const [first] = element.pieces
  if (element.pieces.length === 1) return first!.kind === 'cdata' ? first!.value : decodeReferences(first!.value, entities)
  const hasCdata = element.pieces.some((piece) => piece.kind === 'cdata')
  let out = ''
  for (const piece of element.pieces) {
    if (piece.kind === 'tag') continue
    if (piece.kind === 'text' && hasCdata && !/\S/.test(piece.value)) continue
    out += piece.kind === 'cdata' ? piece.value : decodeReferences(piece.value, entities)
  }
  return out
}

/** The inside of an element as HTML. */
function markupOf(element: FeedElement, entities: Entities): string {
  let out = ''
  for (const piece of element.pieces) {
    if (piece.kind === 'tag') out += piece.value
    else if (piece.kind === 'cdata') out += isMarkup(piece.value) ? piece.value : escapeText(piece.value)
    else out += entities.size === 0 ? piece.value : escapeText(decodeReferences(piece.value, entities))
  }
  return out
}

function escapeText(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
}

/** Atom wraps XHTML in a div of its own, which is no part of the content (RFC 4287 section 3.1.1.3). */
function withoutWrapper(html: string): string {
  const open = /^<(div|body)(?:\s[^<>]*)?>/.exec(html)
  if (!open) return html
  const close = `</${open[1]}>`
  if (!html.endsWith(close)) return html
  const inner = html.slice(open[0].length, -close.length)
  let depth = 0
  for (const [tag] of inner.matchAll(open[1] === 'div' ? /<\/?div[\s>]/g : /<\/?body[\s>]/g)) {
    depth += tag[1] === '/' ? -1 : 1
    if (depth < 0) return html
  }
  return inner.trim()
}

/** What decodes to no text is a file; what is too short to be one was text under a wrong type. */
function fromBase64(text: string): string {
  const compact = text.replace(/\s+/g, '')
  if (compact === '' || !/^[A-Za-z0-9+/_=-]+$/.test(compact)) return text
  const decoded = Buffer.from(compact, 'base64').toString('utf8')
  return decoded.includes('\ufffd') ? (compact.length < 64 ? text : '') : decoded
}

/** Drops what XML 1.0 forbids. */
function tidy(text: string): string {
  return CONTROLS.test(text) ? text.replace(CONTROLS_ALL, '') : text
}

const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/
const CONTROLS_ALL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g

export function oneLine(text: string): string {
  const line = tidy(text)
  return /\s\s|[\t\n\r]/.test(line) ? line.replace(/\s+/g, ' ').trim() : line.trim()
}
