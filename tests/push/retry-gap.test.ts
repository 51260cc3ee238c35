import { expect, test } from 'vitest'
import { retryGapMs } from '../../src/push/retry-gap.ts'

const DAY_MS = 86_400_000

test('gaps grow to a day', () => {
  const gaps = Array.from({ length: 10 }, (_, index) => retryGapMs(index + 1, null, () => 0) / 1_000)
  expect(gaps).toEqual([1, 5, 25, 125, 625, 3_125, 15_625, 78_125, 86_400, 86_400])
})

test.each([
  { name: 'chance makes it longer, by a fifth at most', attempts: 2, asked: null, random: 1, gap: 6_000 },
  { name: 'what the receiver asks for holds when it is longer', attempts: 1, asked: 60_000, random: 0, gap: 60_000 },
  { name: 'and not when it is shorter', attempts: 3, asked: 1_000, random: 0, gap: 25_000 },
  { name: 'nor beyond a day', attempts: 1, asked: 9 * DAY_MS, random: 0, gap: DAY_MS },
  { name: 'a thousand attempts overflow nothing', attempts: 1_000, asked: null, random: 0, gap: DAY_MS }
])('$name', ({ attempts, asked, random, gap }) => {
  expect(retryGapMs(attempts, asked, () => random)).toBe(gap)
})
