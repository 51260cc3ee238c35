import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { hashWords } from './word-hashes.ts'

/**
 * The stems of the words that stand in nearly every text of a language: articles, pronouns, "there", "said". By the list of stop words of
 * the package `stopwords-iso`, in 58 languages, each of which is read once a process when its first text comes.
 * @param language primary subtag of BCP 47
 * @returns hashes as {@link hashWords} gives them; none for a language without a list
 */
export function commonWords(language: string): ReadonlySet<number> {
  let stems = known.get(language)
  if (stems === undefined) {
    lists ??= readLists()
    const { stems: own, keys } = hashWords((lists[LISTED_AS[language] ?? language] ?? []).join('\n'), 0)
    stems = new Set([...own, ...keys.stems])
    if (known.size < LANGUAGES_KEPT_MAX) known.set(language, stems)
  }
  return stems
}

const known = new Map<string, ReadonlySet<number>>()
const LANGUAGES_KEPT_MAX = 400
let lists: Readonly<Record<string, readonly string[]>> | undefined

const LISTED_AS: Readonly<Record<string, string>> = { nb: 'no', nn: 'no', fil: 'tl' }

function readLists(): Readonly<Record<string, readonly string[]>> {
  const path = createRequire(import.meta.url).resolve('stopwords-iso/stopwords-iso.json')
  return JSON.parse(readFileSync(path, 'utf8')) as Readonly<Record<string, readonly string[]>>
}
