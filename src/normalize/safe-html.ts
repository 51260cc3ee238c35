import sanitizeHtml from 'sanitize-html'
import { cleanCharacters } from '../text/clean-text.ts'
import { httpUrl } from './http-url.ts'

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
  const once = sanitize(spaced, options)
  const safe = hasBlockInParagraph(once) ? sanitize(once, options) : once
  if (Buffer.byteLength(safe) <= HTML_BYTES_OUT_MAX) return safe
  return sanitize(cutBytes(safe, HTML_BYTES_OUT_MAX - CLOSING_BYTES_MAX), options)
}

const TAGS = 'p br b i em strong ul ol li blockquote a h3 h4 code pre div figure figcaption'.split(' ')
const BLOCKS_AS_DIV = 'address article aside center dd details dl dt fieldset footer form header main nav section summary tr'.split(' ')
const EMPTY_IS_SOMETHING = new Set(['br', 'img'])
const DIRECTIONS = new Set(['ltr', 'rtl', 'auto'])

function sanitize(html: string, options: SafeHtmlOptions): string {
  return sanitizeHtml(html, {
    allowedTags: options.images ? [...TAGS, 'img'] : TAGS,
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
    transformTags: {
      ...Object.fromEntries([...BLOCKS_AS_DIV, 'div'].map((name) => [name, directed('div')])),
      p: directed('p'), li: directed('li'), blockquote: directed('blockquote'),
      h1: 'h3', h2: 'h3', h5: 'h4', h6: 'h4', tt: 'code', samp: 'code',
      a: (_name, attributes) => link(attributes, options.base),
      img: (_name, attributes) => picture(attributes, options.base)
    },
    exclusiveFilter: (frame) => {
      if (frame.tag === 'img') return frame.attribs['src'] === undefined
      return !EMPTY_IS_SOMETHING.has(frame.tag) && frame.text.trim() === '' && frame.mediaChildren.length === 0
    },
    textFilter: cleanHtmlText
  }).trim()
}

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
  // A link that leads nowhere is only its text; `span` is not on the list, so its text alone stays.
  if (href === null) return { tagName: 'span', attribs: {} }
  return { tagName: 'a', attribs: { href, rel: 'noopener nofollow' } }
}

function picture(attributes: sanitizeHtml.Attributes, base: string | null): sanitizeHtml.Tag {
  const src = httpUrl(attributes['src'], base)
  if (src === null || !src.startsWith('https:') || isTracker(attributes)) return { tagName: 'img', attribs: {} }
  const attribs: Record<string, string> = { src }
  attribs['alt'] = cleanCharacters(attributes['alt'] ?? '').replace(/\s+/g, ' ').trim().slice(0, 500).toWellFormed()
  for (const side of ['width', 'height']) {
    const value = attributes[side]
    if (value !== undefined && /^\d{1,4}$/.test(value)) attribs[side] = value
  }
  return { tagName: 'img', attribs }
}

/** Pictures of at most two pixels a side are there to count readers. */
function isTracker(attributes: sanitizeHtml.Attributes): boolean {
  const style = (attributes['style'] ?? '').slice(0, 500)
  return [attributes['width'], attributes['height']].some((side) => side !== undefined && /^\s*0*[0-2](?:\.\d+)?(?:px)?\s*$/.test(side)) ||
    /(?:^|[\s;])(?:(?:max-)?(?:width|height)\s*:\s*0*[0-2](?:px|\s|;|$)|display\s*:\s*none|visibility\s*:\s*hidden)/i.test(style)
}

/**
 * A text node that began with U+0338 would melt into the `>` before it as soon as somebody normalises the whole: NFC makes
 * one character of `>` and U+0338. So no text node may begin with it.
 */
function cleanHtmlText(text: string): string {
  return cleanCharacters(text).replace(/^\u0338+/, '')
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
