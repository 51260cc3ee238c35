/**
 * Bounds what any reader of HTML has to hold, for trees take time in the square of their depth: elements nested deeper
 * than 200 lose their tags, not their text, and what lies beyond 4,000,000 characters or 50,000 tags is not read.
 */
export function boundedHtml(html: string): string {
  const text = html.length > HTML_CHARS_MAX ? html.slice(0, HTML_CHARS_MAX) : html
  let depth = 0
  let tags = 0
  let out = ''
  let kept = 0
  TAG.lastIndex = 0
  for (let found = TAG.exec(text); found !== null; found = TAG.exec(text)) {
    const name = found[2]!.toLowerCase()
    const end = found[1] === '/'
    if (UNCOUNTED.has(name) && tags < TAGS_MAX) {
      tags++
      continue
    }
    if (end) depth = Math.max(0, depth - 1)
    else depth++
    tags++
    if (depth <= DEPTH_MAX && tags <= TAGS_MAX) continue
    const close = text.indexOf('>', found.index)
    out += text.slice(kept, found.index)
    kept = close < 0 ? text.length : close + 1
    if (!end) depth--
    TAG.lastIndex = kept
  }
  return kept === 0 ? text : out + text.slice(kept)
}

const HTML_CHARS_MAX = 4_000_000
const DEPTH_MAX = 200
const TAGS_MAX = 50_000
const TAG = /<(\/?)([a-zA-Z][a-zA-Z0-9]{0,20})/g

/** Elements that hold nothing, or that end by themselves where the next one begins. */
const UNCOUNTED = new Set(
  'area base br col embed hr img input link meta param source track wbr p li dt dd td th tr tbody thead tfoot option optgroup a colgroup html head body'.split(' ')
)
