import type { Item } from '../model/item.ts'
import { WINDOWS_1252 } from '../text/clean-text.ts'

/**
 * Undoes what a publisher's program did by reading its UTF-8 as windows-1252 or ISO-8859-1: "FÃ¶rderung" was "Förderung". Sequences that nobody writes
 * show it, unless letters of the same blocks stand beside them in greater number: then the text may be about such sequences.
 * @returns the item itself when it is none
 */
export function onceEncoded(item: Item): Item {
  const sample = [item.title, item.summary, item.content].map((text) => text?.slice(0, SAMPLE_CHARS_MAX) ?? '').join(' ')
  if (!SEQUENCE.test(sample)) return item
  const meant = sample.match(SEQUENCES)!.filter(isNoWriting).length
  if (meant === 0 || meant < (sample.replace(SEQUENCES, '').match(ACCENTED)?.length ?? 0)) return item
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
/** What these programs have for the bytes 80 to BF, which continue a character of UTF-8. */
const CONTINUATION = `[\\x80-\\xbf${WINDOWS_1252.join('')}]`
/** First bytes as they are read, of the blocks that news is written in: of two bytes Latin, Greek, Cyrillic, Armenian, Hebrew and Arabic. */
const PATTERN = `[\\xc2-\\xc5\\xc8\\xce-\\xdb]${CONTINUATION}|[\\xe0-\\xef]${CONTINUATION}{2}|[\\xf0-\\xf4]${CONTINUATION}{3}`
const SEQUENCE = new RegExp(PATTERN)
const SEQUENCES = new RegExp(PATTERN, 'g')
const RUNS = new RegExp(`(?:${PATTERN})+`, 'g')
/** A longer text is no news; what is left of it stays as it is. */
const RUNS_MAX = 20_000
const ACCENTED = /[\xc0-\xff](?! )/g
/** The second byte of "à", and of a no-break space, is a no-break space, which is one with the space behind it by now. */
const LOST_SPACE = /[\xc2\xc3](?= )/g
/** Anything but letters, quotes, dots, dashes and the like, which do follow a letter with an accent: "LA CITÉ”", "pressé…»". */
const FOLLOWS_NO_LETTER = /[^ŠšŒœŽžŸ\u00a0\u00a1\u00ab\u00ae\u00b0\u00b7\u00bb\u00bf‚„…‹‘’“”•–—™›]/

function isNoWriting(sequence: string): boolean {
  return FOLLOWS_NO_LETTER.test(sequence.slice(1)) && decoded(sequence) !== sequence
}

function repaired(text: string): string {
  let left = RUNS_MAX
  const read = text.replace(RUNS, (run) => {
    if (--left < 0) return run
    const whole = decoded(run)
    return whole === run ? run.replace(SEQUENCES, decoded) : whole
  })
  return read.replace(LOST_SPACE, (letter) => (letter === 'Ã' ? 'à' : ''))
}

/** @returns the letters themselves when their bytes are no UTF-8 */
function decoded(letters: string): string {
  const bytes = new Uint8Array(letters.length)
  for (let index = 0; index < letters.length; index++) bytes[index] = byteOf(letters, index)
  try {
    return utf8.decode(bytes)
  } catch {
    return letters
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function byteOf(letters: string, index: number): number {
  const unit = letters.charCodeAt(index)
  return unit <= 0xff ? unit : 0x80 + WINDOWS_1252.indexOf(letters[index]!)
}
