/** How the numbers and dates of two texts relate: `apart` when each has one that the other lacks. */
export type SignatureRelation = 'same' | 'one-sided' | 'apart'

/**
 * The numbers and dates in a text, in one notation for all languages: digits of every script, grouped numbers, Roman and Chinese
 * numerals, ordinals, eras (令和7年, 114年 of the Republic of China), months (`m10`) and weekdays (`d5`) by name.
 * @param language BCP 47 tag; English names are read beside those of the language
 * @returns sorted, each once; two texts that say the same thing should have the same
 */
export function signatureOf(text: string, language: string): readonly string[] {
  const found = new Set<string>()
  let rest = withChineseNumerals(withAsciiDigits(text.slice(0, SIGNATURE_CHARACTERS_MAX).normalize('NFKC')))
  rest = rest.replace(ERA, (_, era: string, year: string) => ` ${ERAS[era]! + (year === '元' ? 1 : Number(year))}年`)
  if (language.startsWith('zh')) rest = rest.replace(REPUBLIC_YEAR, (_, year: string) => ` ${Number(year) + 1911}年`)
  rest = rest.replace(/(?<!\d)((?:19|20)\d\d)([-/.])(\d{1,2})\2(\d{1,2})(?!\d)/g, (_, year: string, _mark, month: string, day: string) => {
    found.add(year)
    return ` m${Number(month)} ${day} `
  })
  if (/^(?:zh|ja|ko)/.test(language)) rest = rest.replace(MONTH_AND_DAY, (_, month: string, day: string) => ` m${Number(month)} ${day} `)
  rest = rest
    .replace(/(?<!\d)(\d{1,2})\s?[月월](?!間|间)/g, (_, month: string) => ` m${Number(month)} `)
    .replace(/\btháng\s(\d{1,2})(?!\d)/gi, (_, month: string) => ` m${Number(month)} `)
  for (const [number] of rest.matchAll(/\bm\d{1,2}(?= )/g)) found.add(number)
  rest = rest.replace(/\bm\d{1,2} /g, ' ')
  for (const [roman] of rest.matchAll(/(?<![\p{L}\p{N}.])(?:X{0,3}(?:IX|IV|VI{0,3}|I{1,3})|X{1,3})(?![\p{L}\p{N}])/gu)) {
    if (roman.length > 1 || roman === 'V') found.add(String(romanValue(roman)))
  }
  for (const [number] of rest.matchAll(/\d+(?:[.,'\u2019\u066b\u066c\u00a0\u202f]\d+)*/g)) found.add(plainNumber(number))
  const names = namesOf(language.split('-', 1)[0]!.toLowerCase())
  for (const word of rest
    .toLowerCase()
    .normalize('NFC')
    .match(/[\p{L}\p{M}]+/gu) ?? []) {
    const value = names.get(word)
    if (value !== undefined) found.add(value)
  }
  return [...found].sort()
}

export function relateSignatures(a: readonly unknown[], b: readonly unknown[]): SignatureRelation {
  const onlyA = lacksAny(b, a)
  const onlyB = lacksAny(a, b)
  return onlyA && onlyB ? 'apart' : onlyA || onlyB ? 'one-sided' : 'same'
}

function lacksAny(list: readonly unknown[], items: readonly unknown[]): boolean {
  for (let index = 0; index < items.length; index++) if (!list.includes(items[index])) return true
  return false
}

const SIGNATURE_CHARACTERS_MAX = 1000

const ERAS: Readonly<Record<string, number>> = { 令和: 2018, 平成: 1988, 昭和: 1925, 民國: 1911, 民国: 1911 }
/** The western year may follow in brackets: 令和5（2023）年. */
const ERA = /(令和|平成|昭和|民國|民国)\s?(元|\d{1,3})\s?(?:\((?:19|20)\d\d\)\s?)?年/g
/** The present decades of the Republic of China; a span of a hundred years is read as a year too, alike on both sides. */
const REPUBLIC_YEAR = /(?<![\d.,第])(9\d|1[0-4]\d)年/g

/** How dates without a year are written there: 9/13. */
const MONTH_AND_DAY = /(?<![\d/.])(0?[1-9]|1[0-2])\/(0?[1-9]|[12]\d|3[01])(?![\d/.])/g

function plainNumber(number: string): string {
  if (/^\d{1,3}(?:[.,'\u2019\u066c\u00a0\u202f]\d{3})+$/.test(number)) return String(BigInt(number.replace(/\D/g, '')))
  const [whole, ...parts] = number.split(/\D/)
  return [whole!.replace(/^0+(?=\d)/, ''), ...parts].join('.')
}

function romanValue(roman: string): number {
  const values: Readonly<Record<string, number>> = { I: 1, V: 5, X: 10 }
  let total = 0
  for (let index = 0; index < roman.length; index++) {
    const value = values[roman[index]!]!
    total += value < (values[roman[index + 1] ?? ''] ?? 0) ? -value : value
  }
  return total
}

const OTHER_DIGIT = /[^\P{Nd}0-9]/gu

/** Unicode keeps the ten digits of each script together, from zero up. */
function withAsciiDigits(text: string): string {
  return text.replace(OTHER_DIGIT, (digit) => {
    const cp = digit.codePointAt(0)!
    let zero = cp
    while (zero > cp - 9 && /^\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--
    return String((cp - zero) % 10)
  })
}

const CHINESE_NUMERAL =
  /(第)?([〇零一二三四五六七八九十百千]+)(?=([年月日号號次回屆届期條条項项級级度章節节時时点點分秒季人件名億亿万萬])?)/g

/** Only where a numeral counts: after 第, before a counter, or of two signs; 一, 一一 and 千 are ordinary words too. */
function withChineseNumerals(text: string): string {
  return text.replace(CHINESE_NUMERAL, (whole: string, ordinal: string | undefined, numeral: string, counter: string | undefined) =>
    ordinal !== undefined || counter !== undefined || (numeral.length > 1 && numeral !== '一一') ? ` ${chineseValue(numeral)}` : whole
  )
}

function chineseValue(numeral: string): number {
  const digits = '〇一二三四五六七八九'
  if (!/[十百千]/.test(numeral))
    return Number(
      [...numeral]
        .slice(0, 15)
        .map((sign) => (sign === '零' ? 0 : digits.indexOf(sign)))
        .join('')
    )
  let total = 0
  let digit = 0
  for (const sign of numeral) {
    const unit = sign === '十' ? 10 : sign === '百' ? 100 : sign === '千' ? 1000 : 0
    if (unit === 0) digit = sign === '零' ? 0 : digits.indexOf(sign)
    else {
      total += Math.max(digit, 1) * unit
      digit = 0
    }
  }
  return total + digit
}

const ORDINALS: Readonly<Record<string, string>> = {
  en: 'first second third fourth fifth sixth seventh eighth ninth tenth',
  fr: 'premier deuxième troisième quatrième cinquième sixième septième huitième neuvième dixième',
  de: 'erste zweite dritte vierte fünfte sechste siebte achte neunte zehnte',
  es: 'primer segundo tercer cuarto quinto sexto séptimo octavo noveno décimo',
  it: 'primo secondo terzo quarto quinto sesto settimo ottavo nono decimo',
  pt: 'primeiro segundo terceiro quarto quinto sexto sétimo oitavo nono décimo'
}

const namesByLanguage = new Map<string, ReadonlyMap<string, string>>()

function namesOf(language: string): ReadonlyMap<string, string> {
  const known = namesByLanguage.get(language)
  if (known) return known
  // English first: what the language itself says of a word stands above it.
  const names = new Map<string, string>(language === 'en' ? [] : namesOf('en'))
  readNames(language, names)
  if (namesByLanguage.size < LANGUAGES_KEPT_MAX) namesByLanguage.set(language, names)
  return names
}

const LANGUAGES_KEPT_MAX = 400

function readNames(language: string, names: Map<string, string>): void {
  let supported: readonly string[]
  try {
    supported = Intl.DateTimeFormat.supportedLocalesOf([language])
  } catch {
    return // no language tag: a text's language may be anything a feed declared
  }
  if (supported.length === 0) return
  for (const width of ['short', 'long'] as const) {
    const month = new Intl.DateTimeFormat(language, { month: width, timeZone: 'UTC', calendar: 'gregory' })
    // Beside a day, inflected languages use another form: "7 июня".
    const dated = new Intl.DateTimeFormat(language, { month: width, day: 'numeric', timeZone: 'UTC', calendar: 'gregory' })
    for (let index = 0; index < 12; index++) {
      const at = Date.UTC(2024, index, 15)
      const forms = [month.format(at), dated.formatToParts(at).find(({ type }) => type === 'month')?.value ?? '']
      for (const form of forms) addName(names, form, `m${index + 1}`)
    }
    const weekday = new Intl.DateTimeFormat(language, { weekday: width, timeZone: 'UTC', calendar: 'gregory' })
    // 2024-01-07 was a Sunday.
    for (let index = 0; index < 7; index++) addName(names, weekday.format(Date.UTC(2024, 0, 7 + index)), `d${index}`)
  }
  ORDINALS[language]?.split(' ').forEach((word, index) => names.set(word, String(index + 1)))
}

/** Names of one word of three letters or more; shorter ones ("an", "se", "月") are words of their own. */
function addName(names: Map<string, string>, form: string, value: string): void {
  const name = form.toLowerCase().normalize('NFC').replace(/\.$/, '')
  if (!/^[\p{L}\p{M}]{3,}$/u.test(name) || NOT_A_NAME.has(name)) return
  names.set(name, value)
}

/** Short forms that are common words of their languages. */
const NOT_A_NAME = new Set(['mar', 'sun', 'sat', 'wed', 'set', 'ago', 'tor', 'gen', 'dom'])
