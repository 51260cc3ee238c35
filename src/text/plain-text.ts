import { decodeHTMLStrict } from 'entities'
import { cleanCharacters, cleanText } from './clean-text.ts'

/**
 * Reads HTML as text, in time linear in its length. Markup that was escaped once too often is read as markup, and
 * character references that were escaped once too often are decoded.
 * @param html a fragment of HTML, or plain text; nothing about it is trusted
 * @param options `lines: true` keeps the borders of blocks as single line feeds; otherwise they are spaces
 * @returns clean text (see `cleanText`); it may hold `<` and `&` and has to be escaped wherever it is printed
 */
export function plainText(html: string, options: { readonly lines?: boolean } = {}): string {
  if (options.lines || html.length < REMEMBERED_UNITS_MIN || html.length > REMEMBERED_UNITS_MAX) return readHtml(html, options)
  const known = lately.get(html)
  if (known !== undefined) return known
  if (lately.size >= REMEMBERED_MAX) lately.clear()
  const text = readHtml(html, options)
  lately.set(html, text)
  return text
}

/* The content of an item is read for its hash, its topics and the search, one soon after the other. */
const lately = new Map<string, string>()
const REMEMBERED_MAX = 128
const REMEMBERED_UNITS_MIN = 256
const REMEMBERED_UNITS_MAX = 16_384

function readHtml(html: string, options: { readonly lines?: boolean }): string {
  let text = html.includes('<') ? stripTags(html) : html
  if (text.includes('&')) {
    text = decodeHTMLStrict(text)
    if (isMarkup(text)) text = stripTags(text)
    if (ESCAPED_TWICE.test(text)) text = decodeHTMLStrict(text)
  }
  if (!options.lines) return cleanText(text)
  return cleanCharacters(text)
    .split(LINE_BREAK)
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .filter((line) => line !== '')
    .join('\n')
}

/** Whether text holds what was meant as markup: an end tag, a break or a tag with attributes that HTML knows. */
export function isMarkup(text: string): boolean {
  return text.includes('<') && MARKUP.test(text)
}

const LINE_BREAK = /[\n\r\u2028\u2029]/
const ESCAPED_TWICE = /&(?:amp|lt|gt|quot|apos|nbsp|[lr][sd]quo|[nm]dash|hellip|#\d{2,6}|#x[0-9a-f]{2,5});/i
const MARKUP = new RegExp(
  '</(?:p|div|span|a|b|i|u|strong|em|ul|ol|li|table|tr|td|h[1-6]|font|center|section|article|blockquote|figure|script|style|iframe|svg|button|form)\\s*>'
    + '|<(?:br|hr|p|div|li|ul|img)\\s*/?>|<(?:p|div|span|a|img|font|table|td|h[1-6]|iframe|script|link|meta|input|video|audio|svg|body)\\s+[a-z-]{1,32}\\s*=',
  'i'
)

const BLOCKS = new Set(
  (
    'address article aside blockquote body br caption center dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 '
    + 'header hr html legend li main nav ol option p pre section summary table tbody tfoot thead tr ul'
  ).split(' ')
)
const CELLS = new Set(['td', 'th'])
/** Elements whose inside is no text of the item: code, or what is shown in place of something else. */
const HIDDEN = new Set(
  'applet audio canvas head iframe math noembed noframes object script select style svg template textarea title video xmp'.split(' ')
)

const CODE = new Set(['script', 'style'])

const TAG_NAME = /[a-zA-Z][a-zA-Z0-9:-]{0,63}/y

/*
 * One pass; every search that found nothing to the end of the text is not repeated, so the time stays linear.
 */
function stripTags(html: string): string {
  const scan = new Scan(html.includes('<![CDATA[') ? html.replace(/<!\[CDATA\[|\]\]>/g, '') : html)
  html = scan.html
  let out = ''
  let at = 0
  while (at < html.length) {
    const open = html.indexOf('<', at)
    if (open < 0) return out + html.slice(at)
    out += html.slice(at, open)
    if (html.startsWith('<!--', open)) {
      const end = scan.next('-->', open + 4)
      if (end < 0) return out
      at = end + 3
    } else {
      const name = scan.tagName(open)
      const end = name === null ? -1 : scan.tagEnd(open)
      if (name === null || end < 0) {
        if (name !== null && /^[/!?]?[a-z][^\s<]{0,64}\s[^<]{0,256}=/i.test(html.slice(open + 1, open + 400))) return out
        out += '<'
        at = open + 1
        continue
      }
      at = end
      if (BLOCKS.has(name)) out += '\n'
      else if (CELLS.has(name)) out += ' '
      else if (HIDDEN.has(name) && html[open + 1] !== '/' && html[end - 2] !== '/') {
        const close = scan.next(`</${name}`, end)
        if (close < 0) {
          // What was never closed hides the rest where it is code; elsewhere losing the text is worse.
          if (!CODE.has(name)) continue
          return out
        }
        at = close
      }
    }
  }
  return out
}

class Scan {
  readonly html: string
  #lower: string | undefined
  readonly #absent = new Set<string>()

  constructor(html: string) {
    this.html = html
  }

  /** Finds a string, ASCII case ignored, from a place on; a string once not found is not looked for again. */
  next(text: string, from: number): number {
    if (this.#absent.has(text)) return -1
    this.#lower ??= this.html.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
    const at = this.#lower.indexOf(text, from)
    if (at < 0) this.#absent.add(text)
    return at
  }

  /** The name of the tag, declaration or instruction that opens here, or null when the `<` is a character of the text. */
  tagName(open: number): string | null {
    const first = this.html[open + 1]
    if (first === '!' || first === '?') return /[a-zA-Z]/.test(this.html[open + 2] ?? '') ? first : null
    TAG_NAME.lastIndex = first === '/' ? open + 2 : open + 1
    return TAG_NAME.exec(this.html)?.[0].toLowerCase() ?? null
  }

  /** The place after the `>` of the tag that opens here; a `>` inside a quoted value does not end it. */
  tagEnd(open: number): number {
    let at = open + 1
    for (;;) {
      const close = this.next('>', at)
      if (close < 0) return -1
      const quote = this.#quoteBefore(at, close)
      if (quote < 0) return close + 1
      const end = this.next(this.html[quote]!, quote + 1)
      if (end < 0) return close + 1
      at = end + 1
    }
  }

  /** The first quote that opens a value between two places. */
  #quoteBefore(from: number, to: number): number {
    for (let at = from; at < to; at++) {
      const character = this.html[at]
      if ((character === '"' || character === "'") && /=\s*$/.test(this.html.slice(Math.max(from, at - 4), at))) return at
    }
    return -1
  }
}
