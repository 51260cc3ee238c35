import { expect, test } from 'vitest'
import { createDetector } from '../../src/language/detect-language.ts'
import { rememberLanguage } from '../../src/language/language-memory.ts'
import type { LanguageMemory } from '../../src/language/language-memory.ts'

const detector = createDetector()

function read(titles: readonly string[], declared: string | null): LanguageMemory | null {
  let memory: LanguageMemory | null = null
  for (const title of titles) memory = rememberLanguage(memory, detector.judge({ title, text: '', declared, sourceMemory: memory }).shares)
  return memory
}

const nynorsk = [
  'Kommunen vil ikkje byggje ny skule i år',
  'Fleire elevar vel yrkesfag no',
  'Ho vart vald til ordførar med brei støtte',
  'Bøndene fekk mindre regn enn dei venta',
  'Kva skjer med sjukehuset i fylket?',
  'Dei seier nei til ny veg gjennom dalen'
]

test('a source that was seen to write one language decides between siblings', () => {
  const title = 'Kommunen bygger bru over elva'
  const memory = read(nynorsk, null)
  expect(detector.detect({ title, text: '', sourceMemory: memory }).language).toBe('nn')
  expect(detector.detect({ title, text: '', declared: 'nb' }).language).toBe('nb')
})

test('what was seen outweighs a lying tag', () => {
  const memory = read(nynorsk, 'en-us')
  expect(Object.keys(memory!.counts)[0]).toBe('nn')
  expect(detector.detect({ title: 'Kommunen bygger bru over elva', text: '', declared: 'en-us', sourceMemory: memory }).language).toBe('nn')
})

test('a foreign item is still seen', () => {
  const memory = read([...nynorsk, ...nynorsk, ...nynorsk], 'nn')
  expect(
    detector.detect({ title: 'The council has decided to close three schools next year', text: '', declared: 'nn', sourceMemory: memory })
      .language
  ).toBe('en')
})

test('nothing is remembered of junk', () => {
  expect(rememberLanguage(null, detector.judge({ title: '12345', text: '' }).shares)).toEqual({ counts: {} })
})

test('older items fade, so that a source may change its language', () => {
  let memory: LanguageMemory | null = null
  for (let item = 0; item < 400; item++) memory = rememberLanguage(memory, { de: 1 })
  expect(memory!.counts['de']).toBeLessThanOrEqual(300)
  for (let item = 0; item < 400; item++) memory = rememberLanguage(memory, { fr: 1 })
  expect(memory!.counts['fr']!).toBeGreaterThan(memory!.counts['de']!)
})

test('is plain data', () => {
  const memory = read(nynorsk, null)
  expect(JSON.parse(JSON.stringify(memory))).toEqual(memory)
})
