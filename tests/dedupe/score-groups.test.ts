import { expect, test } from 'vitest'
import { scoreBCubed, scorePairs, scorePairsAcross } from '../../src/dedupe/score-groups.ts'

const rows = [
  { label: 'a', group: '1' },
  { label: 'a', group: '1' },
  { label: 'a', group: '2' },
  { label: 'b', group: '2' },
  { label: null, group: '1' }
]

test('pairs: one of two joined pairs is right, one of three wanted pairs is joined', () => {
  expect(scorePairs(rows)).toEqual({ items: 4, precision: 0.5, recall: 1 / 3, f1: expect.closeTo(0.4) })
})

test('pairs of two languages: those of one language are left out', () => {
  const told = [
    ['a', '1', 'de'],
    ['a', '1', 'de'],
    ['a', '1', 'fr'],
    ['b', '1', 'it'],
    ['a', '2', 'fr']
  ].map(([label, group, language]) => ({ label: label!, group: group!, language: language! }))
  // Joined: two de-fr, two de-it, one fr-it; wanted: four de-fr.
  expect(scorePairsAcross(told)).toMatchObject({ items: 5, precision: 2 / 5, recall: 2 / 4 })
})

test('B-cubed is the mean over items; what nobody labelled is left out', () => {
  expect(scoreBCubed(rows)).toEqual({
    items: 4,
    precision: 0.75,
    recall: expect.closeTo((2 / 3 + 2 / 3 + 1 / 3 + 1) / 4),
    f1: expect.any(Number)
  })
})

test('nothing to score is no fault', () => {
  expect(scorePairs([])).toEqual({ items: 0, precision: 1, recall: 1, f1: 1 })
})
