import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { JournalEntry } from '../../src/model/journal.ts'
import { archiveMonths } from '../../src/publish/archives.ts'

const entry = (seq: number, kind: JournalEntry['kind'], articleId: string, month: number, day: number): JournalEntry => ({
  seq, kind, articleId, topicId: 'ai', at: Date.UTC(2026, month - 1, day)
})

const journal = [
  entry(1, 'added', 'a', 3, 1), entry(2, 'added', 'b', 3, 2), entry(3, 'revised', 'a', 3, 31), entry(4, 'added', 'c', 5, 1),
  entry(5, 'withdrawn', 'b', 5, 2), entry(6, 'added', 'd', 5, 3), entry(7, 'withdrawn', 'd', 5, 4), entry(8, 'added', 'e', 6, 1)
]

test('closed months hold the last state of each article, and know their neighbours', () => {
  expect(archiveMonths(journal, Date.UTC(2026, 5, 15))).toEqual([
    {
      month: '2026-03', prevMonth: null, nextMonth: '2026-05', updatedAt: Date.UTC(2026, 2, 31), withdrawn: [],
      articles: [{ articleId: 'a', seq: 3, at: Date.UTC(2026, 2, 31) }, { articleId: 'b', seq: 2, at: Date.UTC(2026, 2, 2) }]
    },
    {
      month: '2026-05', prevMonth: '2026-03', nextMonth: null, updatedAt: Date.UTC(2026, 4, 4),
      articles: [{ articleId: 'c', seq: 4, at: Date.UTC(2026, 4, 1) }],
      withdrawn: [{ articleId: 'd', at: Date.UTC(2026, 4, 4) }, { articleId: 'b', at: Date.UTC(2026, 4, 2) }]
    }
  ])
})

test('what comes later changes nothing in a closed month, and the order of the journal does not matter', () => {
  const events = fc.array(fc.record({ kind: fc.constantFrom('added', 'revised', 'withdrawn'), articleId: fc.constantFrom('a', 'b', 'c'), gap: fc.integer({ min: 1, max: 40 }) }))
  fc.assert(
    fc.property(events, fc.nat(), (steps, cut) => {
      let day = 1
      const all = steps.map(({ kind, articleId, gap }, index) => entry(index + 1, kind as JournalEntry['kind'], articleId, 1, (day += gap)))
      const early = all.slice(0, cut % (all.length + 1))
      const now = (early.at(-1)?.at ?? 0)
      const before = archiveMonths(early, now).map(({ nextMonth: _next, ...month }) => month)
      const after = archiveMonths(all.toReversed(), Date.UTC(2100, 0)).map(({ nextMonth: _next, ...month }) => month)
      expect(after.slice(0, before.length)).toEqual(before)
    })
  )
})
