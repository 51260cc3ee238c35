import { describe, expect, test } from 'vitest'
import { compareEntries } from '../../src/dedupe/compare-entries.ts'
import { matchEntry } from '../../src/dedupe/match-entry.ts'
import { createMemory } from '../../src/dedupe/neighbour-memory.ts'
import { planFeeds } from '../../src/poll/feed-plan.ts'
import { type Matching, matchingOf, prepareDrafts } from '../../src/poll/prepare-drafts.ts'
import { aDraft } from '../support/records.ts'

const MATCHING: Matching = { identity: 'auto', sourceId: 'town', pair: 'town news' }

describe('what is prepared of a draft', () => {
  const [one, other] = [
    aDraft({ guid: 'a', title: 'Council opens the Énergie park, 12 hectares - Daily Herald' }),
    aDraft({ guid: 'b', title: '臺南市AI大臣訪問' })
  ]
  const prepared = prepareDrafts([one, other], MATCHING)

  test('is the same after it was handed to another thread', () => {
    const handed = structuredClone(prepared)
    expect(handed).toEqual(prepared)
    const place = (drafts: typeof prepared) => {
      const memory = createMemory()
      return drafts.map(({ tokens }, index) =>
        matchEntry(
          memory,
          { entryId: `e${index}`, sourceId: 'town', tokens, at: 0, deduplicate: true },
          { lexicon: { get: () => undefined }, stories: true }
        )
      )
    }
    expect(place(handed)).toEqual(place(prepared))
  })

  test('lies on one buffer, however many lists there are', () => {
    const { stems, uses, title, head, summary } = prepared[0]!.tokens
    expect(
      new Set(
        [stems, uses, title.hashes, title.places, head!.hashes, head!.places, summary.hashes, summary.places].map(({ buffer }) => buffer)
      ).size
    ).toBe(1)
  })

  test('names its keys by what the whole document holds', () => {
    const shared = prepareDrafts(
      [
        { ...one, guid: 'same' },
        { ...other, guid: 'same' }
      ],
      MATCHING
    )
    for (const { ladder } of shared) expect(ladder.map(({ kind }) => kind)).not.toContain('id')
    expect(prepared[0]!.ladder.map(({ kind }) => kind)).toContain('id')
  })
})

test('a draft without its text has the hash of what is kept, not of what came', () => {
  const whole = aDraft({ summary: 'The council voted on Monday.', contentHtml: '<p>All of it.</p>' })
  const [opened] = compareEntries('feed', prepareDrafts([whole], MATCHING), [])
  if (opened?.kind !== 'new') throw new Error('it is new')
  const entry = { ...whole, id: opened.id, contentHash: opened.contentHash } as never
  const bare = prepareDrafts([{ ...whole, summary: '', contentHtml: '' }], MATCHING)
  expect(compareEntries('feed', bare, [{ entry, keys: opened.keys }])).toMatchObject([{ kind: 'same' }])
})

test('feeds of one owner that carry the same in several languages share a key', () => {
  const sources = [
    {
      id: 'town',
      owner: 'city',
      feeds: [
        { id: 'en', url: 'https://a.example/', pair: 'news' },
        { id: 'de', url: 'https://b.example/' }
      ]
    }
  ] as never
  const plans = planFeeds(sources)
  expect(matchingOf(plans.get('en')!, { sourceId: 'town', owner: 'city' })).toMatchObject({ sourceId: 'town', pair: 'city news' })
  expect(matchingOf(plans.get('de')!, { sourceId: 'town', owner: 'city' })).toMatchObject({ pair: null })
})
