import { JAPANESE_FORMS, NOT_JAPANESE, SIMPLIFIED_ONLY, SIMPLIFIED_PAIRS, TRADITIONAL_ONLY } from './han-variants-table.ts'

/** How many characters of a text speak for one way of writing Han. Forms shared by two ways count for both. */
export interface HanForms {
  /** Simplified Chinese writes them, Traditional Chinese does not. */
  readonly simplified: number
  /** Traditional Chinese writes them, Simplified Chinese does not. */
  readonly traditional: number
  /** Common in Japan and not written in Traditional Chinese: new forms (also those China has, such as 国) and characters made in Japan. */
  readonly shinjitai: number
  /** Simplified or traditional forms that present-day Japanese does not write. */
  readonly notJapanese: number
}

/**
 * Folds Traditional Chinese (and its regional variants) to Simplified, character by character, for comparison only.
 * Offsets stay right: each code point becomes one code point of the same length in UTF-16. Folding twice is folding once.
 * The pairs are OpenCC's; where one form has several simplified ones, the most common is taken.
 * @returns the same string when nothing was folded
 */
export function toSimplified(text: string): string {
  if (!HAN.test(text)) return text
  table ??= readTable()
  const { folded, foldedAstral } = table
  let out = ''
  let copied = 0
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    if (unit >= 0xd840 && unit <= 0xd8ff) {
      const to = foldedAstral.get(text.slice(index, index + 2))
      if (to !== undefined) {
        out += text.slice(copied, index) + to
        copied = index + 2
      }
    } else if (folded[unit] !== 0) {
      out += text.slice(copied, index) + String.fromCharCode(folded[unit]!)
      copied = index + 1
    }
  }
  return copied === 0 ? text : out + text.slice(copied)
}

/** Counts the characters of a text that tell Simplified Chinese, Traditional Chinese and Japanese apart. */
export function countHanForms(text: string): HanForms {
  const counts = { simplified: 0, traditional: 0, shinjitai: 0, notJapanese: 0 }
  if (!HAN.test(text)) return counts
  table ??= readTable()
  for (let index = 0; index < text.length; index++) {
    const flags = table.flags[text.charCodeAt(index)]!
    if (flags === 0) continue
    if (flags & 1) counts.simplified++
    if (flags & 2) counts.traditional++
    if (flags & 4) counts.shinjitai++
    if (flags & 8) counts.notJapanese++
  }
  return counts
}

const HAN = /[\u3400-\u9fff\uf900-\ufaff\ud840-\ud8ff]/

interface Table {
  readonly folded: Uint16Array
  readonly foldedAstral: ReadonlyMap<string, string>
  readonly flags: Uint8Array
}

let table: Table | undefined

function readTable(): Table {
  const folded = new Uint16Array(65_536)
  const foldedAstral = new Map<string, string>()
  const points = [...SIMPLIFIED_PAIRS]
  for (let index = 0; index < points.length; index += 2) {
    const from = points[index]!
    const to = points[index + 1]!
    if (from.length === 1) folded[from.charCodeAt(0)] = to.charCodeAt(0)
    else foldedAstral.set(from, to)
  }
  const flags = new Uint8Array(65_536)
  for (const [flag, characters] of [
    [1, SIMPLIFIED_ONLY],
    [2, TRADITIONAL_ONLY],
    [4, JAPANESE_FORMS],
    [8, NOT_JAPANESE]
  ] as const) {
    for (let index = 0; index < characters.length; index++) flags[characters.charCodeAt(index)]! |= flag
  }
  return { folded, foldedAstral, flags }
}
