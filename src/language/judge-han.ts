import { countHanForms } from '../text/han-variants.ts'
import { decideLanguage } from './decide-language.ts'
import type { LanguageInput, LanguageJudgement } from './decide-language.ts'
import { hanScriptOfRegion } from './language-codes.ts'
import { languagePrior } from './language-prior.ts'

/**
 * Judges a text in Han characters without kana. Simplified, Traditional and Japanese each leave out what another writes: such a form is
 * evidence against it. Where no character tells, the hints do, and Simplified is the likelier.
 * @param letters how many Han characters there are
 */
export function judgeHan(text: string, letters: number, input: LanguageInput): LanguageJudgement {
  const { simplified, traditional, shinjitai, notJapanese } = countHanForms(text)
  const japaneseOnly = Math.max(0, shinjitai - simplified)
  const languages = ['zh-Hans', 'zh-Hant', 'ja']
  const against = [traditional + japaneseOnly, simplified + japaneseOnly, notJapanese + KANA_MISSED * Math.min(letters, 30)]
  const evidence = Float64Array.from(against, (forms) => -FORM_WEIGHT * forms)
  const written = input.region ? hanScriptOfRegion(input.region) : null
  const tilt = written === 'Hant' ? [-1, 0, -1] : [0, -0.4, -2]
  const prior = languagePrior(languages, { ...input, region: null }).map((share, index) => share * Math.exp(tilt[index]!))
  const judgement = decideLanguage(languages, evidence, prior, 'Hani', input, 0)
  const { language } = judgement.guess
  return { ...judgement, guess: { ...judgement.guess, script: language === 'ja' ? 'Jpan' : language.slice(3) } }
}

const FORM_WEIGHT = 2
/** How much each Han character without any kana beside it speaks against Japanese, in forms. */
const KANA_MISSED = 0.02
