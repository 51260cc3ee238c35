import { expect, test } from 'vitest'
import { scoreLanguages } from '../../src/language/score-language.ts'

test('scores each language that is a label or a guess', () => {
  const rows = [
    { label: 'fr', guess: 'fr' },
    { label: 'fr', guess: 'es' },
    { label: 'es', guess: 'es' },
    { label: 'de', guess: 'und' }
  ]
  expect(scoreLanguages(rows)).toEqual([
    { language: 'de', texts: 1, precision: 0, recall: 0, f1: 0 },
    { language: 'es', texts: 1, precision: 0.5, recall: 1, f1: 2 / 3 },
    { language: 'fr', texts: 2, precision: 1, recall: 0.5, f1: 2 / 3 }
  ])
})

test('scores `und` where it is the label, and nothing of nothing', () => {
  expect(scoreLanguages([{ label: 'und', guess: 'und' }])).toEqual([{ language: 'und', texts: 1, precision: 1, recall: 1, f1: 1 }])
  expect(scoreLanguages([])).toEqual([])
})
