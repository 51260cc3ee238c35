import { francAll } from 'franc'
import { data } from 'franc/data.js'
import { createRequire } from 'node:module'
import { knownLanguages } from './language-codes.ts'

/**
 * Asks franc about a shortlist. `franc` answers when it knows every language of the list; `franc-all`, the same rule over more languages
 * (Basque, Welsh, Irish, Maltese, Icelandic and others that franc leaves out), when it does not.
 * @param text as written
 * @param shortlist BCP 47 tags of one script
 * @returns distance per tag as franc scales it: 1 for its best, less for the others; languages without a trigram table are left out
 */
export function francScores(text: string, script: string, shortlist: readonly string[]): ReadonlyMap<string, number> {
  const scores = new Map<string, number>()
  const only: string[] = []
  let wide = false
  for (const tag of shortlist) {
    const iso3 = iso3OfTag.get(tag)
    if (iso3 === undefined) continue
    only.push(iso3)
    if (!inFranc.has(`${iso3}-${script}`)) wide = true
  }
  if (only.length < 2) return scores
  const sample = text.length > SAMPLE_LENGTH_MAX ? text.slice(0, SAMPLE_LENGTH_MAX) : text
  const { francAll: ask } = wide ? (require('franc-all') as typeof import('franc-all')) : { francAll }
  for (const [iso3, score] of ask(sample, { only, minLength: 3 })) {
    const tag = shortlist.find((candidate) => iso3OfTag.get(candidate) === iso3)
    if (tag !== undefined) scores.set(tag, score)
  }
  return scores
}

/** Loads when asked. */
const require = createRequire(import.meta.url)
const SAMPLE_LENGTH_MAX = 400

const SCRIPT_NAMES: Readonly<Record<string, string>> = {
  Latin: 'Latn',
  Cyrillic: 'Cyrl',
  Arabic: 'Arab',
  Devanagari: 'Deva',
  Myanmar: 'Mymr',
  Ethiopic: 'Ethi',
  Hebrew: 'Hebr'
}

const inFranc = new Set(
  Object.entries(data as Record<string, Record<string, string>>).flatMap(([name, languages]) =>
    Object.keys(languages).map((iso3) => `${iso3}-${SCRIPT_NAMES[name]}`)
  )
)

const iso3OfTag = new Map(
  knownLanguages()
    .filter((row) => row.iso3 !== null)
    .map((row) => [row.tag, row.iso3!])
)
