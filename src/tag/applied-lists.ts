import { foldingOf, type Folding } from '../text/fold.ts'

/** The language of terms that hold in every language: names that are not translated, and those of conditions. */
export const ANY_LANGUAGE = '*'

/** How much of a language's lists is tried on a text. */
export type ListLevel = 'none' | 'strong' | 'all'

/**
 * Which lists apply to a text: those of its own language and of its siblings (both ways of writing Chinese; languages
 * so near that a short text cannot tell them apart), and the English strong terms everywhere, for loan words. A text
 * of unknown language is tried against the strong terms of all. The list for any language applies to every text.
 * @param textLanguage BCP 47 tag of the text, `und` when unknown
 * @param listLanguage BCP 47 tag of the list
 */
export function listLevel(textLanguage: string, listLanguage: string): ListLevel {
  if (listLanguage === ANY_LANGUAGE) return 'all'
  const text = readTag(textLanguage)
  const list = readTag(listLanguage)
  const readable = list.script === null || text.script === null || text.base === 'zh' || text.script === list.script
  if (readable && sameGroup(text.base, list.base)) return 'all'
  return list.base === 'en' || text.base === 'und' || text.base === 'mul' ? 'strong' : 'none'
}

/** The ways in which a text of a language must be folded so that every list that applies to it can be found. */
export function foldingsOf(textLanguage: string): readonly Folding[] {
  const base = readTag(textLanguage).base
  if (base === 'und' || base === 'mul') return ALL_FOLDINGS
  const own = foldingOf(base)
  return own === 'turkish' ? [own, 'plain'] : [own]
}

/**
 * The ways in which the terms of a list must be folded: its own, for English terms those of every host language, and for
 * terms of any language all.
 */
export function termFoldings(listLanguage: string): readonly Folding[] {
  if (listLanguage === ANY_LANGUAGE) return ALL_FOLDINGS
  return readTag(listLanguage).base === 'en' ? ['plain', 'strip'] : [foldingOf(listLanguage)]
}

const ALL_FOLDINGS: readonly Folding[] = ['plain', 'strip', 'turkish']

const GROUPS: readonly (readonly string[])[] = [
  ['nb', 'nn', 'no', 'da'],
  ['id', 'ms'],
  ['hr', 'bs', 'sr', 'sh'],
  ['fil', 'tl'],
  ['fa', 'prs']
]

function sameGroup(one: string, other: string): boolean {
  return one === other || GROUPS.some((group) => group.includes(one) && group.includes(other))
}

function readTag(tag: string): { readonly base: string; readonly script: string | null } {
  const [base = '', ...rest] = tag.split('-')
  const script = rest.find((part) => /^[A-Za-z]{4}$/.test(part)) ?? null
  return { base: base.toLowerCase(), script }
}
