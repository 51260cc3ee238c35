import { expect, test } from 'vitest'
import type { TermHit, TopicMatch } from '../../src/model/entry.ts'
import { compareMatches } from '../../src/tag/compare-matches.ts'

function hit(term: string, rule: TermHit['rule'] = 'strong'): TermHit {
  return { term, field: 'title', offset: 0, length: term.length, language: 'en', rule }
}

function match(topicId: string, matched: boolean, score: number, ...why: TermHit[]): TopicMatch {
  return { topicId, matched, score, why }
}

test('names what each topic gains, loses and keeps, and why', () => {
  const before = [
    { articleId: 'kept', matches: [match('chips', true, 3, hit('fab'))] },
    { articleId: 'lost', matches: [match('chips', true, 3, hit('fab'))] },
    { articleId: 'gone', matches: [match('power', true, 3, hit('wind'))] },
    { articleId: 'gained', matches: [match('chips', false, 1, hit('wafer', 'supporting'))] }
  ]
  const after = [
    { articleId: 'gained', matches: [match('chips', true, 4, hit('wafer', 'supporting'), hit('foundry'))] },
    { articleId: 'lost', matches: [match('chips', false, 1.5, hit('fab'), hit('potato', 'exclude'))] },
    { articleId: 'kept', matches: [match('chips', true, 3, hit('fab'))] },
    { articleId: 'none', matches: [match('chips', false, 1)] }
  ]
  expect(compareMatches(before, after)).toEqual([
    {
      topicId: 'chips',
      kept: 1,
      gained: [{ articleId: 'gained', scoreBefore: 1, scoreAfter: 4, found: [hit('foundry')], gone: [] }],
      lost: [{ articleId: 'lost', scoreBefore: 3, scoreAfter: 1.5, found: [hit('potato', 'exclude')], gone: [] }]
    },
    { topicId: 'power', kept: 0, gained: [], lost: [{ articleId: 'gone', scoreBefore: 3, scoreAfter: 0, found: [], gone: [hit('wind')] }] }
  ])
})

test('the same matches change nothing', () => {
  const articles = [{ articleId: 'a', matches: [match('chips', true, 3, hit('fab'))] }]
  expect(compareMatches(articles, articles)).toEqual([{ topicId: 'chips', kept: 1, gained: [], lost: [] }])
})
