import { decodeReferences } from '../text/decode-references.ts'
import { resolveUrl } from './resolve-url.ts'

/**
 * Makes the addresses in a piece of HTML absolute, and leaves everything else byte for byte as it is. Linear in its length.
 * @param base absolute URL they are relative to
 */
export function absoluteLinks(html: string, base: string): string {
  if (base === '' || !MAY_HOLD_LINK.test(html)) return html
  let out = ''
  let kept = 0
  let at = html.indexOf('<')
  while (at >= 0) {
    NAME.lastIndex = at + 1
    const name = NAME.exec(html)?.[0].toLowerCase()
    if (name === undefined) {
      const comment = html.startsWith('<!--', at) ? html.indexOf('-->', at + 4) : at
      if (comment < 0) break
      at = html.indexOf('<', comment + 1)
      continue
    }
    let position = NAME.lastIndex
    for (;;) {
      const code = html.charCodeAt(position)
      if (Number.isNaN(code) || code === 0x3e || code === 0x3c) break
      ATTRIBUTE.lastIndex = position
      const found = code > 0x20 ? ATTRIBUTE.exec(html) : null
      if (found === null) {
        position++
        continue
      }
      position = ATTRIBUTE.lastIndex
      const value = found[2] ?? found[3] ?? found[4]
      if (value === undefined) continue
      const resolved = absoluteAttribute(found[1]!.toLowerCase(), value, base)
      if (resolved === value) continue
      const quoted = found[4] === undefined ? 1 : 0
      out += html.slice(kept, position - value.length - quoted) + (quoted === 1 ? resolved : `"${resolved}"`)
      kept = position - quoted
    }
    at = html.indexOf('<', position)
  }
  return kept === 0 ? html : out + html.slice(kept)
}

/**
 * Resolves one attribute of one element.
 * @param value as written in the markup, references and all
 * @returns the value to write instead: the very same when it holds no relative address
 */
export function absoluteAttribute(attribute: string, value: string, base: string): string {
  if (attribute === 'srcset') return absoluteSourceSet(value, base)
  if (!LINKS.has(attribute) || value === '' || /^\s*[a-z][a-z0-9+.-]*:/i.test(value)) return value
  const decoded = decodeReferences(value).trim()
  if (decoded === '' || decoded.startsWith('{{')) return value
  const resolved = resolveUrl(decoded, base)
  return resolved === undefined || resolved === decoded
    ? value
    : resolved.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/'/g, '&#39;')
}

/** Candidates are an address, which ends at white space or a comma behind it, and what describes it up to the next comma (HTML, section 4.8.4.2.1). */
function absoluteSourceSet(value: string, base: string): string {
  if (value.length > SOURCE_SET_CHARS_MAX) return value
  let out = ''
  let at = 0
  while (at < value.length) {
    const start = skip(GAP, value, at)
    const wordEnd = skip(WORD, value, start)
    let end = wordEnd
    while (end > start && value[end - 1] === ',') end--
    const next = end < wordEnd ? wordEnd : skip(DESCRIPTION, value, wordEnd)
    out += value.slice(at, start) + absoluteAttribute('src', value.slice(start, end), base) + value.slice(end, next)
    at = next
  }
  return out
}

const SOURCE_SET_CHARS_MAX = 20_000
const GAP = /[\s,]*/y
const WORD = /\S*/y
const DESCRIPTION = /[^,]*/y

/** @returns where what the sticky pattern matches from `at` on ends */
function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  pattern.exec(text)
  return pattern.lastIndex
}

const LINKS = new Set('href src action background cite classid codebase data longdesc poster profile usemap formaction'.split(' '))
const MAY_HOLD_LINK = /(?:href|src|action|background|cite|classid|codebase|data|longdesc|poster|profile|usemap|srcset)\s{0,20}=/i
const NAME = /[a-zA-Z][^\s/>=<"']*/y
const ATTRIBUTE = /([^\s=>/"'<]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>][^\s<>]*)))?/y
