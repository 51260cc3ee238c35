import { expect, test } from 'vitest'
import { joinSentence } from '../../src/serve/join-sentence.ts'

test.each([
  { reason: 'translated words .17', says: 'its words, once translated, tell the same' },
  { reason: 'words .45', says: 'its words tell the same' },
  { reason: 'stories .50, joined by one article', says: 'one article tells what both stories tell' },
  { reason: 'same address in another language', says: 'its address is that of a version in another language' },
  { reason: 'url', says: 'the same address' },
  { reason: 'title 1', says: 'the same title' },
  { reason: 'title .85 + summary 1', says: 'a title that is 85 % the same and the same summary' },
  { reason: 'an editor: the same text', says: 'an editor: the same text' }
])('$reason: $says', ({ reason, says }) => {
  expect(joinSentence(reason)).toBe(says)
})
