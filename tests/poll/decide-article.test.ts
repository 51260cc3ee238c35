import { describe, expect, test } from 'vitest'
import { type ArticleContext, type ArticleHistory, decideArticle, historyOf, newArticleSkeleton } from '../../src/poll/decide-article.ts'
import { compileTopics } from '../../src/tag/compile-topics.ts'
import { createGazetteer } from '../../src/tag/find-regions.ts'
import { BRIDGES } from '../support/poll-builder.ts'
import { anArticle, anEntry } from '../support/records.ts'

const SOURCES = { ministry: { role: 'authority', region: 'CN-BJ' }, paper: { role: 'media' }, mirror: { role: 'mirror' } } as const
const CONTEXT: ArticleContext = {
  tagger: compileTopics([BRIDGES]),
  gazetteer: createGazetteer(),
  topicIds: ['bridges'],
  sourceOf: (id) => SOURCES[id as keyof typeof SOURCES],
  publishes: (feedId) => feedId !== 'silent',
  categoryOf: () => undefined,
  configHash: 'c',
  now: 9_000
}
const NEW: ArticleHistory = { article: null, matches: [], publications: [], edits: [] }
const paper = anEntry({ id: 'e-paper', sourceId: 'paper', title: 'Bridge opens', firstSeenAt: 1_000, publishedAt: 1_000 })
const ministry = anEntry({ id: 'e-ministry', sourceId: 'ministry', title: 'Bridge opens', firstSeenAt: 5_000, publishedAt: 5_000 })
const standing = { ...anArticle({ leadEntryId: 'e-paper', revision: 3, changedAt: 1_000 }), lead: paper, original: paper, entries: [paper] }
const SHOWN = [{ topicId: 'bridges', articleId: standing.id, sortAt: 1_000, addedAt: 1_000, pinned: false }]
const history = historyOf(standing, { matches: [], publications: SHOWN, edits: [] })

describe('who leads', () => {
  test('the authority, though it came later; id, tag and place in lists stay', () => {
    const { article, publications } = decideArticle(standing, [paper, ministry], new Set(), history, CONTEXT)
    expect(article).toMatchObject({
      id: standing.id,
      tagUri: standing.tagUri,
      sortAt: standing.sortAt,
      firstSeenAt: standing.firstSeenAt,
      storyId: standing.storyId,
      leadEntryId: 'e-ministry',
      revision: 4,
      changedAt: 9_000
    })
    expect(article.regions).toContain('CN-BJ')
    expect(publications.journal).toEqual([{ topicId: 'bridges', kind: 'revised', articleId: standing.id, at: 9_000 }])
  })

  test('another copy that does not lead changes nothing that readers see', () => {
    const mirror = anEntry({ id: 'e-mirror', sourceId: 'mirror', title: 'Bridge opens', firstSeenAt: 500, publishedAt: 500 })
    const { article, publications } = decideArticle(standing, [paper, mirror], new Set(['e-mirror']), history, CONTEXT)
    expect(article).toMatchObject({ leadEntryId: 'e-paper', revision: 3, changedAt: 1_000 })
    expect(publications.journal).toEqual([])
  })

  test('an edited lead is a revision', () => {
    const { article } = decideArticle(standing, [paper], new Set(['e-paper']), history, CONTEXT)
    expect(article).toMatchObject({ revision: 4, changedAt: 9_000 })
  })
})

test('an article that one feed publishes and another does not is shown; one of silent feeds alone is not', () => {
  const silent = anEntry({ id: 'e-silent', feedId: 'silent', sourceId: 'mirror', title: 'Bridge opens' })
  const skeleton = anArticle()
  expect(decideArticle(skeleton, [silent], new Set(), NEW, CONTEXT).publications.published).toEqual([])
  expect(decideArticle(skeleton, [silent, paper], new Set(), NEW, CONTEXT).publications.published).toHaveLength(1)
})

test.each([
  { name: 'gets the day of first sight', authority: 'news.example.org', tag: 'tag:news.example.org,2026-11-24:article/a' },
  { name: 'that brings a year keeps it', authority: 'news.example.org,2025', tag: 'tag:news.example.org,2025:article/a' }
])('a tag authority $name', ({ authority, tag }) => {
  const entry = anEntry({ firstSeenAt: Date.UTC(2026, 10, 24, 12), publishedAt: null })
  expect(newArticleSkeleton(entry, { articleId: 'a', storyId: 's', storyReason: null }, authority).tagUri).toBe(tag)
})

test.each([
  { name: 'an old item sorts by its date', publishedAt: 100, sortAt: 100 },
  { name: 'a date in the future moves nothing up', publishedAt: 99_000, sortAt: 2_000 },
  { name: 'one without a date by first sight', publishedAt: null, sortAt: 2_000 }
])('$name', ({ publishedAt, sortAt }) => {
  const skeleton = newArticleSkeleton(
    anEntry({ publishedAt, firstSeenAt: 2_000 }),
    { articleId: 'a', storyId: 's', storyReason: null },
    'x'
  )
  expect(skeleton.sortAt).toBe(sortAt)
})

describe('a text that was let go of', () => {
  const expired = anEntry({ id: 'e-paper', sourceId: 'paper', title: 'Works go on', summary: '', contentHtml: '', expiredAt: 8_000 })
  const article = { ...standing, lead: expired, original: expired, entries: [expired], regions: ['SE-AB'] }
  const hit = { term: 'bridge', field: 'summary', offset: 0, length: 6, language: 'en', rule: 'strong' } as const
  const match = { topicId: 'bridges', articleId: article.id, score: 2, matched: true, why: [hit], configHash: 'before', decidedAt: 1_000 }

  test('leaves its topics and regions as they were found', () => {
    const decided = decideArticle(
      article,
      [expired],
      new Set(),
      historyOf(article, { matches: [match], publications: SHOWN, edits: [] }),
      CONTEXT
    )
    expect(decided.article.regions).toEqual(['SE-AB'])
    expect(decided.publications).toMatchObject({ withdrawn: [], journal: [], matches: [{ topicId: 'bridges', matched: true, why: [hit] }] })
  })

  test("is in a topic by an editor's word for as long as that holds", () => {
    const chosen = { ...match, why: [{ ...hit, rule: 'edit' as const }] }
    const decided = decideArticle(
      article,
      [expired],
      new Set(),
      historyOf(article, { matches: [chosen], publications: SHOWN, edits: [] }),
      CONTEXT
    )
    expect(decided.publications.journal).toMatchObject([{ kind: 'withdrawn' }])
  })

  test('still finds a topic by its title', () => {
    const titled = { ...expired, title: 'Bridge opens' }
    const history = historyOf({ ...article, lead: titled, entries: [titled] }, { matches: [], publications: [], edits: [] })
    expect(decideArticle(article, [titled], new Set(), history, CONTEXT).publications.journal).toMatchObject([{ kind: 'added' }])
  })
})
