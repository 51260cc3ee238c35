import { expect, test } from 'vitest'
import { matchEntry } from '../../src/dedupe/match-entry.ts'
import { createMemory, storyOf } from '../../src/dedupe/neighbour-memory.ts'
import { mergeStories } from '../../src/dedupe/place-in-story.ts'
import { newStory } from '../../src/dedupe/story-profile.ts'
import { aText } from '../support/match-texts.ts'

const LEXICON = { get: () => undefined }

test('an article finds its story, also when that became part of another, or was forgotten and told again', () => {
  const memory = createMemory()
  const { articleId, storyId } = matchEntry(memory, aText({ entryId: 'e', title: 'Council opens park' }), {
    lexicon: LEXICON,
    stories: true
  })
  const group = memory.articles.get(articleId)!
  const first = memory.stories.get(storyId)!
  expect(storyOf(memory, group)).toBe(first)

  const [other, last] = [newStory('other', 0), newStory('last', 0)]
  for (const story of [other, last]) memory.stories.set(story.storyId, story)
  mergeStories(memory, other, [{ storyId, reason: '' }], LEXICON)
  mergeStories(memory, last, [{ storyId: 'other', reason: '' }], LEXICON)
  expect(storyOf(memory, group)).toBe(last)

  last.forgotten = true
  memory.stories.delete('last')
  expect(storyOf(memory, group)).toBeUndefined()
  const again = newStory('last', 0)
  memory.stories.set('last', again)
  expect(storyOf(memory, group)).toBe(again)
})
