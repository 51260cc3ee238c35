import type { TermHit, TopicMatch } from '../model/entry.ts'
import { languageName } from './names.ts'

const RULE_NAMES: Readonly<Record<TermHit['rule'], string>> = {
  strong: 'strong term',
  subject: 'names the subject',
  supporting: 'supporting term',
  decisive: 'decisive beside the subject',
  near: 'right beside the subject',
  context: 'context',
  exclude: 'speaks against it',
  where: 'condition',
  edit: 'editor',
  learned: 'learned from editors'
}

const FIELD_NAMES: Readonly<Record<TermHit['field'], string>> = { title: 'in the title', summary: 'in the summary', content: 'in the text' }

const WEIGHT: readonly TermHit['rule'][] = [
  'edit',
  'learned',
  'strong',
  'supporting',
  'decisive',
  'near',
  'subject',
  'context',
  'where',
  'exclude'
]

/** Hits by what they weigh, each term named once, and each place in the text by the weightiest rule alone. */
export function mainReasons(why: readonly TermHit[]): readonly TermHit[] {
  const seen = new Set<string>()
  return why
    .toSorted((one, other) => WEIGHT.indexOf(one.rule) - WEIGHT.indexOf(other.rule))
    .filter((hit) => {
      const keys = [`${hit.rule} ${hit.term}`, ...(hit.length > 0 ? [`${hit.field} ${hit.offset} ${hit.length}`] : [])]
      if (keys.some((key) => seen.has(key))) return false
      for (const key of keys) seen.add(key)
      return true
    })
}

/** The words that were found, as they stand in the field; the term itself where they cannot be read there. */
export function foundWords(hit: TermHit, field: string): string {
  const found = field.slice(hit.offset, hit.offset + hit.length)
  return found !== '' && hit.length <= 80 ? found : hit.term.replace(/^=|\*$/g, '')
}

/** One reason in parts, so that the words found can be set apart in their own direction. */
export interface Reason {
  /** The words as they stand in the text; null for a reason that names none. */
  readonly found: string | null
  readonly rest: string
}

/** One reason, such as: “AI native industry” and "in the title (strong term, English)". */
export function reasonOf(hit: TermHit, field: string): Reason {
  if (hit.rule === 'edit') return { found: null, rest: `an editor chose it: ${hit.term}` }
  if (hit.rule === 'learned') return { found: null, rest: `of what editors chose before: ${hit.term}` }
  if (hit.rule === 'where') return { found: null, rest: `it meets the condition ${hit.term}` }
  return { found: foundWords(hit, field), rest: `${FIELD_NAMES[hit.field]} (${RULE_NAMES[hit.rule]}, ${languageName(hit.language)})` }
}

/** All reasons in one line of plain text, for feeds. */
export function whyText(match: TopicMatch | undefined, fields: Readonly<Record<TermHit['field'], string>>): string {
  if (!match) return ''
  return mainReasons(match.why)
    .filter((hit) => hit.rule !== 'exclude')
    .slice(0, 4)
    .map((hit) => reasonOf(hit, fields[hit.field]))
    .map(({ found, rest }) => (found === null ? rest : `“${found}” ${rest}`))
    .join('; ')
}
