import type { Item } from '../model/item.ts'

/**
 * Undoes what a publisher's program did by reading its UTF-8 as windows-1252: "FÃ¶rderung" was "Förderung". Letters that form
 * sequences of UTF-8 by chance are rare, so an item in which nearly all letters beyond ASCII do is taken to be such; others stay as they are.
 * @returns the item itself when it is none
 */
export function onceEncoded(item: Item): Item {
  const sample = [item.title, item.summary, item.content].map((text) => text?.slice(0, SAMPLE_CHARS_MAX) ?? '').join(' ')
  if (!SUSPECT.test(sample)) return item
  let meant = 0
  let other = 0
  for (const [run] of sample.replace(LOST_SPACE, ' ').matchAll(RUNS))
    if (decoded(run) === null) other++
    else meant++
  if (meant < MEANT_MIN || other * 4 > meant) return item
  const { title, summary, content } = item
  return {
    ...item,
    ...(title === undefined ? {} : { title: repaired(title) }),
    ...(summary === undefined ? {} : { summary: repaired(summary) }),
    ...(content === undefined ? {} : { content: repaired(content) }),
    authors: item.authors.map(repaired),
    categories: item.categories.map(repaired)
  }
}

const SAMPLE_CHARS_MAX = 4_000
const MEANT_MIN = 2
/** The first byte of a sequence, and a further one, as letters of windows-1252. */
const SUSPECT =
  /[\u00c2-\u00f4][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013\u2014\u2018-\u201a\u201c-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122]/
const RUNS_MAX = 20_000
/** The second byte of "à" is a no-break space, which is one with the space behind it by now. */
const LOST_SPACE = /Ã(?= )/g
const RUNS = /[^\u0000-\u007f]+/g

function repaired(text: string): string {
  let runs = 0
  return decoded(text) ?? text.replace(LOST_SPACE, 'à').replace(RUNS, (run) => (++runs > RUNS_MAX ? run : (decoded(run) ?? run)))
}

/** @returns the text whose UTF-8 these letters are, or null */
function decoded(run: string): string | null {
  const bytes = new Uint8Array(run.length)
  for (let index = 0; index < run.length; index++) {
    const unit = run.charCodeAt(index)
    const byte = unit < 0x100 ? unit : (BYTES.get(unit) ?? 0)
    if (byte === 0) return null
    bytes[index] = byte
  }
  try {
    return UTF8.decode(bytes)
  } catch {
    return null
  }
}

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const CP1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'
const BYTES = new Map(Array.from(CP1252, (letter, index) => [letter.charCodeAt(0), 0x80 + index]))
