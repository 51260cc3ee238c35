import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type LeadCandidate, leadCopy } from '../../src/dedupe/lead-copy.ts'

const copy = (id: string, role: LeadCandidate['role'], publishedAt: number | null, firstSeenAt = 100): LeadCandidate => ({
  id,
  role,
  publishedAt,
  firstSeenAt
})

test.each([
  { name: 'the authority before an earlier medium', copies: [copy('a', 'media', 1), copy('b', 'authority', 9)], lead: 'b' },
  { name: 'the press before a mirror', copies: [copy('a', 'mirror', 1), copy('b', 'media', 9)], lead: 'b' },
  { name: 'the earlier of two', copies: [copy('a', 'media', 9), copy('b', 'media', 1)], lead: 'b' },
  { name: 'first sight where no date is given', copies: [copy('a', 'media', null, 50), copy('b', 'media', 60)], lead: 'a' },
  { name: 'first sight where the date lies in the future', copies: [copy('a', 'media', 900, 50), copy('b', 'media', 60)], lead: 'a' },
  { name: 'the smaller id at last', copies: [copy('b', 'media', 1), copy('a', 'media', 1)], lead: 'a' }
])('$name leads', ({ copies, lead }) => expect(leadCopy(copies).id).toBe(lead))

test('the order in which copies came in does not matter', () => {
  const candidate = fc.record({
    id: fc.constantFrom('a', 'b', 'c', 'd'),
    role: fc.constantFrom('authority', 'media', 'mirror'),
    publishedAt: fc.option(fc.nat(3)),
    firstSeenAt: fc.nat(3)
  })
  fc.assert(
    fc.property(fc.uniqueArray(candidate, { minLength: 1, selector: ({ id }) => id }), (copies) => {
      expect(leadCopy([...copies].reverse()).id).toBe(leadCopy(copies).id)
    })
  )
})

test('nothing leads nothing', () => expect(() => leadCopy([])).toThrow(RangeError))
