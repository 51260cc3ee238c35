import { knownLanguages, readDeclaredTag } from './language-codes.ts'
import type { LanguageMemory } from './language-memory.ts'

/** What is known about the language of an item before its text is read. */
export interface Hints {
  readonly declared?: string | null
  readonly sourceMemory?: LanguageMemory | null
  /** ISO 3166, of the source. */
  readonly region?: string | null
}

/**
 * How likely each language is before the text speaks: from what the source was seen to write, else from the declared tag, else from the
 * language most used in the country. English tags are believed less, since templates ship them.
 * @param candidates BCP 47 tags
 * @returns a positive share per candidate, adding up to 1
 */
export function languagePrior(candidates: readonly string[], hints: Hints): readonly number[] {
  const tag = readDeclaredTag(hints.declared)
  const hint = tag ?? (hints.region ? readDeclaredTag(languageOfRegion(hints.region)) : null)
  const trust = tag === null ? TRUST_REGION : tag.has('en') ? TRUST_ENGLISH : TRUST
  // English is what stands in a feed of another language; without such a feed to stand in, it is one language of many.
  const hinted = hint !== null || hints.sourceMemory != null
  let open = 0
  for (const candidate of candidates) open += openWeight(candidate, hinted)
  const memory = hints.sourceMemory?.counts
  const counts = candidates.map((candidate) => {
    const flat = openWeight(candidate, hinted) / open
    const start = hint === null ? flat : trust * (hint.get(candidate) ?? 0) + (1 - trust) * flat
    return memory === undefined ? start : START_COUNT * start + (memory[candidate] ?? 0)
  })
  const sum = counts.reduce((total, count) => total + count, 0)
  return counts.map((count) => count / sum)
}

const TRUST = 0.95
const TRUST_ENGLISH = 0.7
const TRUST_REGION = 0.5
/** How many items the declared tag is worth once a source has been read. */
const START_COUNT = 2.5

const rare = new Set(
  knownLanguages()
    .filter((row) => row.rare)
    .map((row) => row.tag)
)

function openWeight(tag: string, hinted: boolean): number {
  return tag === 'en' && hinted ? 10 : rare.has(tag) ? 0.1 : 1
}

const regionLanguages = new Map<string, string | null>()

function languageOfRegion(region: string): string | null {
  const country = region.slice(0, 2).toUpperCase()
  if (!/^[A-Z]{2}$/.test(country)) return null
  const known = regionLanguages.get(country)
  if (known !== undefined) return known
  const likely = new Intl.Locale(`und-${country}`).maximize()
  const named = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' }).of(country) !== undefined
  const tag = named && likely.language !== 'und' ? likely.toString() : null
  regionLanguages.set(country, tag)
  return tag
}
