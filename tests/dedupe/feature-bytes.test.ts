import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeFeatures, encodeFeatures } from '../../src/dedupe/feature-bytes.ts'
import { matchFeatures, matchTokens } from '../../src/dedupe/match-features.ts'
import { decodeProfile, encodeProfile } from '../../src/dedupe/profile-bytes.ts'
import { addBag, newStory } from '../../src/dedupe/story-profile.ts'

const title = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('Council opens park - Daily Herald', '令和7年10月の調査', 'A title that was cut sh...'))

test('features come back as they went, weights to the thousandth', () => {
  fc.assert(fc.property(title, title, fc.boolean(), (a, b, recurring) => {
    const features = matchFeatures(matchTokens({ title: a, summary: b, language: 'en', canonicalUrl: 'https://x.example/2024/1234.htm', sourceId: 's' }), new Map(), 0)
    const back = decodeFeatures(encodeFeatures({ features, recurring }))!
    expect(back.recurring).toBe(recurring)
    const plain = (one: typeof features) => ({ ...one, title: [...one.title.hashes], summary: [...one.summary.hashes], head: one.head && [...one.head.hashes] })
    expect(plain(back.features)).toEqual(plain(features))
    back.features.title.weights.forEach((weight, index) => expect(weight).toBeCloseTo(features.title.weights[index]!, 2))
  }))
})

test('profiles come back as they went', () => {
  const story = newStory('s', 5)
  addBag(story, 'fr', new Map([[1, 0.5], [4_294_967_295, 0.25]]), new Map([[7, 1]]))
  story.articles = 2
  story.owners.add(2 ** 51 + 3)
  expect(decodeProfile('s', 5, encodeProfile(story))).toEqual(story)
})

test('bytes that are not ours give null, never a throw', () => {
  fc.assert(fc.property(fc.uint8Array(), (bytes) => {
    decodeFeatures(bytes)
    decodeProfile('s', 0, bytes)
  }))
  expect(decodeFeatures(new Uint8Array([99, 1, 2]))).toBeNull()
  expect(decodeProfile('s', 0, new Uint8Array([1]))).toBeNull()
})
