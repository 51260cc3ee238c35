import { expect, test } from 'vitest'
import type { TermHit } from '../../src/model/entry.ts'
import { mainReasons, whyText } from '../../src/serve/reason-sentence.ts'

const hit = (rule: TermHit['rule'], term: string, offset: number, over: Partial<TermHit> = {}): TermHit => ({
  term,
  field: 'title',
  offset,
  length: term.length,
  language: 'en',
  rule,
  ...over
})

test('names each place once, by what weighs most there', () => {
  const why = [
    hit('context', 'AI fund', 0),
    hit('near', 'fund', 3),
    hit('decisive', 'fund', 3),
    hit('subject', 'AI', 0),
    hit('near', 'fund', 20)
  ]
  expect(mainReasons(why).map(({ rule, offset }) => [rule, offset])).toEqual([
    ['decisive', 3],
    ['near', 20],
    ['subject', 0],
    ['context', 0]
  ])
})

test('names a term once, and keeps reasons that stand nowhere in the text', () => {
  const nowhere = { offset: 0, length: 0 }
  const why = [hit('strong', 'chip', 0), hit('strong', 'chip', 9), hit('edit', 'editor', 0, nowhere), hit('learned', 'score 2', 0, nowhere)]
  expect(mainReasons(why).map(({ rule, offset }) => [rule, offset])).toEqual([
    ['edit', 0],
    ['learned', 0],
    ['strong', 0]
  ])
})

test('tells the reasons in one line', () => {
  const match = { topicId: 'ai', score: 2, matched: true, why: [hit('subject', 'OpenAI', 0, { language: '*' }), hit('near', 'fund', 7)] }
  expect(whyText(match, { title: 'OpenAI fund', summary: '', content: '' })).toBe(
    '“fund” in the title (right beside the subject, English); “OpenAI” in the title (names the subject, any language)'
  )
})
