export interface RepairedJson {
  readonly text: string
  /** False when the text ended before its value did: what stood in the last, unfinished element of a list is left out. */
  readonly complete: boolean
}

/**
 * Makes JSON of what was meant as JSON: line breaks and other controls within strings, commas before an end, something behind the value (a
 * cache's comment), or no end. In time linear in its length.
 * @returns null where that is not what is wrong with it
 */
export function repairJson(text: string): RepairedJson | null {
  if (text.length > CHARS_MAX) return null
  const whole = repair(text)
  if (whole === null || whole.open === '') return whole === null ? null : { text: whole.text, complete: true }
  if (whole.cutAt === 0) return null
  const cut = repair(text.slice(0, whole.cutAt))
  return cut === null ? null : { text: cut.text + cut.open, complete: false }
}

const CHARS_MAX = 4_000_000
/** Lists and objects nested deeper are no feed. */
const DEPTH_MAX = 64
const CONTROLS_MAX = 100_000
const SPACE = 0x20
const QUOTE = 0x22
const COMMA = 0x2c
const BACKSLASH = 0x5c
const LIST = 0x5b
const LIST_END = 0x5d
const OBJECT = 0x7b
const OBJECT_END = 0x7d

interface Repair {
  readonly text: string
  /** What would end the value, '' when it has ended. */
  readonly open: string
  /** Behind the last object of a list that is whole. */
  readonly cutAt: number
}

function repair(text: string): Repair | null {
  const ends = new Uint8Array(DEPTH_MAX)
  let depth = 0
  let out = ''
  let kept = 0
  let cutAt = 0
  let commaAt = -1
  let inString = false
  let controls = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (inString) {
      if (code === BACKSLASH) at++
      else if (code === QUOTE) inString = false
      else if (code < SPACE) {
        if (++controls > CONTROLS_MAX) return null
        out += `${text.slice(kept, at)}\\u${code.toString(16).padStart(4, '0')}`
        kept = at + 1
      }
      continue
    }
    if (code <= SPACE) continue
    if (code === OBJECT_END || code === LIST_END) {
      if (depth === 0 || ends[--depth] !== code) return null
      if (commaAt >= 0) {
        out += text.slice(kept, commaAt)
        kept = commaAt + 1
      }
      if (depth === 0) return { text: out + text.slice(kept, at + 1), open: '', cutAt }
      if (code === OBJECT_END && ends[depth - 1] === LIST_END) cutAt = at + 1
    } else if (code === OBJECT || code === LIST) {
      if (depth === DEPTH_MAX) return null
      ends[depth++] = code + 2
    } else if (code === QUOTE) inString = true
    commaAt = code === COMMA ? at : -1
  }
  return { text: out + text.slice(kept), open: String.fromCharCode(...ends.subarray(0, depth).toReversed()), cutAt }
}
