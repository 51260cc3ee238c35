import countries from 'i18n-iso-countries'

/**
 * The names of every country in every language the country list has.
 * @returns language, ISO 3166-1 alpha-2 code and name
 */
export function* countryNames(): Generator<readonly [language: string, code: string, name: string]> {
  for (const language of countries.getSupportedLanguages()) {
    for (const [code, names] of Object.entries(countries.getNames(language, { select: 'all' }))) {
      for (const name of names) yield [language, code, name]
    }
  }
}
