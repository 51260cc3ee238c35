import { expect, test } from 'vitest'
import { wholeNumber } from '../../src/commands/whole-number.ts'

test.each(['1', '20', '007'])('%s is read', (text) => {
  expect(wholeNumber(1, 20)(text)).toBe(Number(text))
})

test.each(['', 'x', '0', '21', '1.5', '-1', '1e1', '99999999999999999999'])('"%s" is refused, with what would be right', (text) => {
  expect(() => wholeNumber(1, 20)(text)).toThrow('write a whole number from 1 to 20')
})
