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

test('a label without a script or region takes an answer that names one, but not the other way round', () => {
  const rows = [
    { label: 'zh', guess: 'zh-Hans' },
    { label: 'sr-Latn', guess: 'sr' },
    { label: 'en', guess: 'enm' }
  ]
  const recalls = scoreLanguages(rows).map(({ language, recall }) => [language, recall])
  expect(Object.fromEntries(recalls)).toMatchObject({ zh: 1, 'sr-Latn': 0, en: 0 })
})
