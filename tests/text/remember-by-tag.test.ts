import { expect, test } from 'vitest'
import { rememberByTag } from '../../src/text/remember-by-tag.ts'

test('asks about a tag once, nothing found included, and holds a bounded number', () => {
  const asked: string[] = []
  const read = rememberByTag((tag) => {
    asked.push(tag)
    return tag === 'xx' ? null : tag.toUpperCase()
  })
  expect([read('de'), read('de'), read('xx'), read('xx')]).toEqual(['DE', 'DE', null, null])
  expect(asked).toEqual(['de', 'xx'])
  for (let index = 0; index < 1_000; index++) read(`x-${index}`)
  expect(read('de')).toBe('DE')
  expect(asked.filter((tag) => tag === 'de')).toHaveLength(2)
})
