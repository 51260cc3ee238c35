import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { JournalEntry } from '../../src/model/journal.ts'
import { archiveMonth, monthOf, monthSpan, openSince } from '../../src/publish/archives.ts'

const entry = (seq: number, kind: JournalEntry['kind'], articleId: string, month: number, day: number): JournalEntry => ({
  seq,
  kind,
  articleId,
  topicId: 'ai',
  at: Date.UTC(2026, month - 1, day)
})

test('a month holds the last state of each article, the latest change first', () => {
  const journal = [
    entry(4, 'added', 'c', 5, 1),
    entry(5, 'withdrawn', 'b', 5, 2),
    entry(6, 'added', 'd', 5, 3),
    entry(7, 'withdrawn', 'd', 5, 4),
    entry(8, 'revised', 'c', 5, 5)
  ]
  expect(archiveMonth(journal)).toEqual({
    updatedAt: Date.UTC(2026, 4, 5),
    articles: [{ articleId: 'c', at: Date.UTC(2026, 4, 5) }],
    withdrawn: [
      { articleId: 'd', at: Date.UTC(2026, 4, 4) },
      { articleId: 'b', at: Date.UTC(2026, 4, 2) }
    ]
  })
})

test('the order of the journal does not matter', () => {
  const events = fc.array(
    fc.record({ kind: fc.constantFrom('added', 'revised', 'withdrawn'), articleId: fc.constantFrom('a', 'b', 'c') }),
    { maxLength: 28 }
  )
  fc.assert(
    fc.property(events, (steps) => {
      const journal = steps.map(({ kind, articleId }, index) => entry(index + 1, kind as JournalEntry['kind'], articleId, 1, index + 1))
      expect(archiveMonth(journal.toReversed())).toEqual(archiveMonth(journal))
    })
  )
})

describe('a month', () => {
  test.each([
    { now: Date.UTC(2026, 10, 15), open: '2026-11' },
    { now: Date.UTC(2026, 11, 1, 0, 59), open: '2026-11' },
    { now: Date.UTC(2026, 11, 1, 1), open: '2026-12' },
    { now: Date.UTC(2027, 0, 1, 0, 30), open: '2026-12' }
  ])('$open is the open one at $now', ({ now, open }) => {
    expect(monthOf(openSince(now))).toBe(open)
  })

  test('ends where the next begins', () => {
    expect(monthSpan('2026-12')).toEqual([Date.UTC(2026, 11), Date.UTC(2027, 0)])
  })
})
