import { expect, test } from 'vitest'
import { asciiDigits, ungroupedNumbers } from '../../src/text/digits.ts'

test.each([
  ['1,700 jobs', '1700 jobs'],
  ['1.700 Stellen für 4,2 Milliarden', '1700 Stellen für 4,2 Milliarden'],
  ['1\u202f700 emplois', '1700 emplois'],
  ['12 345 678 рублей', '12345678 рублей'],
  ["1'250'000 Franken", '1250000 Franken'],
  ['١٬٧٠٠ وظيفة', '1700 وظيفة'],
  ['१,७०० नौकरियां', '1700 नौकरियां'],
  ['2026-11-26, 10.12.2026 and 192.168.100.200', '2026-11-26, 10.12.2026 and 192168100200'],
  ['3,5 to 1,70', '3,5 to 1,70'],
  ['1,234.567 is of two kinds', '1234.567 is of two kinds'],
  ['call 0171 234567', 'call 0171 234567'],
  ['no number', 'no number']
])('%s', (text, plain) => expect(ungroupedNumbers(text)).toBe(plain))

test('digits of any script, and Chinese numerals where they count', () => {
  expect(asciiDigits('٢٦ / २६ / 二〇二六年十一月廿六日, 一二')).toBe('26 / 26 / 2026年11月26日, 一二')
})
