import type { LanguageFrom, LanguageGuess } from '../model/draft.ts'
import { countHanForms } from '../text/han-variants.ts'
import { countScripts, isSpacelessScript, mainScript } from '../text/scripts.ts'
import type { ScriptCounts } from '../text/scripts.ts'
import { cleanText } from './clean-text.ts'
import type { CleanText } from './clean-text.ts'
import { hanScriptOfRegion, knownLanguages, siblingsOf } from './language-codes.ts'
import { languagePrior } from './language-prior.ts'
import type { Hints } from './language-prior.ts'
import type { EldScores } from './ngram-eld.ts'
import { francScores } from './ngram-franc.ts'
import { loadNgramTable } from './ngram-table.ts'
import type { GramScores } from './ngram-table.ts'
import { siblingMarks } from './sibling-markers.ts'

/** Title and summary (plain text) of one item, and what is known beside them. */
export interface LanguageInput extends Hints {
  readonly title: string
  readonly text: string
}

export interface LanguageJudgement {
  readonly guess: LanguageGuess
  /** How likely each language is, adding up to about 1: for `rememberLanguage`. Empty when nothing could be told. */
  readonly shares: Readonly<Record<string, number>>
  /** The language of the summary when it surely is another than the title's. */
  readonly otherLanguage: string | null
}

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
  return {
    detect: (input) => judge(input, eld).guess,
    judge: (input) => judge(input, eld)
  }
}

let standard: LanguageDetector | undefined

const TITLE_LENGTH_MAX = 500
const SUMMARY_LENGTH_MAX = 700
const LETTERS_MIN = 4
const SYLLABLES_MIN = 2
const DIFFERENT_LETTERS_MIN = 3
const GIBBERISH_GRAMS_MAX = 120
const FIT_MIN = -9.4
/** A text speaks louder the longer it is, up to this many letters. */
const LETTERS_COUNTED_MAX = 250
const SHORTLIST = 4
const WEIGHTS = { table: 0.5, small: 1.45, franc: 0.2, markers: 1.1, eld: 0, prior: 0.8 }
const WEIGHTS_WITH_ELD = { ...WEIGHTS, eld: 2.7 }
const SHARE_MIN = 0.001
/** Below this the language and its siblings together are a guess. A text of capitalised words alone may be nothing but names. */
const CONFIDENCE_MIN = 0.2
const CONFIDENCE_OF_NAMES_MIN = 0.5

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

const NOTHING: CleanText = { text: '', lower: '', small: '' }

function judge(input: LanguageInput, eld: EldScores | null): LanguageJudgement {
  const title = cleanText(input.title, 'title', TITLE_LENGTH_MAX)
  const summary = cleanText(input.text, 'summary', SUMMARY_LENGTH_MAX)
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
  if (script === 'Jpan') return { guess: { language: 'ja', confidence: 0.99, languageFrom: 'script', script }, shares: { ja: 1 }, otherLanguage: null }
  if (script === 'Hani') return judgeHan(text, counts['Hani']!, input)
  const only = onlyLanguage.get(script)
  if (only !== undefined) return { guess: { language: only, confidence: 0.99, languageFrom: 'script', script }, shares: { [only]: 1 }, otherLanguage: null }

  const table = loadNgramTable()
  const ofTitle = table.score(title.lower, script)
  const ofSummary = table.score(summary.lower, script)
  if (ofTitle === null || ofSummary === null || ofTitle.grams + ofSummary.grams === 0) return none
  const smallOfTitle = table.score(title.small, script)!
  const smallOfSummary = table.score(summary.small, script)!
  if (isGibberish(addScores(ofTitle, ofSummary), script)) return none
  const other = otherLanguageOf(smallOfTitle, smallOfSummary)
  if (other !== null) return { ...judgeSubject(makeSubject(title, NOTHING), input, eld), otherLanguage: other }
  const grams = addScores(ofTitle, ofSummary)
  const prior = languagePrior(grams.languages, input)
  const evidence = pool(grams, addScores(smallOfTitle, smallOfSummary), subject, prior, input, eld)
  const confidenceMin = smallOfTitle.grams + smallOfSummary.grams === 0 ? CONFIDENCE_OF_NAMES_MIN : CONFIDENCE_MIN
  return decide(grams.languages, evidence, prior, script, input, confidenceMin)
}

// Simplified, Traditional and Japanese each leave out what another writes: a form too many is evidence against.
function judgeHan(text: string, letters: number, input: LanguageInput): LanguageJudgement {
  const { simplified, traditional, shinjitai, notJapanese } = countHanForms(text)
  const japaneseOnly = Math.max(0, shinjitai - simplified)
  const languages = ['zh-Hans', 'zh-Hant', 'ja']
  const against = [traditional + japaneseOnly, simplified + japaneseOnly, notJapanese + KANA_MISSED * Math.min(letters, 30)]
  const evidence = Float64Array.from(against, (forms) => -FORM_WEIGHT * forms)
  const written = input.region ? hanScriptOfRegion(input.region) : null
  const tilt = written === 'Hant' ? [-1, 0, -1] : [0, -0.4, -2]
  const prior = languagePrior(languages, { ...input, region: null }).map((share, index) => share * Math.exp(tilt[index]!))
  const judgement = decide(languages, evidence, prior, 'Hani', input, CONFIDENCE_MIN)
  const { language } = judgement.guess
  return { ...judgement, guess: { ...judgement.guess, script: language === 'ja' ? 'Jpan' : language.slice(3) } }
}

const FORM_WEIGHT = 2
/** How much each Han character without any kana beside it speaks against Japanese, in forms. */
const KANA_MISSED = 0.02
const SURE = 0.7
/** Letters of another script per Latin letter from which on the text is in that script. */
const FOREIGN_SHARE_MIN = 0.2
const DISAGREEMENT_GRAMS_MIN = 40
const DISAGREEMENT_MIN = 4

/** The language of the summary when it and the title, names left out, clearly are of two languages. */
function otherLanguageOf(title: GramScores, summary: GramScores): string | null {
  if (title.grams < DISAGREEMENT_GRAMS_MIN || summary.grams < DISAGREEMENT_GRAMS_MIN) return null
  const a = indexOfMax(title.scores)
  const b = indexOfMax(summary.scores)
  if (a === b || siblingsOf(title.languages[a]!).includes(title.languages[b]!)) return null
  return lead(title, a, b) > DISAGREEMENT_MIN && lead(summary, b, a) > DISAGREEMENT_MIN ? title.languages[b]! : null
}

function lead(scores: GramScores, of: number, over: number): number {
  // Four grams a letter, about.
  const letters = Math.min(scores.grams / 4, LETTERS_COUNTED_MAX)
  return Math.sqrt(letters) * (WEIGHTS.table + WEIGHTS.small) * ((scores.scores[of]! - scores.scores[over]!) / scores.grams)
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

/** A short text that is unlikely in every language: keys hit at random. Measured on headlines, of which 1 in 1,000 falls below. */
function isGibberish(grams: GramScores, script: string): boolean {
  return grams.grams < GIBBERISH_GRAMS_MAX && script === 'Latn' && Math.max(...grams.scores) / grams.grams < FIT_MIN
}

function addScores(a: GramScores, b: GramScores): GramScores {
  return { languages: a.languages, scores: a.scores.map((score, index) => score + b.scores[index]!), grams: a.grams + b.grams }
}

/** Evidence per language, on the scale of a log probability, without the prior. */
function pool(grams: GramScores, smallGrams: GramScores, subject: Subject, prior: readonly number[], input: LanguageInput, eld: EldScores | null): Float64Array {
  const { title, summary, text, counts } = subject
  const script = subject.script!
  const weights = eld === null ? WEIGHTS : WEIGHTS_WITH_ELD
  const { languages } = grams
  const perGram = grams.scores.map((score) => score / grams.grams)
  const small = smallGrams.grams > 0 ? smallGrams : grams
  const smallShare = small.grams / grams.grams
  const order = languages.map((_, index) => index).sort((a, b) => perGram[b]! - perGram[a]!)
  const shortlist = order.slice(0, SHORTLIST)
  if (input.declared || input.sourceMemory) {
    for (const index of order.slice(SHORTLIST)) if (prior[index]! > 0.1 && shortlist.length < 2 * SHORTLIST) shortlist.push(index)
  }
  const names = shortlist.map((index) => languages[index]!)
  const distances = francScores(text, script, names)
  const known = [...distances.values()]
  const lowest = known.length === 0 ? 0 : Math.min(...known)
  const mean = known.length === 0 ? 0 : known.reduce((sum, score) => sum + score, 0) / known.length
  const marks = siblingMarks(`${title.lower}\n${summary.lower}`, names)
  const eldScores = eld?.scores(text, languages) ?? null
  const listed = new Set(shortlist)
  const letters = counts[script]!
  const root = Math.sqrt(Math.min(letters, LETTERS_COUNTED_MAX))
  const smallRoot = Math.sqrt(Math.min(letters * smallShare, LETTERS_COUNTED_MAX)) / small.grams
  return perGram.map((score, index) => {
    const name = languages[index]!
    const franc = listed.has(index) ? (distances.get(name) ?? mean) : lowest
    const others = eldScores === null ? 0 : eldScores[index]!
    return smallRoot * weights.small * small.scores[index]! + root * (weights.table * score + weights.franc * franc + weights.eld * others) + weights.markers * (marks.get(name) ?? 0)
  })
}

function decide(languages: readonly string[], evidence: Float64Array, prior: readonly number[], script: string, input: LanguageInput, confidenceMin: number): LanguageJudgement {
  const weighed = softmax(evidence.map((score, index) => score + WEIGHTS.prior * Math.log(prior[index]!)))
  const best = indexOfMax(weighed)
  const language = languages[best]!
  const siblings = siblingsOf(language)
  const group = siblings.length === 1 ? weighed[best]! : languages.reduce((sum, tag, index) => sum + (siblings.includes(tag) ? weighed[index]! : 0), 0)
  const shares: Record<string, number> = {}
  languages.forEach((tag, index) => {
    if (weighed[index]! >= SHARE_MIN) shares[tag] = weighed[index]!
  })
  if (group < confidenceMin) return { guess: { language: 'und', confidence: weighed[best]!, languageFrom: 'none', script }, shares: {}, otherLanguage: null }
  const languageFrom: LanguageFrom = indexOfMax(evidence) === best ? 'text' : input.sourceMemory ? 'source' : input.declared ? 'declared' : input.region ? 'source' : 'text'
  return { guess: { language, confidence: weighed[best]!, languageFrom, script }, shares, otherLanguage: null }
}

function softmax(scores: Float64Array): Float64Array {
  const highest = scores[indexOfMax(scores)]!
  const powers = scores.map((score) => Math.exp(score - highest))
  const sum = powers.reduce((total, power) => total + power, 0)
  return powers.map((power) => power / sum)
}

function indexOfMax(scores: Float64Array): number {
  let best = 0
  for (let index = 1; index < scores.length; index++) if (scores[index]! > scores[best]!) best = index
  return best
}
