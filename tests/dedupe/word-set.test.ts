import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cosine, HeldSet, summedUnitSet, unitSet, type WordSet, wordsIn } from '../../src/dedupe/word-set.ts'

const word = fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 0xffff_ffff }))
const weighed = fc.array(fc.tuple(word, fc.float({ min: Math.fround(0.01), max: 9, noNaN: true })), { minLength: 1, maxLength: 700 })

function bag(pairs: readonly (readonly [number, number])[]): WordSet {
  return summedUnitSet(
    pairs.map(([one]) => one),
    pairs.map(([, weight]) => weight)
  )
}

describe('HeldSet', () => {
  test('tells the cosine with each of many, as comparing two at a time does', () => {
    const held = new HeldSet()
    fc.assert(
      fc.property(weighed, fc.array(weighed, { maxLength: 4 }), (one, others) => {
        held.hold(bag(one))
        for (const other of others) expect(held.cosine(bag(other))).toBe(cosine(bag(one), bag(other)))
      })
    )
  })
})

describe('summedUnitSet', () => {
  test('rises, has each word once with all its weight, and is one long', () => {
    fc.assert(
      fc.property(weighed, (pairs) => {
        const set = bag(pairs)
        const sums = new Map<number, number>()
        for (const [one, weight] of pairs) sums.set(one, (sums.get(one) ?? 0) + weight)
        expect(wordsIn(set)).toEqual([...sums.keys()].sort((a, b) => a - b))
        expect(set.norm).toBeCloseTo(1, 4)
        const length = Math.hypot(...sums.values())
        for (let place = set.start; place < set.end; place++)
          expect(set.weights[place]).toBeCloseTo(sums.get(set.hashes[place]!)! / length, 4)
      })
    )
  })

  test('an empty bag has nothing', () => expect(wordsIn(unitSet([], []))).toEqual([]))
})
