/**
 * Writes the decimal digits of every script as ASCII digits (Arabic-Indic, Devanagari, Thai, fullwidth and the rest of
 * Unicode's Nd), and Chinese numerals where they count years, months or days.
 * @returns the text with each such digit replaced; everything else is left as it is
 */
export function asciiDigits(text: string): string {
  if (!/[^\u0000-\u007f]/.test(text)) return text
  return decimalDigits(text).replace(/[〇零○一二三四五六七八九十廿卅]{1,5}(?=\s?[年月日号號])/g, chineseNumber)
}

/**
 * Writes whole numbers as ASCII digits without what groups them by thousands, so that "1,700", "1.700", "1 700" and "١٬٧٠٠" are one word.
 * A decimal fraction of three digits is taken for thousands too.
 */
export function ungroupedNumbers(text: string): string {
  if (!/\p{Nd}/u.test(text)) return text
  return decimalDigits(text).replace(GROUPED, (number) => number.replace(/\D/g, ''))
}

const GROUPED = /(?<![\d.,])\d{1,3}([.,'\u2019\u066c\u00a0\u202f ])\d{3}(?:\1\d{3})*(?!\d)/g

function decimalDigits(text: string): string {
  return text.replace(/[\p{Nd}--[0-9]]/gv, (digit) => String(digitValue(digit.codePointAt(0)!)))
}

/** Digits come in runs of ten from a zero on, and the runs start at the first code point that is no digit before them. */
function digitValue(codePoint: number): number {
  let start = codePoint
  while (IS_DIGIT.test(String.fromCodePoint(start - 1))) start--
  return (codePoint - start) % 10
}

const IS_DIGIT = /\p{Nd}/u

const CHINESE: Readonly<Record<string, number>> = { 〇: 0, 零: 0, '○': 0, 一: 1, 二: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9 }

function chineseNumber(numeral: string): string {
  const expanded = numeral.replace('廿', '二十').replace('卅', '三十')
  const ten = expanded.indexOf('十')
  if (ten < 0) return [...expanded].map((digit) => CHINESE[digit]).join('')
  const tens = ten === 0 ? 1 : (CHINESE[expanded[ten - 1]!] ?? 0)
  return String(tens * 10 + (CHINESE[expanded[ten + 1] ?? '〇'] ?? 0))
}
