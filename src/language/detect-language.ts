import type { LanguageGuess } from '../model/draft.ts'
import { countScripts, isSpacelessScript, mainScript } from '../text/scripts.ts'
import type { ScriptCounts } from '../text/scripts.ts'
import { cleanText } from './clean-text.ts'
import type { CleanText } from './clean-text.ts'
import { decideLanguage, indexOfMax, priorTilt } from './decide-language.ts'
import type { LanguageInput, LanguageJudgement } from './decide-language.ts'
import { judgeHan } from './judge-han.ts'
import { knownLanguages, siblingsOf } from './language-codes.ts'
import { languagePrior } from './language-prior.ts'
import type { EldScores } from './ngram-eld.ts'
import { loadNgramTable } from './ngram-table.ts'
import type { GramScores } from './ngram-table.ts'
import { gramLead, poolEvidence } from './pool-evidence.ts'

export interface LanguageDetector {
  /** Never throws, whatever the text. */
  detect(input: LanguageInput): LanguageGuess
  judge(input: LanguageInput): LanguageJudgement
}

/** Detects with the default detector; see `createDetector`. */
export function detectLanguage(input: LanguageInput): LanguageGuess {
  standard ??= createDetector()
  return standard.detect(input)
}

/**
 * Makes a detector: script first, then n-grams of title and summary together, franc on the shortlist, words that tell siblings apart, and
 * last what the source or its tag make likely. The weights were fitted on headlines; confidence is calibrated on them.
 * @param options.eld scores of a further detector, from `loadEld`
 */
export function createDetector(options: { readonly eld?: EldScores | null } = {}): LanguageDetector {
  const eld = options.eld ?? null
  return { detect: (input) => judge(input, eld).guess, judge: (input) => judge(input, eld) }
}

let standard: LanguageDetector | undefined

const TITLE_LENGTH_MAX = 500
/** Beyond 250 letters a text says no more; this many characters hold them. */
const TEXT_LENGTH_MAX = 350
const SUMMARY_LENGTH_MIN = 100
const LETTERS_MIN = 4
const SYLLABLES_MIN = 2
const DIFFERENT_LETTERS_MIN = 3
const GIBBERISH_GRAMS_MAX = 120
const FIT_MIN = -9.3
/**
 * Below this the language and its siblings together are a guess. A text of capitalised words alone may be nothing but names, one of a few
 * letters nothing but keys hit at random.
 */
const CONFIDENCE_MIN = 0.2
const CONFIDENCE_OF_NAMES_MIN = 0.65
const CONFIDENCE_OF_FEW_MIN = 0.5
const FEW_LETTERS_MAX = 12

const NONE: LanguageJudgement = { guess: { language: 'und', confidence: 0, languageFrom: 'none' }, shares: {}, otherLanguage: null }

const onlyLanguage = new Map<string, string>()
for (const [script, languages] of Map.groupBy(knownLanguages(), (row) => row.script)) {
  if (languages.length === 1) onlyLanguage.set(script, languages[0]!.tag)
}

/** One item while it is judged: cleaned texts of title and summary, judged as one. */
interface Subject {
  readonly title: CleanText
  readonly summary: CleanText
  readonly text: string
  readonly counts: ScriptCounts
  readonly script: string | null
}

const NOTHING: CleanText = { text: '', lower: '', small: '', capital: '' }

function judge(input: LanguageInput, eld: EldScores | null): LanguageJudgement {
  const title = cleanText(input.title, 'title', TITLE_LENGTH_MAX)
  const summary = cleanText(input.text, 'summary', Math.max(SUMMARY_LENGTH_MIN, TEXT_LENGTH_MAX - title.text.length))
  const ofTitle = makeSubject(title, NOTHING)
  if (summary.text.trim() === '') return judgeSubject(ofTitle, input, eld)
  const ofSummary = makeSubject(NOTHING, summary)
  if (ofTitle.script === null || ofSummary.script === null || familyOf(ofTitle.script) === familyOf(ofSummary.script)) {
    return judgeSubject(makeSubject(title, summary), input, eld)
  }
  // Two scripts are two languages; the title is what readers see, unless it is a handful of names.
  const titleAlone = judgeSubject(ofTitle, input, eld)
  const summaryAlone = judgeSubject(ofSummary, input, eld)
  const sure = titleAlone.guess.language !== 'und' && (titleAlone.guess.confidence >= SURE || summaryAlone.guess.language === 'und')
  const [main, other] = sure ? [titleAlone, summaryAlone] : [summaryAlone, titleAlone]
  return sure && other.guess.confidence >= SURE ? { ...main, otherLanguage: other.guess.language } : main
}

function makeSubject(title: CleanText, summary: CleanText): Subject {
  const text = summary.text === '' ? title.text : title.text === '' ? summary.text : `${title.text}\n${summary.text}`
  const counts = countScripts(text)
  return { title, summary, text, counts, script: scriptOfText(text, counts) }
}

// Latin names stand in texts of every script, other scripts hardly ever in a Latin text.
function scriptOfText(text: string, counts: ScriptCounts): string | null {
  const script = mainScript(text, counts)
  if (script !== 'Latn') return script
  const others = { ...counts, Latn: 0 }
  const other = Object.values(others).reduce((sum, count) => sum + count, 0)
  return other >= counts['Latn']! * FOREIGN_SHARE_MIN ? mainScript(text, others) : script
}

function familyOf(script: string): string {
  return script === 'Jpan' ? 'Hani' : script
}

function judgeSubject(subject: Subject, input: LanguageInput, eld: EldScores | null): LanguageJudgement {
  const { title, summary, text, counts, script } = subject
  if (script === null) return NONE
  const none = { ...NONE, guess: { ...NONE.guess, script } }
  if (!hasWords(text, script, counts)) return none
  if (script === 'Hani') return judgeHan(text, counts['Hani']!, input)
  const only = onlyLanguage.get(script)
  if (only !== undefined) {
    const guess: LanguageGuess = { language: only, confidence: CONFIDENCE_OF_SCRIPT, languageFrom: 'script', script }
    return { guess, shares: { [only]: 1 }, otherLanguage: null }
  }

  const table = loadNgramTable()
  const [titleWords, summaryWords] = [wordsIn(title, script), wordsIn(summary, script)]
  const smallOfTitle = table.score(titleWords.small, script)
  const smallOfSummary = table.score(summaryWords.small, script)
  const capitals = table.score(`${titleWords.capital}\n${summaryWords.capital}`, script)
  if (smallOfTitle === null || smallOfSummary === null || capitals === null) return none
  const smallGrams = addScores(smallOfTitle, smallOfSummary)
  const grams = addScores(smallGrams, capitals)
  if (grams.grams === 0) return none
  if (isGibberish(grams, script)) return none
  const other = otherLanguageOf(smallOfTitle, smallOfSummary)
  if (other !== null) return { ...judgeSubject(makeSubject(title, NOTHING), input, eld), otherLanguage: other }
  const prior = languagePrior(grams.languages, input)
  const hinted = input.declared || input.sourceMemory ? prior.flatMap((share, index) => (share > HINTED_SHARE_MIN ? [index] : [])) : []
  const lower = `${title.lower}\n${summary.lower}`
  const evidence = poolEvidence({ text, lower, script, letters: counts[script]!, grams, smallGrams }, hinted, prior.map(priorTilt), eld)
  const least = counts[script]! <= FEW_LETTERS_MAX ? CONFIDENCE_OF_FEW_MIN : CONFIDENCE_MIN
  const confidenceMin = smallGrams.grams === 0 ? CONFIDENCE_OF_NAMES_MIN : least
  return decideLanguage(grams.languages, evidence, prior, script, input, confidenceMin)
}

/** Languages in Latin letters leave names as they are spelled elsewhere; in other scripts each spells them its own way, so that they tell too. */
function wordsIn({ lower, small, capital }: CleanText, script: string): Pick<CleanText, 'small' | 'capital'> {
  return script === 'Latn' ? { small, capital } : { small: lower, capital: '' }
}

const SURE = 0.7
/** Letters of another script per Latin letter from which on the text is in that script. */
const FOREIGN_SHARE_MIN = 0.2
const DISAGREEMENT_GRAMS_MIN = 40
const DISAGREEMENT_MIN = 4
const HINTED_SHARE_MIN = 0.1
const CONFIDENCE_OF_SCRIPT = 0.99

/** The language of the summary when it and the title, names left out, clearly are of two languages. */
function otherLanguageOf(title: GramScores, summary: GramScores): string | null {
  if (title.grams < DISAGREEMENT_GRAMS_MIN || summary.grams < DISAGREEMENT_GRAMS_MIN) return null
  const a = indexOfMax(title.scores)
  const b = indexOfMax(summary.scores)
  if (a === b || siblingsOf(title.languages[a]!).includes(title.languages[b]!)) return null
  return gramLead(title, a, b) > DISAGREEMENT_MIN && gramLead(summary, b, a) > DISAGREEMENT_MIN ? title.languages[b]! : null
}

/** Junk is never labelled: a text needs some letters of its script, and a word of two. */
function hasWords(text: string, script: string, counts: ScriptCounts): boolean {
  if (isSpacelessScript(script) || script === 'Hang') return Object.values(counts).reduce((sum, count) => sum + count, 0) >= SYLLABLES_MIN
  if ((counts[script] ?? 0) < LETTERS_MIN || !/\p{L}\p{M}*\p{L}/u.test(text)) return false
  const different = new Set<string>()
  for (const letter of text.toLowerCase()) {
    if (/\p{L}/u.test(letter)) different.add(letter)
    if (different.size >= DIFFERENT_LETTERS_MIN) return true
  }
  return false
}

/** A short text that is unlikely in every language: keys hit at random. Measured on headlines, of which fewer than 1 in 1,000 fall below. */
function isGibberish(grams: GramScores, script: string): boolean {
  return grams.grams < GIBBERISH_GRAMS_MAX && script === 'Latn' && Math.max(...grams.scores) / grams.grams < FIT_MIN
}

function addScores(a: GramScores, b: GramScores): GramScores {
  const scores = new Float64Array(a.scores.length)
  for (let index = 0; index < scores.length; index++) scores[index] = a.scores[index]! + b.scores[index]!
  return { languages: a.languages, scores, grams: a.grams + b.grams }
}
