import { hash32 } from '../text/hash.ts'
import { keyWordsOf } from '../text/words.ts'
import { hasWord, type WordSet } from './word-set.ts'

/**
 * True for a title under which every body publishes a text of its own: its honours, its staff, its vacancies, its tenders. Two of them
 * alike say nothing, unless their summaries do.
 */
export function isOwnList(title: WordSet): boolean {
  own ??= WORDS.map((word) => hash32(keyWordsOf(word)[0]!))
  return own.some((hash) => hasWord(title, hash))
}

let own: readonly number[] | null = null

/** One word each as texts are read: two characters in Han, kana and Hangul. */
// prettier-ignore
const WORDS = [
  '叙勲', '褒章', '異動', '入札', '採用', '任免', '招聘', '招考', '招標', '인사', '채용', '입찰',
  'vacancies', 'obituaries', 'tenders', 'stellenangebote', 'personalien', 'todesanzeigen', 'nominations', 'nécrologie', 'nombramientos',
  'necrológicas', 'esquelas', 'licitaciones', 'nomeações', 'necrologia', 'necrologi', 'vacatures', 'вакансии', 'вакансії', 'некролог'
]
