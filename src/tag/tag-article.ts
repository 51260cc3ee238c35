import type { Condition } from '../config/schema.ts'
import type { Taggable, TermHit, TopicMatch } from '../model/entry.ts'
import { foldText, isOpen } from '../text/fold.ts'
import { foldingsOf, listLevel } from './applied-lists.ts'
import type { CompiledTerm, Tagger } from './compile-topics.ts'
import { holds } from './evaluate-condition.ts'
import { scoreHits } from './score-hits.ts'
import { standsNear } from './stands-near.ts'
import { matchEnd } from './term-pattern.ts'

/**
 * Scores an article against every topic, on its title and the beginning of its text.
 * @returns one match per topic of which a strong, subject or supporting term (or, for a topic without terms, its
 *   condition) was found, near misses with `matched: false` included; in the order of the topics. A score at or over
 *   the threshold that is not matched was refused by the topic's condition.
 */
export function tagArticle(article: Taggable, tagger: Tagger): readonly TopicMatch[] {
  const byTopic = new Map<number, Hit[]>()
  for (const [field, text] of leadOf(article)) findHits(text, field, article.language, tagger, byTopic)
  const matches: TopicMatch[] = []
  for (const [topic, config] of tagger.topics.entries()) {
    const hits = byTopic.get(topic)
    if (hits === undefined && config.where === undefined) continue
    const match = matchTopic(topic, hits ?? [], article, tagger)
    if (match !== null) matches.push(match)
  }
  return matches
}

const TITLE_COLUMNS_MAX = 500
const LEAD_COLUMNS_MAX = 250
const LEAD_COLUMNS_MIN = 50
const WHY_MAX = 40

interface Hit {
  readonly number: number
  readonly term: CompiledTerm
  readonly field: TermHit['field']
  readonly start: number
  readonly end: number
}

/**
 * The title and the beginning of the text, in columns: a Han character, a kana or a syllable says as much as two letters.
 * What comes later is mostly mentioned in passing (measured: a third of the wrong finds, none of the right ones).
 */
function leadOf(article: Taggable): readonly (readonly [TermHit['field'], string])[] {
  const summary = cut(article.summary, LEAD_COLUMNS_MAX)
  const left = LEAD_COLUMNS_MAX - columnsOf(summary)
  const repeats = summary.length > 0 && article.contentText.startsWith(summary.slice(0, 40))
  const content = left < LEAD_COLUMNS_MIN ? '' : cut(article.contentText, repeats ? LEAD_COLUMNS_MAX : left)
  return [
    ['title', cut(article.title, TITLE_COLUMNS_MAX)],
    ['summary', summary],
    ['content', content]
  ]
}

/** Cuts at the end of a word near `columns`, so that no half word is taken for a whole one. */
function cut(text: string, columns: number): string {
  let used = 0
  let end = 0
  while (end < text.length && used < columns) used += isOpen(text.charCodeAt(end++)) ? 2 : 1
  if (end === text.length) return text
  const space = text.slice(end, end + 40).search(/\s/)
  return text.slice(0, space === -1 || isOpen(text.charCodeAt(end)) ? end : end + space)
}

function columnsOf(text: string): number {
  let columns = 0
  for (let index = 0; index < text.length; index++) columns += isOpen(text.charCodeAt(index)) ? 2 : 1
  return columns
}

function findHits(text: string, field: TermHit['field'], language: string, tagger: Tagger, byTopic: Map<number, Hit[]>): void {
  if (text === '') return
  const levels = levelsOf(tagger, language)
  function record(number: number, start: number, end: number): void {
    const term = tagger.terms[number]!
    const hits = byTopic.get(term.topic)
    const hit = { number, term, field, start, end }
    if (hits === undefined) byTopic.set(term.topic, [hit])
    else hits.push(hit)
  }
  for (const folding of foldingsOf(language)) {
    const folded = foldText(text, folding)
    tagger.automaton.scan(folded.text, (key, keyEnd) => {
      const level = levels[tagger.keyLanguages[key]!]!
      if (level === 0 || (level === 1 && tagger.keyStrong[key] === 0)) return
      const pattern = tagger.patterns[key]!
      if (pattern.folding !== folding) return
      const end = matchEnd(pattern, folded, keyEnd, text)
      if (end !== -1) record(tagger.keyTerms[key]!, folded.starts[keyEnd - pattern.key.length]!, folded.ends[end - 1]!)
    })
  }
  for (const { term, pattern } of tagger.regexes) {
    const { language: list, rule } = tagger.terms[term]!
    const level = listLevel(language, list)
    if (level === 'none' || (level === 'strong' && rule !== 'strong')) continue
    for (const span of pattern.find(text)) record(term, span.start, span.end)
  }
}

const levelsByTagger = new WeakMap<Tagger, Map<string, Uint8Array>>()
const LANGUAGES_KEPT_MAX = 500

function levelsOf(tagger: Tagger, language: string): Uint8Array {
  let byLanguage = levelsByTagger.get(tagger)
  if (byLanguage === undefined || byLanguage.size > LANGUAGES_KEPT_MAX) levelsByTagger.set(tagger, (byLanguage = new Map()))
  let levels = byLanguage.get(language)
  if (levels === undefined) {
    const ranks = { none: 0, strong: 1, all: 2 }
    levels = Uint8Array.from(tagger.languages, (list) => ranks[listLevel(language, list)])
    byLanguage.set(language, levels)
  }
  return levels
}

function matchTopic(topic: number, found: readonly Hit[], article: Taggable, tagger: Tagger): TopicMatch | null {
  const config = tagger.topics[topic]!
  const hits = withoutDistant(withoutCovered(found), article)
  const counts = { strong: 0, subject: 0, supporting: 0, decisive: 0, near: 0, context: 0, exclude: 0, where: 0 }
  const counted = new Set<string>()
  const numbers = new Set<number>()
  const why: TermHit[] = []
  for (const hit of hits) {
    const { rule, term, language } = hit.term
    if (!numbers.has(hit.number)) {
      numbers.add(hit.number)
      if (why.length < WHY_MAX) why.push({ term, field: hit.field, offset: hit.start, length: hit.end - hit.start, language, rule })
    }
    const name = `${rule} ${hit.term.counted}`
    if (counted.has(name)) continue
    counted.add(name)
    counts[rule]++
  }
  const fulfils = (condition: Condition): boolean => tagger.conditionTerms.get(condition)?.some((number) => numbers.has(number)) ?? false
  const holding = config.where === undefined || holds(config.where, article, fulfils)
  if (Object.keys(config.terms).length === 0) {
    return holding ? { topicId: config.topic.id, score: config.threshold, matched: true, why } : null
  }
  if (counts.strong + counts.subject + counts.supporting === 0) return null
  const score = scoreHits(counts, config.weights)
  return { topicId: config.topic.id, score, matched: holding && score >= config.threshold, why }
}

/**
 * The longest find wins: within one list, and between the lists and the other senses, a find that lies inside another
 * is not counted. Of supporting finds that merely overlap ("pusat data center") the first one counts: they name one thing.
 */
function withoutCovered(hits: readonly Hit[]): readonly Hit[] {
  const sorted = [...hits].sort(
    (a, b) => FIELDS[a.field] - FIELDS[b.field] || a.start - b.start || b.end - a.end || order(a) - order(b) || a.number - b.number
  )
  const reach: Record<string, number> = {}
  return sorted.filter(({ field, start, end, term: { rule } }) => {
    if (rule === 'where') return true
    const own = `${field} ${rule}`
    const wanted = `${field} wanted`
    const ownReach = reach[own] ?? -1
    const covered =
      ownReach >= end
      || (rule === 'supporting' && ownReach > start)
      || (reach[rule === 'exclude' ? wanted : `${field} exclude`] ?? -1) >= end
    for (const name of rule === 'exclude' ? [own] : [own, wanted]) reach[name] = Math.max(reach[name] ?? -1, end)
    return !covered
  })
}

/** Of the near terms only those that stand right beside a subject count. */
function withoutDistant(hits: readonly Hit[], article: Taggable): readonly Hit[] {
  if (!hits.some(({ term }) => term.rule === 'near')) return hits
  const subjects = hits.filter(({ term }) => term.rule === 'subject')
  const texts = { title: article.title, summary: article.summary, content: article.contentText }
  return hits.filter(
    (hit) => hit.term.rule !== 'near' || subjects.some(({ field, ...span }) => field === hit.field && standsNear(texts[field], hit, span))
  )
}

function order(hit: Hit): number {
  return hit.term.rule === 'exclude' ? 0 : 1
}

const FIELDS: Readonly<Record<TermHit['field'], number>> = { title: 0, summary: 1, content: 2 }
