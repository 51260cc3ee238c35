import { hash32 } from '../text/hash.ts'
import { isSpaceless } from '../text/scripts.ts'
import { signatureOf } from '../text/signature.ts'
import { languageNeutralUrl, urlPathTail } from '../text/url-forms.ts'
import { foldText, readWords } from '../text/words.ts'
import { normalTitle } from './normal-title.ts'
import type { WordCounts } from './word-counts.ts'
import { type WordSet, wordSet } from './word-set.ts'

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

/** A text as numbers, before anything is weighed: what to count and to look up. */
export interface MatchTokens {
  readonly language: string
  readonly title: readonly number[]
  /** The title without what may be a publisher's name; null when nothing looks like one. */
  readonly head: readonly number[] | null
  readonly suffix: { readonly key: number; readonly ofSource: number; readonly isName: boolean } | null
  readonly summary: readonly number[]
  /** Words of title and summary as stories compare them: stems, pairs of Han. */
  readonly story: readonly number[]
  readonly storyTitle: readonly number[]
  /** The word each story word came from is weighed by its stem: word hash to stem hash, where they differ. */
  readonly stems: ReadonlyMap<number, number>
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

/** What is kept of a text to find its copies: numbers only. */
export interface MatchFeatures {
  readonly language: string
  readonly title: WordSet
  readonly head: WordSet | null
  readonly summary: WordSet
  readonly titleHash: number
  readonly headHash: number | null
  /** Mostly Han or kana. */
  readonly unspaced: boolean
  /** The end of the title is missing. */
  readonly cut: boolean
  readonly signature: readonly number[]
  readonly urlKey: number | null
  readonly tailKey: number | null
}

export const summaryCharactersMax = 300
const TITLE_WORDS_MAX = 120
const VERSIONS_MAX = 12
export const stemCharacters = 6

/** Reads title, summary and address. Numbers below 2^53: 32-bit hashes of words, 52-bit hashes of addresses and whole titles. */
export function matchTokens(text: MatchText): MatchTokens {
  const language = text.language.split('-', 1)[0]!.toLowerCase()
  const normal = normalTitle(text.title)
  const stems = new Map<number, number>()
  const summaryText = withoutTitle(text.summary.slice(0, summaryCharactersMax + normal.title.length), normal.title).slice(
    0,
    summaryCharactersMax
  )
  const summary = readWords(summaryText)
  const title = readWords(normal.title)
  const head = normal.head === null ? null : readWords(normal.head)
  const hashed = (words: readonly string[]): number[] => words.map((word) => hashWord(word, stems))
  const folded = foldText(normal.title)
  const headFolded = normal.head === null ? null : foldText(normal.head)
  const titleWords = title.words.slice(0, TITLE_WORDS_MAX)
  const keyWords = title.keyWords.slice(0, TITLE_WORDS_MAX)
  const url = text.canonicalUrl
  const tail = url === null ? null : urlPathTail(url)
  const neutral = url === null ? null : languageNeutralUrl(url)
  return {
    language,
    // Characters tell rewording, pairs tell what it is about.
    title: hashed([...titleWords, ...keyWords]),
    head: head === null ? null : hashed([...head.words, ...head.keyWords].slice(0, 2 * TITLE_WORDS_MAX)),
    unspaced: 2 * titleWords.filter((word) => word.length === 1 && isSpaceless(word.codePointAt(0)!)).length > titleWords.length,
    cut: normal.cut,
    suffix:
      normal.suffix === null
        ? null
        : { key: hash52('suffix', text.sourceId, normal.suffix), ofSource: hash52('suffixes', text.sourceId), isName: normal.suffixIsName },
    summary: hashed(summary.words),
    story: summary.keyWords.map(hashStem),
    storyTitle: keyWords.map(hashStem),
    stems,
    titleHash: hash52('title', folded),
    headHash: headFolded === null ? null : hash52('title', headFolded),
    templateKey: hash52('template', text.sourceId, folded.replace(/\p{Nd}+/gu, '#')),
    signature: signatureOf(normal.title, text.language).map((item) => hash32(item)),
    urlKey: url === null ? null : hash52('url', url),
    tailKey: tail === null ? null : hash52('tail', tail),
    neutralKey: neutral === null ? null : hash52('neutral', neutral),
    versionKeys: (text.alternateUrls ?? []).filter((one) => one !== url).slice(0, VERSIONS_MAX).map((one) => hash52('url', one)),
    pairKey: text.pair == null ? null : hash52('pair', text.pair)
  }
}

/** Weighs the words by how rare they are in the stories of their language, and drops a publisher's name that was learned. */
export function matchFeatures(tokens: MatchTokens, counts: WordCounts, now: number, weigh: Weigher = wordWeigher(tokens, counts, now)): MatchFeatures {
  const learned = suffixLearned(tokens, counts, now)
  const title = wordSet(learned && tokens.head ? tokens.head : tokens.title, weigh)
  return {
    language: tokens.language,
    title,
    head: !learned && tokens.head && tokens.suffix!.isName ? wordSet(tokens.head, weigh) : null,
    summary: wordSet(tokens.summary, weigh),
    titleHash: learned && tokens.headHash !== null ? tokens.headHash : tokens.titleHash,
    headHash: !learned && tokens.suffix?.isName ? tokens.headHash : null,
    unspaced: tokens.unspaced,
    cut: tokens.cut,
    signature: tokens.signature,
    urlKey: tokens.urlKey,
    tailKey: tokens.tailKey
  }
}

/** Weight of a word by its stem: the logarithm of how many stories of the language there are to one with the word. */
export function wordWeigher(tokens: MatchTokens, counts: WordCounts, now: number): Weigher {
  const unit = counts.worthAt(now)
  const stories = counts.count(languageKey(tokens.language), unit)
  return (hash) => Math.log(1 + (stories + 1) / (counts.count(tokens.stems.get(hash) ?? hash, unit) + 1))
}

export type Weigher = (hash: number) => number

/** True when the source brought this title, numbers aside, on three earlier days or more: it says little then. */
export function recursOnDays({ templateKey }: MatchTokens, counts: WordCounts, now: number): boolean {
  return counts.count(templateKey, counts.worthAt(now)) >= TEMPLATE_DAYS_MIN
}

const TEMPLATE_DAYS_MIN = 2.5

/** What is counted of a source: its titles (a template once a day) and what may be its name at their end. */
export function countedOfSource({ templateKey, suffix }: MatchTokens, counts: WordCounts, now: number): readonly number[] {
  return [...(counts.lastSeenOnDayOf(templateKey, now) ? [] : [templateKey]), ...(suffix === null ? [] : [suffix.key, suffix.ofSource])]
}

/** The key under which the stories of a language are counted. */
export function languageKey(language: string): number {
  const known = languageKeys.get(language)
  if (known !== undefined) return known
  const key = hash52('language', language)
  if (languageKeys.size < LANGUAGES_KEPT_MAX) languageKeys.set(language, key)
  return key
}

const languageKeys = new Map<string, number>()
const LANGUAGES_KEPT_MAX = 400

/** A name at the end of at least five titles of a source, and of half of those that end in something like a name, is the publisher's. */
function suffixLearned({ suffix }: MatchTokens, counts: WordCounts, now: number): boolean {
  if (suffix === null) return false
  const unit = counts.worthAt(now)
  const n = counts.count(suffix.key, unit)
  return n >= SUFFIX_TITLES_MIN && n >= SUFFIX_SHARE_MIN * counts.count(suffix.ofSource, unit)
}

const SUFFIX_TITLES_MIN = 4.5
const SUFFIX_SHARE_MIN = 0.5

/** A summary that begins with the title says nothing of its own there. */
function withoutTitle(summary: string, title: string): string {
  return title !== '' && summary.startsWith(title) ? summary.slice(title.length) : summary
}

function hashWord(word: string, stems: Map<number, number>): number {
  const hash = hash32(word)
  const stem = stemOf(word)
  if (stem !== word) stems.set(hash, hash32(stem))
  return hash
}

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

function hashStem(word: string): number {
  return hash32(stemOf(word))
}

/** A hash below 2^52, for what must not collide by chance. */
export function hash52(...parts: readonly string[]): number {
  const text = parts.join('\u0000')
  return 0x1_0000_0000 + hash32(text) * 0x8_0000 + (hash32(`\u0001${text}`) >>> 13)
}
