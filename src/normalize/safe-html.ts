import { createRequire } from 'node:module'
import type sanitizeHtml from 'sanitize-html'
import { cleanCharacters } from '../text/clean-text.ts'
import { httpUrl } from './http-url.ts'
import { cleanHtmlText, simpleHtml } from './simple-html.ts'

/** Loads when asked: it brings a parser of style sheets, and most items need neither. */
const require = createRequire(import.meta.url)

const HTML_BYTES_IN_MAX = 65_536
const HTML_BYTES_OUT_MAX = 32_768
/** Closing this many elements after a cut takes less than `CLOSING_BYTES_MAX`. */
const NESTING_MAX = 32
const CLOSING_BYTES_MAX = NESTING_MAX * '</blockquote>'.length

/** What HTML is read for: where relative links start from, and whether pictures stay. */
export interface SafeHtmlOptions {
  readonly base: string | null
  readonly images: boolean
}

/**
 * Keeps the text and the simple structure of HTML and nothing that acts: no script, style, form, frame, event, identifier
 * or tracking pixel. Links are absolute http(s) addresses; pictures, where kept, come by https.
 * @param html hostile; only its first 64 KiB are read
 * @returns well-nested HTML of at most 32 KiB
 */
export function safeHtml(html: string, options: SafeHtmlOptions): string {
  const spaced = cutBytes(html, HTML_BYTES_IN_MAX).replace(/<\/t[dh]\s{0,8}>/gi, ' $&')
  const safe = (options.images ? null : simpleHtml(spaced, options.base)) ?? sanitizeWhole(spaced, options)
  if (Buffer.byteLength(safe) <= HTML_BYTES_OUT_MAX) return safe
  return sanitize(cutBytes(safe, HTML_BYTES_OUT_MAX - CLOSING_BYTES_MAX), options)
}

/** Reads again what the first reading left badly nested. */
function sanitizeWhole(html: string, options: SafeHtmlOptions): string {
  const once = sanitize(html, options)
  return hasBlockInParagraph(once) ? sanitize(once, options) : once
}

const TAGS = 'p br b i em strong ul ol li blockquote a h3 h4 code pre div figure figcaption'.split(' ')
const BLOCKS_AS_DIV = 'address article aside center dd details dl dt fieldset footer form header main nav section summary tr'.split(' ')
const TAGS_AND_PICTURES = [...TAGS, 'img']
const EMPTY_IS_SOMETHING = new Set(['br', 'img'])
const DIRECTIONS = new Set(['ltr', 'rtl', 'auto'])

function sanitize(html: string, { base, images }: SafeHtmlOptions): string {
  const sanitizer = require('sanitize-html') as typeof sanitizeHtml
  return sanitizer(html, {
    ...RULES,
    allowedTags: images ? TAGS_AND_PICTURES : TAGS,
    transformTags: { ...RENAMED, a: (_name, attributes) => link(attributes, base), img: (_name, attributes) => picture(attributes, base) }
  })
    .replace(LINK_TO_NOWHERE, '$1')
    .trim()
}

/**
 * A link that leads nowhere is only its text. Taken out behind the sanitizer: where it renames an element to one that goes, it closes the
 * next one under that name.
 */
const LINK_TO_NOWHERE = /<a>(.*?)<\/a>/gs

/** An unknown element between two paragraphs keeps the first from being closed; once that element is gone, reading again closes it. */
function hasBlockInParagraph(html: string): boolean {
  let inParagraph = false
  for (const [, end, name] of html.matchAll(/<(\/?)(p|div|ul|ol|blockquote|pre|h3|h4|figure|figcaption)\b/g)) {
    if (end === '/') inParagraph &&= name !== 'p'
    else if (inParagraph) return true
    else inParagraph = name === 'p'
  }
  return false
}

function directed(tagName: string): sanitizeHtml.Transformer {
  return (_name, { dir }) => ({ tagName, attribs: dir !== undefined && DIRECTIONS.has(dir) ? { dir } : {} })
}

function link(attributes: sanitizeHtml.Attributes, base: string | null): sanitizeHtml.Tag {
  const href = httpUrl(attributes['href'], base)
  if (href === null) return { tagName: 'a', attribs: {} }
  return { tagName: 'a', attribs: { href, rel: 'noopener nofollow' } }
}

function picture(attributes: sanitizeHtml.Attributes, base: string | null): sanitizeHtml.Tag {
  const src = httpUrl(attributes['src'], base)
  if (src === null || !src.startsWith('https:') || isTracker(attributes)) return { tagName: 'img', attribs: {} }
  const attribs: Record<string, string> = { src }
  attribs['alt'] = cleanCharacters(attributes['alt'] ?? '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 500)
    .toWellFormed()
  for (const side of ['width', 'height']) {
    const value = attributes[side]
    if (value !== undefined && /^\d{1,4}$/.test(value)) attribs[side] = value
  }
  return { tagName: 'img', attribs }
}

/** Pictures of at most two pixels a side are there to count readers. */
function isTracker(attributes: sanitizeHtml.Attributes): boolean {
  const style = (attributes['style'] ?? '').slice(0, 500)
  return (
    [attributes['width'], attributes['height']].some((side) => side !== undefined && /^\s*0*[0-2](?:\.\d+)?(?:px)?\s*$/.test(side))
    || /(?:^|[\s;])(?:(?:max-)?(?:width|height)\s*:\s*0*[0-2](?:px|\s|;|$)|display\s*:\s*none|visibility\s*:\s*hidden)/i.test(style)
  )
}

/** Cuts at a number of UTF-8 bytes, and before a tag or character reference that the cut would leave open. */
function cutBytes(html: string, bytesMax: number): string {
  if (html.length * 3 <= bytesMax) return html
  const bytes = Buffer.from(html)
  if (bytes.length <= bytesMax) return html
  const cut = bytes.toString('utf8', 0, bytesMax).replace(/\ufffd$/, '')
  const open = Math.max(cut.lastIndexOf('<'), -1)
  const whole = open > cut.lastIndexOf('>') ? cut.slice(0, open) : cut
  return whole.replace(/&[#a-zA-Z0-9]{0,40}$/, '')
}

const RENAMED: sanitizeHtml.IOptions['transformTags'] = {
  ...Object.fromEntries([...BLOCKS_AS_DIV, 'div'].map((name) => [name, directed('div')])),
  p: directed('p'),
  li: directed('li'),
  blockquote: directed('blockquote'),
  h1: 'h3',
  h2: 'h3',
  h5: 'h4',
  h6: 'h4',
  tt: 'code',
  samp: 'code'
}

// prettier-ignore
const RULES: sanitizeHtml.IOptions = {
  allowedAttributes: { a: ['href', 'rel'], img: ['src', 'alt', 'width', 'height'], p: ['dir'], div: ['dir'], li: ['dir'], blockquote: ['dir'] },
  allowedSchemes: ['http', 'https'],
  allowedSchemesByTag: { img: ['https'] },
  allowProtocolRelative: false,
  disallowedTagsMode: 'discard',
  nonTextTags: [
    'script', 'style', 'textarea', 'option', 'select', 'noscript', 'noembed', 'noframes', 'xmp', 'plaintext', 'template', 'svg', 'math',
    'iframe', 'object', 'applet', 'title'
  ],
  nestingLimit: NESTING_MAX,
  exclusiveFilter: (frame) => {
    if (frame.tag === 'img') return frame.attribs['src'] === undefined
    if (frame.tag === 'a' && frame.attribs['href'] === undefined) return false
    return !EMPTY_IS_SOMETHING.has(frame.tag) && frame.text.trim() === '' && frame.mediaChildren.length === 0
  },
  textFilter: cleanHtmlText
}
