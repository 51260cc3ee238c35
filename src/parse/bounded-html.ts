/**
 * Bounds what any reader of HTML has to hold, for trees take time in the square of their depth and of the attributes of one
 * element: elements nested deeper than 100 lose their tags, not their text, one with more than 256 attributes the rest of them, and what
 * lies beyond 2,000,000 characters or 20,000 tags is not read. Pictures written into the page itself are left out.
 */
export function boundedHtml(html: string): string {
  const whole = html.length > PICTURE_CHARS_MIN ? html.replace(WRITTEN_OUT, '') : html
  const text = whole.length > HTML_CHARS_MAX ? whole.slice(0, HTML_CHARS_MAX) : whole
  let depth = 0
  let tags = 0
  let out = ''
  let kept = 0
  TAG.lastIndex = 0
  for (let found = TAG.exec(text); found !== null; found = TAG.exec(text)) {
    const isEnd = found[1] === '/'
    const levels = levelsOf(found[2]!.toLowerCase())
    depth = isEnd ? Math.max(0, depth - levels) : depth + levels
    tags++
    const { cutAt, end } = readAttributes(text, TAG.lastIndex)
    TAG.lastIndex = end
    if (tags > TAGS_MAX || (levels > 0 && depth > DEPTH_MAX)) {
      out += text.slice(kept, found.index)
      kept = text.charCodeAt(end) === GREATER ? end + 1 : end
      if (!isEnd) depth -= levels
    } else if (cutAt !== null) {
      out += text.slice(kept, cutAt)
      kept = end
    }
  }
  return kept === 0 ? text : out + text.slice(kept)
}

const HTML_CHARS_MAX = 2_000_000
/** Addresses of pictures are never so long: this is a picture as `data:`, or a list of candidates made to cost. */
const PICTURE_CHARS_MIN = 32_768
const WRITTEN_OUT = /\s(?:data-)?src(?:set)?\s{0,8}=\s{0,8}(?:"[^"]{32768,}"|'[^']{32768,}')/gi
const DEPTH_MAX = 100
const TAGS_MAX = 20_000
const ATTRIBUTES_MAX = 256
const GREATER = 0x3e
const TAG = /<(\/?)([a-zA-Z][a-zA-Z0-9]{0,20})/g
const ATTRIBUTE = /[^\s=>/"']+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+))?/y

/** @returns where the tag ends (its `>`, or the end of the text), and where it has enough attributes, if it does */
function readAttributes(text: string, from: number): { readonly cutAt: number | null; readonly end: number } {
  let at = from
  let cutAt: number | null = null
  for (let attributes = 0; at < text.length && text.charCodeAt(at) !== GREATER;) {
    ATTRIBUTE.lastIndex = at
    if (text.charCodeAt(at) <= 0x20 || !ATTRIBUTE.test(text)) at++
    else {
      at = ATTRIBUTE.lastIndex
      if (++attributes === ATTRIBUTES_MAX) cutAt = at
    }
  }
  return { cutAt, end: at }
}

/** An item of a list, and a cell and row of a table, are counted with what holds them, for their own tags need no end. */
function levelsOf(name: string): number {
  if (UNCOUNTED.has(name)) return 0
  return name === 'ul' || name === 'ol' || name === 'dl' ? 2 : name === 'table' ? 4 : 1
}

/** Elements that hold nothing, or that end by themselves where the next one begins. */
const UNCOUNTED = new Set(
  'area base br col embed hr img input link meta param source track wbr p li dt dd td th tr tbody thead tfoot option optgroup a colgroup html head body'.split(
    ' '
  )
)
