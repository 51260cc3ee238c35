import { hash32 } from '../text/hash.ts'
import { isSpaceless } from '../text/scripts.ts'
import { clusters, foldAccents, foldForWords, HAN, HANGUL, LETTER, readRuns } from '../text/words.ts'

/** Hashes of words, each beside the hash of its stem. */
export interface WordHashes {
  readonly words: number[]
  readonly stems: number[]
}

/** The words of a text as `readWords` finds them, hashed where they stand: a string is only made of a word whose letters are folded. */
export interface HashedText extends WordHashes {
  /** The same, but Han and kana give pairs of characters; the text itself where it has none of these. */
  readonly keys: WordHashes
  /** How many of the first words are single characters of a script without spaces. */
  readonly spaceless: number
}

/** @param firstWords of so many words the spaceless ones are counted */
export function hashWords(text: string, firstWords: number): HashedText {
  const folded = foldForWords(text)
  const words: WordHashes = { words: [], stems: [] }
  let keys = words
  let spaceless = 0

  function add(into: WordHashes, start: number, end: number): void {
    const hash = hash32(folded, start, end)
    if (into === words && end - start === 1 && words.words.length < firstWords && isSpaceless(folded.charCodeAt(start))) spaceless++
    into.words.push(hash)
    into.stems.push(end - start > stemCharacters ? hash32(folded, start, start + stemCharacters) : hash)
  }

  /** Pairs of what stands side by side; `borders` has the start of each character, and the end of the last. */
  function addPairs(into: WordHashes, borders: readonly number[]): void {
    if (borders.length === 2) add(into, borders[0]!, borders[1]!)
    for (let index = 2; index < borders.length; index++) add(into, borders[index - 2]!, borders[index]!)
  }

  readRuns(folded, (start, end, kind) => {
    if (kind === HAN) {
      if (keys === words) keys = { words: [...words.words], stems: [...words.stems] }
      const borders = bordersOf(folded, start, end)
      for (let index = 1; index < borders.length; index++) add(words, borders[index - 1]!, borders[index]!)
      return addPairs(keys, borders)
    }
    const first = words.words.length
    if (kind !== LETTER) addPairs(words, kind === HANGUL ? bordersOf(folded, start, end) : clusterBorders(folded, start, end))
    else if (isAscii(folded, start, end)) add(words, start, end)
    else addFolded(words, folded.slice(start, end))
    if (keys === words) return
    for (let index = first; index < words.words.length; index++) {
      keys.words.push(words.words[index]!)
      keys.stems.push(words.stems[index]!)
    }
  })
  return { ...words, keys, spaceless }
}

export const stemCharacters = 6

/** A crude stem, which serves inflected languages: the first letters, in Arabic those after the article. */
export function stemOf(word: string): string {
  const bare = isArabic(word.charCodeAt(0)) ? word.replace(ARABIC_ARTICLE, '') : word
  return bare.length > stemCharacters ? bare.slice(0, stemCharacters) : bare
}

/** The article, with what may be written before it: and, by, as, for. At least three letters stay. */
const ARABIC_ARTICLE = /^[وف]?(?:ال|بال|كال|لل)(?=\p{L}{3})/u

function isArabic(unit: number): boolean {
  return unit >= 0x0600 && unit <= 0x06ff
}

function isAscii(text: string, start: number, end: number): boolean {
  for (let index = start; index < end; index++) if (text.charCodeAt(index) > 0x7f) return false
  return true
}

function bordersOf(text: string, start: number, end: number): readonly number[] {
  const borders = [start]
  for (let index = start; index < end;) borders.push((index += text.codePointAt(index)! > 0xffff ? 2 : 1))
  return borders
}

function clusterBorders(text: string, start: number, end: number): readonly number[] {
  const borders = [start]
  for (const { length } of clusters(text.slice(start, end))) borders.push(borders.at(-1)! + length)
  return borders
}

/** A word whose letters are to be folded: the same ones come again and again, and what folding costs is paid once. */
function addFolded(into: WordHashes, run: string): void {
  let known = lately.get(run)
  if (known === undefined) {
    const word = foldAccents(run)
    known = word === '' ? NO_WORD : [hash32(word), hash32(stemOf(word))] // marks alone are no word
    if (lately.size >= REMEMBERED_MAX) lately.clear()
    if (run.length <= REMEMBERED_UNITS_MAX) lately.set(run, known)
  }
  if (known === NO_WORD) return
  into.words.push(known[0])
  into.stems.push(known[1])
}

const NO_WORD = [-1, -1] as const
const lately = new Map<string, readonly [hash: number, stem: number]>()
const REMEMBERED_MAX = 4_096
const REMEMBERED_UNITS_MAX = 24
