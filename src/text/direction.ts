import { rememberByTag } from './remember-by-tag.ts'
import { mainScript } from './scripts.ts'

const RIGHT_TO_LEFT = new Set(['Arab', 'Hebr', 'Syrc', 'Thaa', 'Nkoo', 'Adlm', 'Rohg', 'Mand', 'Samr', 'Aran'])

/**
 * The direction a text is read in.
 * @param language BCP 47 tag; when it is `und` or none, the script of the text decides
 */
export function directionOf(language: string, text = ''): 'ltr' | 'rtl' {
  const script = scriptOfLanguage(language) ?? mainScript(text)
  return script !== null && RIGHT_TO_LEFT.has(script) ? 'rtl' : 'ltr'
}

const scriptOfLanguage = rememberByTag((language): string | null => {
  if (language === '' || language.startsWith('und') || language === 'mul') return null
  try {
    return new Intl.Locale(language).maximize().script ?? null
  } catch {
    return null
  }
})
