import { hash32, hash52 } from '../text/hash.ts'
import { signatureOf } from '../text/signature.ts'
import { languageNeutralUrl, urlPathTail } from '../text/url-forms.ts'
import { foldText } from '../text/words.ts'
import { normalTitle } from './normal-title.ts'
import { type HashedText, hashWords, type WordHashes } from './word-hashes.ts'

/** What matching needs to know of an entry. */
export interface MatchText {
  readonly title: string
  /** Plain text; what follows the first {@link summaryCharactersMax} characters is not read. */
  readonly summary: string
  /** BCP 47. */
  readonly language: string
  readonly canonicalUrl: string | null
  readonly sourceId: string
  /** Addresses, canonical, at which the publisher says this text stands in other languages. */
  readonly alternateUrls?: readonly string[]
  /** What feeds share that carry the same announcements in several languages. */
  readonly pair?: string | null
}

/** Distinct words, rising, each with the place of its stem among {@link MatchTokens.stems}. */
export interface WordList {
  readonly hashes: Uint32Array
  readonly places: Uint16Array
}

/**
 * A text as numbers, before anything is weighed: what to count and to look up. Plain data, and all its lists on one buffer: it is handed from
 * the thread that reads the text to the one that knows its neighbours.
 */
export interface MatchTokens {
  readonly language: string
  /** Of all its words: distinct, rising. A word is weighed by its stem. */
  readonly stems: Uint32Array
  /** For each stem {@link IN_TITLE} and {@link IN_SUMMARY}, where stories compare it; 0 for single Han, which say too little. */
  readonly uses: Uint8Array
  readonly title: WordList
  /** The title without what may be a publisher's name; null when nothing looks like one. */
  readonly head: WordList | null
  readonly suffix: { readonly key: number; readonly ofSource: number; readonly isName: boolean } | null
  readonly summary: WordList
  readonly titleHash: number
  readonly headHash: number | null
  /** Mostly Han or kana. */
  readonly unspaced: boolean
  /** The end of the title is missing. */
  readonly cut: boolean
  readonly templateKey: number
  readonly signature: readonly number[]
  readonly urlKey: number | null
  readonly tailKey: number | null
  readonly neutralKey: number | null
  /** What versions in other languages have as their `urlKey`. */
  readonly versionKeys: readonly number[]
  readonly pairKey: number | null
}

export const IN_TITLE = 1
export const IN_SUMMARY = 2

export const summaryCharactersMax = 300
const TITLE_WORDS_MAX = 120
const VERSIONS_MAX = 12

/** Reads title, summary and address. Numbers below 2^53: 32-bit hashes of words, 52-bit hashes of addresses and whole titles. */
export function matchTokens(text: MatchText): MatchTokens {
  const normal = normalTitle(text.title)
  const summaryText = withoutTitle(text.summary.slice(0, summaryCharactersMax + normal.title.length), normal.title).slice(
    0,
    summaryCharactersMax
  )
  const folded = foldText(normal.title)
  const url = text.canonicalUrl
  const tail = url === null ? null : urlPathTail(url)
  const neutral = url === null ? null : languageNeutralUrl(url)
  const title = hashWords(normal.title, TITLE_WORDS_MAX)
  return {
    language: text.language.split('-', 1)[0]!.toLowerCase(),
    ...listWords(title, normal.head === null ? null : hashWords(normal.head, 0), hashWords(summaryText, 0)),
    unspaced: 2 * title.spaceless > Math.min(title.words.length, TITLE_WORDS_MAX),
    cut: normal.cut,
    suffix:
      normal.suffix === null
        ? null
        : { key: hash52('suffix', text.sourceId, normal.suffix), ofSource: hash52('suffixes', text.sourceId), isName: normal.suffixIsName },
    titleHash: hash52('title', folded),
    headHash: normal.head === null ? null : hash52('title', foldText(normal.head)),
    templateKey: hash52('template', text.sourceId, folded.replace(/\p{Nd}+/gu, '#')),
    signature: signatureOf(normal.title, text.language).map((item) => hash32(item)),
    urlKey: url === null ? null : hash52('url', url),
    tailKey: tail === null ? null : hash52('tail', tail),
    neutralKey: neutral === null ? null : hash52('neutral', neutral),
    versionKeys: (text.alternateUrls ?? [])
      .filter((one) => one !== url)
      .slice(0, VERSIONS_MAX)
      .map((one) => hash52('url', one)),
    pairKey: text.pair == null ? null : hash52('pair', text.pair)
  }
}

/** A summary that begins with the title says nothing of its own there. */
function withoutTitle(summary: string, title: string): string {
  return title !== '' && summary.startsWith(title) ? summary.slice(title.length) : summary
}

function listWords(
  title: HashedText,
  head: HashedText | null,
  summary: HashedText
): Pick<MatchTokens, 'stems' | 'uses' | 'title' | 'head' | 'summary'> {
  const titleKeys = firstOf(title.keys, TITLE_WORDS_MAX)
  // Characters tell rewording, pairs tell what it is about.
  const titleWords = title.keys.words === title.words ? titleKeys : joined(firstOf(title, TITLE_WORDS_MAX), titleKeys)
  const headWords = head && firstOf(head.keys.words === head.words ? head : joined(head, head.keys), 2 * TITLE_WORDS_MAX)
  const stems = distinctStems([
    [titleKeys, IN_TITLE],
    [summary.keys, IN_SUMMARY],
    [titleWords, 0],
    [summary, 0],
    ...(headWords ? ([[headWords, 0]] as const) : [])
  ])
  const lists = [titleWords, headWords, summary].map((list) => list && distinctWords(list))

  const listed = lists.reduce((sum, list) => sum + (list ? list.hashes.length : 0), 0)
  const room = new ArrayBuffer(4 * (stems.hashes.length + listed) + 2 * listed + stems.uses.length)
  let wide = 0
  let narrow = 4 * (stems.hashes.length + listed)
  const takeWide = (numbers: ArrayLike<number>): Uint32Array => {
    const taken = new Uint32Array(room, wide, numbers.length)
    taken.set(numbers)
    wide += taken.byteLength
    return taken
  }
  const own = takeWide(stems.hashes)
  const [titleList, headList, summaryList] = lists.map((list): WordList | null => {
    if (list === null) return null
    const hashes = takeWide(list.hashes)
    const places = new Uint16Array(room, narrow, hashes.length)
    narrow += places.byteLength
    for (let index = 0; index < places.length; index++) places[index] = placeOf(own, list.stems[index]!)
    return { hashes, places }
  })
  const uses = new Uint8Array(room, narrow, own.length)
  uses.set(stems.uses)
  return { stems: own, uses, title: titleList!, head: headList!, summary: summaryList! }
}

function joined(one: WordHashes, other: WordHashes): WordHashes {
  return { words: [...one.words, ...other.words], stems: [...one.stems, ...other.stems] }
}

function firstOf({ words, stems }: WordHashes, max: number): WordHashes {
  return words.length <= max ? { words, stems } : { words: words.slice(0, max), stems: stems.slice(0, max) }
}

/* Numbers are sorted with what belongs to them in their lower bits, which sorts typed arrays without calling back. */
let scratch = new Float64Array(1_024)

function sortedScratch(length: number, fill: (into: Float64Array) => void): Float64Array {
  if (scratch.length < length) scratch = new Float64Array(2 * length)
  fill(scratch)
  return scratch.subarray(0, length).sort()
}

function distinctStems(lists: readonly (readonly [WordHashes, use: number])[]): { readonly hashes: number[]; readonly uses: number[] } {
  const sorted = sortedScratch(
    lists.reduce((sum, [{ stems }]) => sum + stems.length, 0),
    (into) => {
      let at = 0
      for (const [list, use] of lists) for (let index = 0; index < list.stems.length; index++) into[at++] = list.stems[index]! * USES + use
    }
  )
  const hashes: number[] = []
  const uses: number[] = []
  for (let index = 0; index < sorted.length; index++) {
    const use = sorted[index]! % USES
    const hash = (sorted[index]! - use) / USES
    if (hash === hashes.at(-1)) uses[uses.length - 1]! |= use
    else {
      hashes.push(hash)
      uses.push(use)
    }
  }
  return { hashes, uses }
}

const USES = 4

function distinctWords({ words, stems }: WordHashes): { readonly hashes: number[]; readonly stems: number[] } {
  const sorted = sortedScratch(words.length, (into) => {
    for (let index = 0; index < words.length; index++) into[index] = words[index]! * WORDS_MAX + index
  })
  const distinct: { hashes: number[]; stems: number[] } = { hashes: [], stems: [] }
  for (let at = 0; at < sorted.length; at++) {
    const index = sorted[at]! % WORDS_MAX
    const hash = (sorted[at]! - index) / WORDS_MAX
    if (hash === distinct.hashes.at(-1)) continue
    distinct.hashes.push(hash)
    distinct.stems.push(stems[index]!)
  }
  return distinct
}

/** More than a title and the beginning of a summary can hold. */
const WORDS_MAX = 65_536

function placeOf(stems: Uint32Array, stem: number): number {
  let low = 0
  let high = stems.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (stems[middle]! < stem) low = middle + 1
    else high = middle
  }
  return low
}
