import { createRequire } from 'node:module'

/** Loads when asked: the names of 80 languages are much to read for a command that needs none. */
const require = createRequire(import.meta.url)

/**
 * The names of every country in the wanted ones of the languages the country list has.
 * @returns language, ISO 3166-1 alpha-2 code and name
 */
export function* countryNames(wanted: (language: string) => boolean): Generator<readonly [language: string, code: string, name: string]> {
  const countries = require('i18n-iso-countries') as typeof import('i18n-iso-countries')
  for (const language of countries.getSupportedLanguages().filter(wanted)) {
    for (const [code, names] of Object.entries(countries.getNames(language, { select: 'all' }))) {
      for (const name of names) yield [language, code, name]
    }
  }
}
