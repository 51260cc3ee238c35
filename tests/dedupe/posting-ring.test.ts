import { describe, expect, test } from 'vitest'
import { PostingRing } from '../../src/dedupe/posting-ring.ts'
import { seededRandom } from '../support/seeded-random.ts'

/** The smallest ring there is. */
const BLOCKS_MAX = 4_096

/** Adds `entries` of a few keys each, some common and most rare. @returns the ring, and what it was told by key, newest first */
function filled(entries: number, blocksMax: number) {
  const ring = new PostingRing(blocksMax)
  const told = new Map<number, number[]>()
  const random = seededRandom(7)
  for (let number = 0; number < entries; number++) {
    const keys = Array.from({ length: 8 }, () => Math.floor(random() ** 4 * 20_000))
    for (const key of keys) {
      ring.add(key, number)
      const list = told.get(key) ?? []
      if (list[0] !== number) told.set(key, [number, ...list])
    }
  }
  return { ring, told }
}

function numbersOf(ring: PostingRing, key: number, oldest = 0, max = 150): readonly number[] {
  const into = new Uint32Array(max)
  return [...into.subarray(0, ring.numbersOf(key, oldest, into))]
}

describe('PostingRing', () => {
  test('gives the newest entries of each key, newest first, up to a number and from one on', () => {
    const { ring, told } = filled(2_000, 65_536)
    expect(Math.max(...[...told.values()].map((list) => list.length))).toBeGreaterThan(150)
    for (const [key, list] of told) {
      expect(numbersOf(ring, key)).toEqual(list.slice(0, 150))
      expect(numbersOf(ring, key, 1_000, 9)).toEqual(list.filter((number) => number >= 1_000).slice(0, 9))
    }
    expect(numbersOf(ring, 999_999)).toEqual([])
  })

  test('forgets the oldest when it is full, and mixes nothing up', () => {
    const { ring, told } = filled(6_000, BLOCKS_MAX)
    let whole = 0
    for (const [key, list] of told) {
      const found = numbersOf(ring, key, 0, 5_000)
      expect(found).toEqual(list.slice(0, found.length))
      if (found.length === list.length) whole++
    }
    expect(whole).toBeGreaterThan(0)
    expect(whole).toBeLessThan(told.size)
  })

  test('adds a weight to the newest entries of a key, and says which it touched first', () => {
    const { ring, told } = filled(2_000, 65_536)
    for (const [key, list] of [...told].slice(0, 200)) {
      const weights = new Float64Array(1_000)
      const touched = new Uint32Array(1_000)
      const expected = list
        .filter((number) => number >= 1_000)
        .slice(0, 90)
        .map((number) => number - 1_000)
      if (expected.length > 0) weights[expected[0]!] = 2
      const seen = ring.weigh(key, 0.5, 1_000, 90, weights, touched, 3)
      expect([...touched.subarray(3, seen)]).toEqual(expected.slice(1))
      expect(expected.map((place) => weights[place])).toEqual(expected.map((_, index) => (index === 0 ? 2.5 : 0.5)))
      expect(weights.reduce((sum, weight) => sum + weight, 0)).toBe(expected.length === 0 ? 0 : 2 + 0.5 * expected.length)
    }
  })
})
