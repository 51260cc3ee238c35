import { foldText, foldingOf, type Folding } from '../text/fold.ts'
import { createAutomaton, type Automaton } from './automaton.ts'
import { countryNames } from './country-names.ts'
import { COUNTRY_NAMES, REGIONS } from './regions.ts'
import { matchEnd, readTerm, type TermPattern } from './term-pattern.ts'

/** A region that a text names. */
export interface RegionHit {
  /** ISO 3166-1 alpha-2 or 3166-2; EU and UN as well. */
  readonly code: string
  /** As the text writes it. */
  readonly term: string
  readonly field: 'title' | 'summary'
  /** In UTF-16 units from the start of the field. */
  readonly offset: number
}

export interface RegionText {
  readonly title: string
  readonly summary: string
  /** BCP 47, `und` when unknown. */
  readonly language: string
  /** Where the source is, which lends support to names that several places share. */
  readonly sourceRegion: string | null
}

export interface Gazetteer {
  /** The names that apply to texts of a language. */
  readonly namesFor: (base: string) => PlaceNames
}

interface PlaceNames {
  readonly automaton: Automaton
  readonly names: readonly PlaceName[]
}

interface PlaceName {
  readonly code: string
  readonly term: string
  readonly language: string
  readonly pattern: TermPattern
  readonly ambiguous: boolean
  /** No place: it only covers a shorter name. */
  readonly cover: boolean
  /** How long an ending of inflection may be, in UTF-16 units. */
  readonly endingMax: number
}

/**
 * All country names and the regions kept by hand. Made once and shared; the names of a language are built when its first text comes,
 * in a few milliseconds, where those of all languages together take a third of a second.
 */
export function createGazetteer(): Gazetteer {
  const built = new Map<string, PlaceNames>()
  return {
    namesFor(base) {
      const known = built.get(base)
      if (known) return known
      const names = buildNames(base)
      built.set(base, names)
      return names
    }
  }
}

function buildNames(base: string): PlaceNames {
  const names: PlaceName[] = []
  const foldings = foldingsFor(base)
  const seen = new Set<string>()
  for (const row of [...writtenRows(), ...listedRows(base)]) {
    const { code, language, term } = row
    if (!applies(language, base)) continue
    const reading = readTerm(term, language === ANY ? foldings : foldings.filter((folding) => folding === foldingOf(language)))
    if (reading.kind === 'failed') continue
    for (const pattern of reading.patterns) {
      const name = `${code} ${language} ${pattern.folding} ${pattern.key}`
      if (seen.has(name)) continue
      seen.add(name)
      names.push({ ...row, term: term.replace(/\*/g, ''), pattern, endingMax: endingMaxOf(language) })
    }
  }
  return { automaton: createAutomaton(names.map((name) => name.pattern.key)), names }
}

let written: readonly Row[] | undefined
let judged: ReadonlySet<string> | undefined

function writtenRows(): readonly Row[] {
  return (written ??= [...readRows(COUNTRY_NAMES), ...readRows(REGIONS)])
}

/** The names of the country list that apply, but those that were judged by hand. */
function listedRows(base: string): readonly Row[] {
  const byHand = (judged ??= new Set(
    writtenRows()
      .filter((row) => row.ambiguous)
      .map((row) => `${row.code} ${row.language} ${row.term}`)
  ))
  return [...countryNames((language) => applies(language, base))].flatMap(([language, code, name]) => {
    const tidy = name.replace(/\s*\(.*?\)\s*/g, ' ').trim()
    const row = { code, language, term: inflected(tidy, language), ambiguous: false, cover: false }
    return tidy.length < 2 || byHand.has(`${code} ${language} ${tidy}`) ? [] : [row]
  })
}

/**
 * Finds the countries, regions and large cities that a title and the beginning of a summary name. A name that several
 * places or another word share counts only with support: from the source's own region, from another name of the same
 * country in the text, or (for a country) from a preposition before it.
 * @returns each region once, where it is named first; nothing for a text that names none: the caller may then take the
 *   source's region
 */
export function findRegions(text: RegionText, gazetteer: Gazetteer): readonly RegionHit[] {
  const finds: Find[] = []
  for (const field of ['title', 'summary'] as const) {
    const original = text[field].slice(0, FIELD_UNITS_MAX)
    for (const folding of foldingsFor(text.language)) finds.push(...findNames(original, field, text.language, folding, gazetteer))
  }
  const kept = withoutCovered(finds)
  const clear = kept.filter((find) => !find.name.ambiguous)
  const supported = new Set(clear.map((find) => countryOf(find.name.code)))
  const hits = new Map<string, RegionHit>()
  for (const find of kept) {
    const code = find.name.ambiguous ? settle(find, kept, supported, text) : find.name.code
    if (code !== null && !hits.has(code)) hits.set(code, { code, term: find.text, field: find.field, offset: find.start })
  }
  return [...hits.values()]
}

const ANY = '*'
const FIELD_UNITS_MAX = 1_000

interface Find {
  readonly name: PlaceName
  readonly field: 'title' | 'summary'
  readonly text: string
  readonly start: number
  readonly end: number
  readonly afterPreposition: boolean
}

function foldingsFor(language: string): readonly Folding[] {
  return language === 'und' || language === 'mul' ? ['plain', 'strip'] : [foldingOf(language)]
}

function findNames(original: string, field: Find['field'], language: string, folding: Folding, gazetteer: Gazetteer): readonly Find[] {
  const finds: Find[] = []
  const folded = foldText(original, folding)
  const { automaton, names } = gazetteer.namesFor(baseOf(language))
  automaton.scan(folded.text, (key, keyEnd) => {
    const name = names[key]!
    if (name.pattern.folding !== folding) return
    const end = matchEnd(name.pattern, folded, keyEnd, original)
    if (end === -1 || (name.pattern.anyEnding && !name.cover && endingAt(name.pattern, folded.text, keyEnd, end) > name.endingMax)) return
    const foldedStart = keyEnd - name.pattern.key.length
    if (!standsAlone(folded.text, foldedStart, end) || isDateline(folded.text, foldedStart, end)) return
    const start = folded.starts[foldedStart]!
    if (!hasCapital(name.term, original, start)) return
    const afterPreposition = PREPOSITION.test(folded.text.slice(Math.max(0, foldedStart - 6), foldedStart))
    finds.push({ name, field, text: original.slice(start, folded.ends[end - 1]), start, end: folded.ends[end - 1]!, afterPreposition })
  })
  return finds
}

const PREPOSITION = /(^| )(in|to|from|across|of|with) $/

/** How long the ending is that follows the last part of a name. */
function endingAt({ rest }: TermPattern, text: string, keyEnd: number, end: number): number {
  const last = rest.at(-1)
  return last === undefined ? end - keyEnd : end - text.lastIndexOf(last, end - last.length) - last.length
}

/** Country names in English are tried on texts of other scripts, where they are loan words; among Latin ones they clash. */
function applies(list: string, base: string): boolean {
  if (list === ANY || list === base) return true
  if (list === 'en') return NOT_LATIN.has(base) || base === 'und'
  return (list === 'nb' || list === 'no') && (base === 'no' || base === 'nn' || base === 'nb')
}

// prettier-ignore
const NOT_LATIN = new Set([
  'zh', 'ja', 'ko', 'th', 'ar', 'fa', 'ur', 'he', 'hi', 'bn', 'ta', 'te', 'kn', 'ml', 'mr', 'ru', 'uk', 'bg', 'el', 'ka', 'hy', 'am', 'km', 'lo', 'my'
])

/** Katakana and Hangul show where a name starts (ウインドウ is no India); the fold of the text keeps them apart from Han. */
function standsAlone(text: string, start: number, end: number): boolean {
  const first = text.charCodeAt(start)
  const before = text.charCodeAt(start - 1)
  if (isKatakana(first) && (isKatakana(before) || (isKatakana(text.charCodeAt(end - 1)) && isKatakana(text.charCodeAt(end))))) return false
  return !(isSyllable(first) && isSyllable(before))
}

/** Where a Chinese report was sent from says nothing of what it is about. */
function isDateline(text: string, start: number, end: number): boolean {
  const before = text.slice(Math.max(0, start - 3), start)
  return (before.endsWith('本报') || before === '新华社' || before.endsWith('中新社')) && /^(市)?\d/.test(text.slice(end, end + 2))
}

function isKatakana(unit: number): boolean {
  return unit >= 0x30a1 && unit <= 0x30fe && unit !== 0x30fb
}

function isSyllable(unit: number): boolean {
  return unit >= 0xac00 && unit <= 0xd7a3
}

/** A name that is written with a capital must be: "turkey", "chad" and "чили" are other words. */
function hasCapital(term: string, original: string, start: number): boolean {
  const first = term[0]!
  if (first === first.toLowerCase()) return true
  const written = original[start]!
  return written !== written.toLowerCase()
}

/** The leftmost and longest names; places of one code inside a phrase that covers it are left out. */
function withoutCovered(finds: readonly Find[]): readonly Find[] {
  const covers = finds.filter((find) => find.name.cover)
  const sorted = finds
    .filter((find) => !find.name.cover && !covers.some((cover) => cover.name.code === find.name.code && isInside(find, cover)))
    .sort((a, b) => (a.field === b.field ? a.start - b.start || b.end - a.end || keyUnits(b) - keyUnits(a) : a.field === 'title' ? -1 : 1))
  let last: Find | null = null
  return sorted.filter((find) => {
    if (last !== null && find.field === last.field && find.start < last.end) {
      // With endings left open, Niger is found in Nigeria too.
      return find.start === last.start && find.end === last.end && keyUnits(find) === keyUnits(last)
    }
    last = find
    return true
  })
}

function keyUnits({ name: { pattern } }: Find): number {
  return pattern.key.length + pattern.rest.join('').length
}

function isInside(find: Find, cover: Find): boolean {
  return find.field === cover.field && find.start >= cover.start && find.end <= cover.end
}

/** Which of the places that share a name is meant, or null when nothing tells. */
function settle(find: Find, finds: readonly Find[], supported: ReadonlySet<string>, text: RegionText): string | null {
  const { sourceRegion } = text
  const sharing = finds.filter((one) => one.field === find.field && one.start === find.start && one.end === find.end)
  const codes = [...new Set(sharing.map((one) => one.name.code))]
  const clear = sharing.find((one) => !one.name.ambiguous)
  if (clear) return clear.name.code
  const own = codes.find((code) => code === sourceRegion)
  if (own !== undefined) return own
  const home = sourceRegion === null ? null : countryOf(sourceRegion)
  const likely = codes.filter((code) => supported.has(countryOf(code)) || countryOf(code) === home)
  if (likely.length === 1) return likely[0]!
  if (likely.length > 1) return new Set(likely.map(countryOf)).size === 1 ? countryOf(likely[0]!) : null
  const countries = codes.filter((code) => !code.includes('-'))
  if (countries.length !== 1) return null
  const named =
    isListed(find, finds, text)
    || (codes.length === 1 ? find.afterPreposition || actsAsState(find, text) : !SHARED_WITH_WORDS.has(baseOf(text.language)))
  return named ? countries[0]! : null
}

/** Elsewhere a name that a country shares with a part of another is the country's, when nothing tells; in English either, in Greek it is farming as well. */
const SHARED_WITH_WORDS = new Set(['en', 'el'])

/** "Georgia and Armenia": what is joined to a country is one. */
function isListed(find: Find, finds: readonly Find[], text: RegionText): boolean {
  return finds.some((other) => {
    if (other.field !== find.field || other.name.ambiguous || other.name.code.includes('-')) return false
    const between = other.start >= find.end ? text[find.field].slice(find.end, other.start) : text[find.field].slice(other.end, find.start)
    return between.length <= 8 && JOINING.test(between)
  })
}

const JOINING = /^\s*(?:,|&|\/|-|–|and|und|et|y|e|ve|i|и|та|і|й|og|och|en|ja|și|és|dan|và|と|・|、|和|与|與|및)\s*$/u

/** What follows a name is what states do and have, and people of that name and birds do not: "Turkey's parliament", "Mali suspends mining permits". */
function actsAsState(find: Find, text: RegionText): boolean {
  return STATE_WORDS.test(text[find.field].slice(find.end, find.end + STATE_UNITS_MAX))
}

const STATE_UNITS_MAX = 60
// prettier-ignore
const STATE_WORDS = new RegExp(
  `^(?:['’]s?)?,?\\s(?:[\\p{L}-]+\\s){0,4}?(?:${[
    'government', 'parliament', 'president', 'prime minister', 'minister', 'ministry', 'junta', 'cabinet', 'ambassador', 'embassy', 'central bank', 'army',
    'military', 'border', 'election', 'elections', 'opposition', 'constitution', 'inflation', 'economy', 'exports', 'imports', 'tariffs', 'currency',
    'minimum wage', 'mining permits', 'sanctions', 'ceasefire', 'refugees', 'airspace', 'troops', 'king', 'independence', 'referendum', 'sovereign',
    'GDP', 'IMF', 'coup', 'rate cut', 'interest rates', 'budget', 'gas deal', 'geothermal', 'iron ore', 'oil', 'senate', 'lawmakers', 'quake', 'earthquake'
  ].join('|')})(?!\\p{L})`,
  'u'
)

function countryOf(code: string): string {
  return code.slice(0, 2)
}

function baseOf(language: string): string {
  return language.replace(/-.*$/, '').toLowerCase()
}

interface Row {
  readonly code: string
  readonly language: string
  readonly term: string
  readonly ambiguous: boolean
  readonly cover: boolean
}

function readRows(table: string): readonly Row[] {
  const rows: Row[] = []
  let code = ''
  for (const line of table.split('\n')) {
    if (!line.startsWith(' ')) {
      code = line.trim()
      continue
    }
    for (const part of line.trim().split('; ')) {
      const space = part.indexOf(' ')
      for (const name of part.slice(space + 1).split('|')) {
        const language = part.slice(0, space)
        const ambiguous = name.endsWith('?')
        const cover = name.startsWith('~')
        const bare = name.replace(/^~/, '').replace(/\?$/, '')
        rows.push({ code, language, term: ambiguous || cover || bare.endsWith('*') ? bare : inflected(bare, language), ambiguous, cover })
      }
    }
  }
  return rows
}

function stemOf(word: string, unitsMin: number): string {
  const stem = word.replace(/(?:[аяоеы][яеюйї]|[аяоеийьыуюіїєaeiouyáéíóúýąęăâîëœůαεηιουάέήίόύς])$/iu, '')
  return stem.length < unitsMin ? word : `${stem}*`
}

const FUSIONAL = new Set(['ru', 'uk', 'be', 'bg', 'mk', 'sr', 'hr', 'bs', 'sl', 'cs', 'sk', 'pl', 'lt', 'lv', 'el', 'sq', 'ro'])
const SUFFIXING = new Set(['fi', 'et', 'hu', 'tr', 'az', 'kk', 'ky', 'uz', 'tt', 'tk', 'mn', 'hy', 'ka', 'eu', 'ta', 'bn', 'ml', 'mr'])
const GENITIVE = new Set(['de', 'sv', 'da', 'nb', 'nn', 'no', 'nl'])
const STEM_UNITS_MIN = 4

function endingMaxOf(language: string): number {
  return FUSIONAL.has(language) ? 4 : SUFFIXING.has(language) ? 6 : GENITIVE.has(language) ? 1 : 3
}

/** The name with its ending left open where the language has cases. */
function inflected(name: string, language: string): string {
  if (FUSIONAL.has(language) && name.length > STEM_UNITS_MIN) {
    // Of two words or three both take endings: "Саудовская Аравия", "в Саудовской Аравии".
    const words = name.split(/\s/)
    if (words.length > 1)
      return words.length <= 3 && words.every((word) => word.length > STEM_UNITS_MIN)
        ? words.map((word) => stemOf(word, 3)).join(' ')
        : name
    return stemOf(name, STEM_UNITS_MIN)
  }
  const long = name.length > STEM_UNITS_MIN
  return (SUFFIXING.has(language) && name.length >= STEM_UNITS_MIN) || (GENITIVE.has(language) && long) ? `${name}*` : name
}
