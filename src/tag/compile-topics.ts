import type { Condition, TopicConfig, TopicTerms } from '../config/schema.ts'
import type { TermHit } from '../model/entry.ts'
import { foldTerm } from '../text/fold.ts'
import { ANY_LANGUAGE, termFoldings } from './applied-lists.ts'
import { createAutomaton, type Automaton } from './automaton.ts'
import { readPattern, type LinearPattern } from './re2.ts'
import { readTerm, type TermPattern } from './term-pattern.ts'

export type TermRule = Exclude<TermHit['rule'], 'edit' | 'learned'>

/** One term of one list of one topic. */
export interface CompiledTerm {
  readonly topic: number
  readonly rule: TermRule
  /** Of the list; `*` for terms that hold in every language. */
  readonly language: string
  /** As the operator wrote it. */
  readonly term: string
  /** Names what is counted: the same word in two lists is one. */
  readonly counted: string
}

/** All terms of all topics, ready for `tagArticle`. Made once per configuration and shared. */
export interface Tagger {
  readonly topics: readonly TopicConfig[]
  readonly terms: readonly CompiledTerm[]
  readonly languages: readonly string[]
  /** Per key of the automaton: its term, the term's language as an index, whether the rule is strong, and its pattern. */
  readonly keyTerms: Int32Array
  readonly keyLanguages: Uint16Array
  readonly keyStrong: Uint8Array
  readonly patterns: readonly TermPattern[]
  readonly automaton: Automaton
  readonly regexes: readonly { readonly term: number; readonly pattern: LinearPattern }[]
  /** Per condition with terms or a regex: the terms that fulfil it. */
  readonly conditionTerms: ReadonlyMap<Condition, readonly number[]>
  readonly mistakes: readonly TopicMistake[]
}

/** A term that cannot be looked for, and why. */
export interface TopicMistake {
  readonly topicId: string
  readonly language: string
  readonly list: string
  readonly term: string
  readonly message: string
}

/**
 * Builds one automaton of all terms of all topics. Terms that are wrong are left out and named in `mistakes`.
 * @param topics as read from the configuration
 */
export function compileTopics(topics: readonly TopicConfig[]): Tagger {
  const terms: CompiledTerm[] = []
  const languages: string[] = [ANY_LANGUAGE]
  const patterns: TermPattern[] = []
  const keyTerms: number[] = []
  const keyLanguages: number[] = []
  const keyStrong: number[] = []
  const regexes: { term: number; pattern: LinearPattern }[] = []
  const conditionTerms = new Map<Condition, readonly number[]>()
  const mistakes: TopicMistake[] = []

  for (const [topic, config] of topics.entries()) {
    const read = readTopic(config)
    const first = terms.length
    for (const { language, rule, term, counted, reading } of read.terms) {
      const number = terms.push({ topic, rule, language, term, counted }) - 1
      if (reading.kind === 'regex') regexes.push({ term: number, pattern: reading.pattern })
      else {
        if (!languages.includes(language)) languages.push(language)
        for (const pattern of reading.patterns) {
          patterns.push(pattern)
          keyTerms.push(number)
          keyLanguages.push(languages.indexOf(language))
          keyStrong.push(rule === 'strong' ? 1 : 0)
        }
      }
    }
    for (const [condition, numbers] of read.conditionTerms)
      conditionTerms.set(
        condition,
        numbers.map((number) => first + number)
      )
    mistakes.push(...read.mistakes)
  }
  return {
    topics,
    terms,
    languages,
    patterns,
    regexes,
    conditionTerms,
    mistakes,
    automaton: createAutomaton(patterns.map((pattern) => pattern.key)),
    keyTerms: Int32Array.from(keyTerms),
    keyLanguages: Uint16Array.from(keyLanguages),
    keyStrong: Uint8Array.from(keyStrong)
  }
}

/**
 * Finds what is wrong with the terms and patterns of one topic.
 * @returns every mistake, with what to write instead; none when all is well
 */
export function checkTopic(topic: TopicConfig): readonly TopicMistake[] {
  return readTopic(topic).mistakes
}

const REGEX = 'regex:'
const RULES = ['strong', 'subject', 'supporting', 'decisive', 'near', 'context', 'exclude'] as const satisfies readonly (keyof TopicTerms)[]

/** The terms of one topic, read. A configuration is checked first and compiled then: what was read once is kept with it. */
interface TopicRead {
  readonly terms: readonly (Omit<CompiledTerm, 'topic'> & { readonly reading: Exclude<ListedReading, { kind: 'failed' }> })[]
  /** Per condition, as places in `terms`. */
  readonly conditionTerms: readonly (readonly [Condition, readonly number[]])[]
  readonly mistakes: readonly TopicMistake[]
}

const topicsRead = new WeakMap<TopicConfig, TopicRead>()

function readTopic(config: TopicConfig): TopicRead {
  const known = topicsRead.get(config)
  if (known) return known
  const terms: TopicRead['terms'][number][] = []
  const mistakes: TopicMistake[] = []
  const add = (language: string, rule: TermRule, term: string): number | null => {
    const reading = readListed(term, language)
    if (reading.kind === 'failed') {
      mistakes.push({ topicId: config.topic.id, language, list: rule, term, message: reading.message })
      return null
    }
    return terms.push({ rule, language, term, counted: foldTerm(term.replace(/^=|\*/g, ''), 'plain'), reading }) - 1
  }
  for (const [language, rule, term] of listedTerms(config)) add(language, rule, term)
  const conditionTerms: [Condition, readonly number[]][] = []
  for (const condition of conditionsOf(config.where)) {
    const written = [...(condition.terms ?? []), ...(condition.regex === undefined ? [] : [`${REGEX}${condition.regex}`])]
    if (written.length === 0) continue
    conditionTerms.push([condition, written.map((term) => add(ANY_LANGUAGE, 'where', term)).filter((number) => number !== null)])
  }
  mistakes.push(...contradictions(config))
  const read = { terms, conditionTerms, mistakes }
  topicsRead.set(config, read)
  return read
}

type ListedReading = ReturnType<typeof readTerm> | { readonly kind: 'regex'; readonly pattern: LinearPattern }

function readListed(term: string, language: string): ListedReading {
  if (term.startsWith(REGEX)) {
    const reading = readPattern(term.slice(REGEX.length).trim())
    return reading.kind === 'read' ? { kind: 'regex', pattern: reading.pattern } : reading
  }
  return readTerm(term, termFoldings(language))
}

function* listedTerms(config: TopicConfig): Generator<readonly [language: string, rule: TermRule, term: string]> {
  for (const [language, lists] of Object.entries(config.terms)) {
    for (const rule of RULES) for (const term of lists[rule]) yield [language, rule, term]
  }
}

function* conditionsOf(condition: Condition | undefined): Generator<Condition> {
  if (condition === undefined) return
  yield condition
  for (const nested of [condition.any, condition.all, condition.none]) for (const one of nested ?? []) yield* conditionsOf(one)
}

function contradictions(config: TopicConfig): readonly TopicMistake[] {
  const found: TopicMistake[] = []
  for (const [language, lists] of Object.entries(config.terms)) {
    const wanted = new Set(RULES.flatMap((rule) => (rule === 'context' || rule === 'exclude' ? [] : lists[rule])))
    for (const term of lists.exclude) {
      if (!wanted.has(term)) continue
      const message = 'the same term is wanted by another list of this language; keep one'
      found.push({ topicId: config.topic.id, language, list: 'exclude', term, message })
    }
  }
  return found
}
