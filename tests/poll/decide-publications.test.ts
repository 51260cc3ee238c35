import { expect, test } from 'vitest'
import type { Edit, EditKind } from '../../src/model/edit.ts'
import { decidePublications } from '../../src/poll/decide-publications.ts'
import type { Publication } from '../../src/store/topics.ts'

const ARTICLE = { id: 'a', sortAt: 500 }
const MATCH = { topicId: 'bridges', score: 3, matched: true, why: [] }
const MISS = { ...MATCH, score: 1, matched: false }
const SHOWN: Publication = { topicId: 'bridges', articleId: 'a', sortAt: 500, addedAt: 100, pinned: false }
const edit = (kind: EditKind, topicId: string | null = 'bridges'): Edit => ({
  id: kind,
  kind,
  topicId,
  articleId: 'a',
  payload: {},
  madeBy: 'ed',
  why: 'so',
  madeAt: 1
})

interface Case {
  readonly name: string
  readonly match?: typeof MATCH
  readonly shown?: Publication
  readonly changed?: boolean
  readonly edits?: readonly Edit[]
  readonly topicIds?: readonly string[]
  readonly publishable?: boolean
  readonly kinds: readonly string[]
  readonly published?: readonly Partial<Publication>[]
  readonly withdrawn?: number
}

const CASES: readonly Case[] = [
  { name: 'a match is added', match: MATCH, kinds: ['added'], published: [{ addedAt: 1_000, sortAt: 500, pinned: false }] },
  { name: 'a near miss is not', match: MISS, kinds: [] },
  { name: 'what stands and did not change says nothing', match: MATCH, shown: SHOWN, kinds: [] },
  { name: 'what stands and changed is revised', match: MATCH, shown: SHOWN, changed: true, kinds: ['revised'] },
  { name: 'what matches no longer is withdrawn', match: MISS, shown: SHOWN, kinds: ['withdrawn'], withdrawn: 1 },
  { name: 'what has no terms left is withdrawn', shown: SHOWN, changed: true, kinds: ['withdrawn'], withdrawn: 1 },
  { name: 'a topic that is gone withdraws', match: MATCH, shown: SHOWN, topicIds: [], kinds: ['withdrawn'], withdrawn: 1 },
  { name: 'a pin shows what does not match', edits: [edit('pin')], kinds: ['added'], published: [{ pinned: true }] },
  {
    name: 'a pin of what stands is a revision that keeps when it was added',
    match: MATCH,
    shown: SHOWN,
    edits: [edit('pin')],
    kinds: ['revised'],
    published: [{ pinned: true, addedAt: 100 }]
  },
  {
    name: 'a pin that is taken back too',
    match: MATCH,
    shown: { ...SHOWN, pinned: true },
    kinds: ['revised'],
    published: [{ pinned: false, addedAt: 100 }]
  },
  { name: 'a hidden one is withdrawn', match: MATCH, shown: SHOWN, edits: [edit('hide')], kinds: ['withdrawn'], withdrawn: 1 },
  { name: 'one hidden everywhere too', match: MATCH, shown: SHOWN, edits: [edit('hide', null)], kinds: ['withdrawn'], withdrawn: 1 },
  { name: 'one hidden elsewhere is not', match: MATCH, shown: SHOWN, edits: [edit('hide', 'trains')], kinds: [] },
  { name: 'a hidden one that changes stays silent', match: MATCH, changed: true, edits: [edit('hide')], kinds: [] },
  { name: 'the newest edit wins', match: MATCH, edits: [edit('hide'), edit('add')], kinds: ['added'], published: [{ pinned: false }] },
  { name: 'an edit of another kind decides nothing here', match: MISS, edits: [edit('retitle')], kinds: [] },
  { name: 'what no feed publishes is not shown', match: MATCH, publishable: false, kinds: [] },
  {
    name: 'what no feed publishes any more is withdrawn',
    match: MATCH,
    shown: SHOWN,
    publishable: false,
    kinds: ['withdrawn'],
    withdrawn: 1
  }
]

test.each(CASES)(
  '$name',
  ({ match, shown, changed = false, edits = [], topicIds = ['bridges'], publishable = true, kinds, published = [], withdrawn = 0 }) => {
    const decision = decidePublications(
      ARTICLE,
      changed,
      match ? [match] : [],
      { matches: [], publications: shown ? [shown] : [] },
      { publishable, topicIds, edits, configHash: 'c', now: 1_000 }
    )
    expect(decision.journal.map(({ kind }) => kind)).toEqual(kinds)
    expect(decision.published).toHaveLength(published.length)
    published.forEach((one, index) => expect(decision.published[index]).toMatchObject(one))
    expect(decision.withdrawn).toHaveLength(withdrawn)
  }
)

test('a decision that has no successor is forgotten, the others are written with the configuration they were made by', () => {
  const before = {
    matches: ['bridges', 'trains'].map((topicId) => ({ ...MATCH, topicId, articleId: 'a', configHash: 'b', decidedAt: 1 })),
    publications: []
  }
  const decision = decidePublications(ARTICLE, false, [MISS], before, {
    publishable: true,
    topicIds: ['bridges'],
    edits: [],
    configHash: 'c',
    now: 9
  })
  expect(decision.forgottenMatches).toEqual([{ topicId: 'trains', articleId: 'a' }])
  expect(decision.matches).toEqual([{ ...MISS, articleId: 'a', configHash: 'c', decidedAt: 9 }])
})
