import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareEntries, type Compared, idsOfNew, type KnownByKeys } from '../../src/dedupe/compare-entries.ts'
import type { IdentityPolicy } from '../../src/dedupe/entry-keys.ts'
import type { LocatedDraft } from '../../src/model/draft.ts'
import { prepareDrafts } from '../../src/poll/prepare-drafts.ts'
import { aDraft, anEntry } from '../support/records.ts'

const AT = Date.UTC(2026, 2, 3)

const prepared = (drafts: readonly LocatedDraft[], identity: IdentityPolicy) =>
  prepareDrafts(drafts, { identity, sourceId: 'city', pair: null })

/** What a feed knows after documents were polled one after another. */
function poll(
  documents: readonly (readonly LocatedDraft[])[],
  policy: IdentityPolicy = 'auto'
): { readonly last: readonly Compared[]; readonly known: readonly KnownByKeys[] } {
  const known = new Map<string, { entry: KnownByKeys['entry']; keys: string[] }>()
  let last: readonly Compared[] = []
  for (const drafts of documents) {
    last = compareEntries('feed', prepared(drafts, policy), [...known.values()])
    for (const one of last) {
      if (one.kind === 'same') known.get(one.entry.id)!.keys.push(...one.keys)
      else if (one.kind === 'revised')
        Object.assign(known.get(one.entry.id)!, {
          entry: { ...one.entry, ...one.draft, contentHash: one.contentHash },
          keys: [...known.get(one.entry.id)!.keys, ...one.keys]
        })
      else known.set(one.id, { entry: { ...anEntry(), ...one.draft, id: one.id, contentHash: one.contentHash }, keys: [...one.keys] })
    }
  }
  return { last, known: [...known.values()] }
}

const kinds = (compared: readonly Compared[]): readonly string[] => compared.map(({ kind }) => kind)

describe('finds again', () => {
  test.each([
    { name: 'what did not change', next: {} },
    { name: 'a made-up id at a known address', next: { guid: 'another' } },
    { name: 'a new address under a known id', next: { url: 'https://city.example/moved', canonicalUrl: 'https://city.example/moved' } },
    {
      name: 'a tracking mark on the address',
      next: { guid: null, url: 'https://city.example/1?utm_source=rss', canonicalUrl: 'https://city.example/1' }
    },
    { name: 'another date', next: { publishedAt: AT + 1 } },
    { name: 'white space', next: { title: ' Council  approves new tram line ' } },
    { name: 'a list without texts', next: { summary: '' } },
    { name: 'counted readers', next: { guid: null, title: 'Council approves new tram line (1,204 views)' } }
  ])('$name', ({ next }) => {
    expect(kinds(poll([[aDraft()], [aDraft(next)]]).last)).toEqual(['same'])
  })

  test('what is counted at each look, at an address without an id', () => {
    const counted = (count: number) => aDraft({ guid: null, publishedAt: null, title: `河畔公園開放（閲覧数：${count}）` })
    expect(kinds(poll([[counted(99)], [counted(100)], [counted(1012)]]).last)).toEqual(['same'])
  })

  test('an item whose id and address are made up anew, by what it says and when', () => {
    const anew = (token: number) =>
      aDraft({
        guid: `${token}`,
        url: `https://city.example/?t=${token}`,
        canonicalUrl: `https://city.example/?t=${token}`,
        publishedAt: AT + 754_000
      })
    expect(kinds(poll([[anew(1)], [anew(2)], [anew(3)]]).last)).toEqual(['same'])
    expect(
      kinds(
        poll([
          [anew(1), anew(2)],
          [anew(1), anew(2)]
        ]).last
      )
    ).toEqual(['same', 'same'])
  })

  test.each([
    { name: 'an edited title', next: { title: 'Council approves new tram line to harbour' } },
    { name: 'an edited text', next: { summary: 'The council voted on Tuesday.' } },
    { name: 'an edited title without an id', next: { guid: null, title: 'Council approves the new tram line' } },
    { name: 'a wholly new headline under a known id and address', next: { title: 'Trams to reach the harbour' } },
    {
      name: 'a wholly new headline, address and date above a text that is known',
      next: {
        title: 'Trams to reach the harbour',
        url: 'https://city.example/trams-harbour',
        canonicalUrl: 'https://city.example/trams-harbour',
        publishedAt: AT + 3_600_000,
        summary: `${aDraft().summary} Work is to begin in spring.`
      }
    },
    {
      name: 'another number in a text of the same minute',
      first: { publishedAt: AT + 754_000, title: 'Storm: 3 hurt' },
      next: { guid: null, publishedAt: AT + 754_000, title: 'Storm: 4 hurt' }
    }
  ])('$name, as a revision', ({ first = {}, next }: { first?: Partial<LocatedDraft>; next: Partial<LocatedDraft> }) => {
    expect(kinds(poll([[aDraft(first)], [aDraft(next)]]).last)).toEqual(['revised'])
  })
})

describe('takes for new', () => {
  test.each([
    {
      name: 'another notice at the address of an index page',
      first: { guid: null },
      next: { guid: null, title: 'Water supply interrupted in Mill Street' }
    },
    {
      name: 'another number at the address of an index page',
      first: { guid: null, title: 'Notice 12 of the water board' },
      next: { guid: null, title: 'Notice 13 of the water board' }
    },
    {
      name: 'a re-used id with another title and numbers elsewhere',
      first: { title: 'Notice 12: tram line' },
      next: { title: 'Tender 40 for sand', url: 'https://city.example/2', canonicalUrl: 'https://city.example/2' }
    },
    {
      name: 'a re-used id with another title, text and date elsewhere',
      first: {},
      next: {
        title: 'Tax refunds to be paid in May',
        summary: 'Those who paid twice get their money back.',
        url: 'https://city.example/2',
        canonicalUrl: 'https://city.example/2',
        publishedAt: AT + 86_400_000
      }
    },
    {
      name: 'a recurring title with a later date and nothing else',
      first: { guid: null, url: null, canonicalUrl: null },
      next: { guid: null, url: null, canonicalUrl: null, publishedAt: AT + 7 * 86_400_000 }
    }
  ])('$name', ({ first, next }) => {
    const { last, known } = poll([[aDraft(first)], [aDraft(next)]])
    expect(kinds(last)).toEqual(['new'])
    expect(known).toHaveLength(2)
    expect(kinds(poll([[aDraft(first)], [aDraft(next)], [aDraft(next)]]).last)).toEqual(['same'])
  })
})

describe('keeps apart within one document', () => {
  test.each([
    {
      name: 'one id on every item',
      drafts: [1, 2, 3].map((n) =>
        aDraft({ guid: 'same', url: `https://city.example/${n}`, canonicalUrl: `https://city.example/${n}`, title: `Item ${n}` })
      )
    },
    {
      name: 'one address on every item',
      drafts: ['School', 'Bridge', 'Library'].map((title) => aDraft({ guid: null, title: `${title} opened` }))
    },
    {
      name: 'one title on every item, no id, no address',
      drafts: ['a', 'b', 'c'].map((summary) => aDraft({ guid: null, url: null, canonicalUrl: null, summary }))
    },
    {
      name: 'no title, no id, no address',
      drafts: ['a', 'b', 'c'].map((summary) => aDraft({ guid: null, url: null, canonicalUrl: null, title: '', summary }))
    }
  ])('$name', ({ drafts }) => {
    const first = poll([drafts])
    expect(kinds(first.last)).toEqual(['new', 'new', 'new'])
    expect(kinds(poll([drafts, [...drafts].reverse()]).last)).toEqual(['same', 'same', 'same'])
  })

  test('an item that a document repeats is taken once', () => {
    expect(kinds(poll([[aDraft(), aDraft()]]).last)).toEqual(['new'])
  })
})

test.each([
  { policy: 'url' as const, next: { guid: 'g1', url: 'https://city.example/2', canonicalUrl: 'https://city.example/2' }, kind: 'new' },
  { policy: 'id' as const, next: { guid: 'g1', url: 'https://city.example/2', canonicalUrl: 'https://city.example/2' }, kind: 'same' },
  { policy: 'title' as const, next: { guid: 'g9', url: 'https://city.example/9', canonicalUrl: 'https://city.example/9' }, kind: 'same' },
  { policy: 'link-date' as const, next: { guid: 'g9' }, kind: 'same' },
  { policy: 'url' as const, next: { title: 'Notice 9: water supply' }, kind: 'revised' },
  {
    policy: 'id' as const,
    next: { title: 'Notice 9: water supply', url: 'https://city.example/9', canonicalUrl: 'https://city.example/9', publishedAt: AT + 1 },
    kind: 'revised'
  }
])('policy $policy', ({ policy, next, kind }) => {
  expect(kinds(poll([[aDraft()], [aDraft(next)]], policy).last)).toEqual([kind])
})

test('ids belong to the feed: another feed with the same items gives others', () => {
  const [a] = compareEntries('feed-a', prepared([aDraft()], 'auto'), [])
  const [b] = compareEntries('feed-b', prepared([aDraft()], 'auto'), [])
  expect(a).toMatchObject({ kind: 'new' })
  expect((a as { id: string }).id).not.toBe((b as { id: string }).id)
})

describe('an entry that lost its keys', () => {
  const shownAgain = (next: Partial<LocatedDraft>, first: Partial<LocatedDraft> = {}) => {
    const [one] = poll([[aDraft(first)]]).known
    const drafts = prepared([aDraft(next)], 'auto')
    const ids = idsOfNew('feed', drafts, [])
    return { id: one!.entry.id, ids, compared: compareEntries('feed', drafts, [], [one!.entry]) }
  }

  test('stands under an id that its item would be given, and gets its keys again', () => {
    const { id, ids, compared } = shownAgain({})
    expect(ids).toContain(id)
    expect(compared).toMatchObject([{ kind: 'same', entry: { id } }])
    expect(compared[0]!.keys).not.toEqual([])
  })

  test('is revised by another text', () => {
    expect(shownAgain({ summary: 'The council voted on Tuesday.' }).compared).toMatchObject([{ kind: 'revised' }])
  })

  test('leaves its id alone for another thing under its old key', () => {
    const next = { title: 'Tender 77 for snow ploughs', url: 'https://city.example/77', canonicalUrl: 'https://city.example/77' }
    const { id, compared } = shownAgain(next, { title: 'Notice 5 of the water board' })
    expect(compared).toMatchObject([{ kind: 'new' }])
    expect(compared).not.toMatchObject([{ id }])
  })
})

test('a feed that makes up an id at each poll does not pile up keys', () => {
  const { known } = poll(Array.from({ length: 200 }, (_, index) => [aDraft({ guid: `random-${index}` })]))
  expect(known).toHaveLength(1)
  expect(known[0]!.keys.length).toBeLessThanOrEqual(40)
})

test('ids do not depend on the order of the items, and polling twice changes nothing', () => {
  const draft = fc
    .record({
      guid: fc.option(fc.constantFrom('a', 'b', 'c')),
      url: fc.option(fc.constantFrom('https://x.example/1', 'https://x.example/2')),
      title: fc.constantFrom('', 'Notice', 'Notice 2', 'Opening of a school'),
      summary: fc.constantFrom('', 'one', 'two'),
      publishedAt: fc.option(fc.constantFrom(1, 2))
    })
    .map((part) => aDraft({ ...part, canonicalUrl: part.url }))
  fc.assert(
    fc.property(fc.array(draft, { maxLength: 6 }), (drafts) => {
      const once = poll([drafts])
      const ids = (compared: readonly Compared[]): readonly string[] =>
        compared.map((one) => (one.kind === 'new' ? one.id : one.entry.id)).sort()
      expect(ids(poll([[...drafts].reverse()]).last)).toEqual(ids(once.last))
      expect(poll([drafts, drafts]).last.filter(({ kind }) => kind === 'new')).toEqual([])
    })
  )
})
