import fc from 'fast-check'
import { expect, test } from 'vitest'
import { countPartsOf, WordCounts } from '../../src/dedupe/word-counts.ts'

const AT = Date.UTC(2026, 10, 25)
const KEY = fc.maxSafeNat()

test('all parts together hold every count once, whatever the keys are', () => {
  fc.assert(
    fc.property(fc.array(KEY, { maxLength: 2_000 }), (keys) => {
      const counts = new WordCounts()
      for (const key of keys) counts.add(key, AT)
      const read = new WordCounts()
      for (let part = 0; part < countPartsOf; part++) read.addPart(counts.encodePart(part, AT), AT)
      const unit = counts.worthAt(AT)
      expect(read.size).toBe(new Set(keys).size)
      for (const key of keys) expect(read.count(key, unit)).toBeCloseTo(counts.count(key, unit), 3)
    }),
    { numRuns: 20 }
  )
})

test('a key is in the part that its remainder names', () => {
  const counts = new WordCounts()
  const key = Number.MAX_SAFE_INTEGER - 5
  counts.add(key, AT)
  const filled = Array.from({ length: countPartsOf }, (_, part) => part).filter((part) => counts.encodePart(part, AT).length > 0)
  expect(filled).toEqual([key % countPartsOf])
})

test('at the limit what counts least is forgotten, and the rest keeps its counts', () => {
  const counts = new WordCounts(500)
  for (let key = 0; key < 300; key++) for (let time = 0; time < 5; time++) counts.add(key, AT)
  for (let key = 1_000; key < 5_000; key++) counts.add(key, AT)
  const unit = counts.worthAt(AT)
  expect(counts.size).toBeLessThan(1_500)
  for (let key = 0; key < 300; key++) expect(counts.count(key, unit)).toBeCloseTo(5, 6)
})
