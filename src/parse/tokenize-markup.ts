/** What a reader of markup hears. Names and attribute names come in lower case, everything else as written. */
export interface MarkupReader {
  /** True ends the reading at once. */
  readonly done: boolean
  open(name: string, attributes: Attributes, selfClosing: boolean): void
  close(name: string): void
  /** Character data between tags, references not decoded. */
  text(raw: string): void
  cdata(text: string): void
  /** The inside of `<!DOCTYPE …>`. */
  doctype(text: string): void
}

/** Names and raw values by turns. */
export type Attributes = readonly string[]

/**
 * Reads XML, or what was meant as XML, in one pass: `<` that opens nothing is text, a missing `>` ends at the next `<`, and
 * nothing is ever expanded or fetched. Comments and processing instructions are skipped. A CDATA section that never ends is read as if it
 * had not begun, so that it does not take the rest of the document with it.
 * @returns whether the text ended inside a tag, comment, CDATA section or declaration
 */
export function tokenizeMarkup(text: string, reader: MarkupReader): boolean {
  let at = 0
  let unended = false
  while (!reader.done) {
    const open = text.indexOf('<', at)
    if (open < 0) {
      if (at < text.length) reader.text(text.slice(at))
      return unended
    }
    if (open > at) reader.text(text.slice(at, open))
    const code = text.charCodeAt(open + 1)
    if (isNameStart(code)) at = readTag(text, open, reader)
    else if (code === SLASH) at = readEndTag(text, open, reader)
    else if (code === BANG && isCdata(text, open)) {
      const end: number = unended ? -1 : text.indexOf(']]>', open + CDATA_CHARS)
      unended = end < 0
      if (!unended) reader.cdata(text.slice(open + CDATA_CHARS, end))
      at = unended ? open + CDATA_CHARS : end + 3
    } else if (code === BANG) at = readDeclaration(text, open, reader)
    else if (code === QUESTION) at = skipInstruction(text, open)
    else {
      reader.text('<')
      at = open + 1
      if (at >= text.length) return true
    }
    if (at < 0) return true
  }
  return unended
}

/** Attributes of one element beyond these are left out. */
const ATTRIBUTES_MAX = 256

const SLASH = 0x2f
const BANG = 0x21
const QUESTION = 0x3f
const GREATER = 0x3e
const LESS = 0x3c

function isNameStart(code: number): boolean {
  return (
    (code >= 0x61 && code <= 0x7a)
    || (code >= 0x41 && code <= 0x5a)
    || code === 0x5f
    || code === 0x3a
    || (code >= 0x80 && !isWideSpace(code))
  )
}

/** The spaces of typography and of East Asian text, such as U+00A0 and U+3000, end names and begin none. */
function isWideSpace(code: number): boolean {
  return /\s/.test(String.fromCharCode(code))
}

const NAME = /[^\s/>=<"']+/y
const ATTRIBUTE = /([^\s=>/"'<]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>][^\s<>]*)))?/y
const NONE: Attributes = []

/** @returns the place after the tag, or -1 when the text ends inside it */
function readTag(text: string, open: number, reader: MarkupReader): number {
  NAME.lastIndex = open + 1
  const name = NAME.exec(text)![0].toLowerCase()
  let at = NAME.lastIndex
  let attributes: string[] | undefined
  for (;;) {
    const code = text.charCodeAt(at)
    if (code === GREATER) {
      reader.open(name, attributes ?? NONE, false)
      return at + 1
    }
    if (code === SLASH && text.charCodeAt(at + 1) === GREATER) {
      reader.open(name, attributes ?? NONE, true)
      return at + 2
    }
    if (code === LESS) {
      reader.open(name, attributes ?? NONE, false)
      return at
    }
    if (Number.isNaN(code)) return -1
    ATTRIBUTE.lastIndex = at
    const found = code > 0x20 ? ATTRIBUTE.exec(text) : null
    if (found === null) {
      at++
      continue
    }
    at = ATTRIBUTE.lastIndex
    attributes ??= []
    if (attributes.length < ATTRIBUTES_MAX * 2) attributes.push(found[1]!.toLowerCase(), found[2] ?? found[3] ?? found[4] ?? '')
  }
}

function readEndTag(text: string, open: number, reader: MarkupReader): number {
  NAME.lastIndex = open + 2
  const name = NAME.exec(text)
  if (name === null) {
    const close = text.slice(open, open + 9).indexOf('>')
    if (close < 0) {
      reader.text('</')
      return open + 2
    }
    return open + close + 1
  }
  let at = NAME.lastIndex
  while (at < text.length && text.charCodeAt(at) !== GREATER && text.charCodeAt(at) !== LESS) at++
  if (at >= text.length) return -1
  reader.close(name[0].toLowerCase())
  return text.charCodeAt(at) === GREATER ? at + 1 : at
}

const CDATA_CHARS = 9

function isCdata(text: string, open: number): boolean {
  return text.startsWith('<![CDATA[', open) || /^<!\[cdata\[/i.test(text.slice(open, open + CDATA_CHARS))
}

function readDeclaration(text: string, open: number, reader: MarkupReader): number {
  if (text.startsWith('<!--', open)) {
    const end = text.indexOf('-->', open + 4)
    return end < 0 ? -1 : end + 3
  }
  const end = declarationEnd(text, open + 2)
  if (end < 0) return -1
  if (/^<!doctype/i.test(text.slice(open, open + 9))) reader.doctype(text.slice(open + 9, end))
  return end + 1
}

/** The `>` that ends a declaration, past an internal subset with its quoted values and comments. */
function declarationEnd(text: string, from: number): number {
  let inSubset = false
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 0x22 || code === 0x27) {
      const close = text.indexOf(text[at]!, at + 1)
      if (close < 0) return text.indexOf('>', at)
      at = close
    } else if (code === 0x5b) inSubset = true
    else if (code === 0x5d) inSubset = false
    else if (code === LESS && text.startsWith('<!--', at)) {
      const close = text.indexOf('-->', at + 4)
      if (close < 0) return -1
      at = close + 2
    } else if (code === GREATER && !inSubset) return at
  }
  return -1
}

/** An instruction ends at its `?>`, or, where another tag begins before that, at the first `>`: so nothing is looked through twice. */
function skipInstruction(text: string, open: number): number {
  const close = text.indexOf('>', open + 2)
  if (close < 0 || text.charCodeAt(close - 1) === QUESTION) return close < 0 ? -1 : close + 1
  const next = text.indexOf('<', open + 2)
  const end = text.slice(close, next < 0 ? undefined : next).indexOf('?>')
  return end < 0 ? close + 1 : close + end + 2
}
