import { expect, test } from 'vitest'
import type { TopicMatch } from '../../src/model/entry.ts'
import { scoreTopics } from '../../src/tag/score-topics.ts'

function row(language: string, labelled: boolean, matched: boolean | null, unsure = false) {
  const matches: TopicMatch[] = matched === null ? [] : [{ topicId: 'chips', score: 2, matched, why: [] }]
  return { language, labels: labelled ? ['chips'] : [], unsure: unsure ? ['chips'] : [], matches }
}

test('counts right, wrong and missed per topic and language, and leaves out what is unsure', () => {
  const rows = [
    row('en', true, true),
    row('en', true, true),
    row('en', false, true),
    row('fr', true, false),
    row('fr', true, null),
    row('de', false, null),
    row('en', true, null, true)
  ]
  expect(scoreTopics(rows, ['chips'])).toEqual([
    { topicId: 'chips', language: null, right: 2, wrong: 1, missed: 2, precision: 2 / 3, recall: 2 / 4, f1: 4 / 7 },
    { topicId: 'chips', language: 'en', right: 2, wrong: 1, missed: 0, precision: 2 / 3, recall: 1, f1: 4 / 5 },
    { topicId: 'chips', language: 'fr', right: 0, wrong: 0, missed: 2, precision: null, recall: 0, f1: 0 }
  ])
})

test('has no ratios where nothing was labelled or matched', () => {
  expect(scoreTopics([], ['chips'])).toEqual([
    { topicId: 'chips', language: null, right: 0, wrong: 0, missed: 0, precision: null, recall: null, f1: null }
  ])
})
