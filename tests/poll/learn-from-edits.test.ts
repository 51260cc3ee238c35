import { afterEach, beforeEach, expect, test } from 'vitest'
import { type TopicConfig, topicFileSchema } from '../../src/config/schema.ts'
import { createCuration } from '../../src/curate/curation.ts'
import { createLearning, type Learning } from '../../src/poll/learn-from-edits.ts'
import { retagBatch } from '../../src/poll/retag-articles.ts'
import { compileTopics } from '../../src/tag/compile-topics.ts'
import { anOrder, contextOf, doneOf } from '../support/editor.ts'
import { aDocument, aPollBench, type PollBench, rss } from '../support/poll-builder.ts'

const TITLES = [
  'Grid for the computing park',
  'Grid of computing centre grows',
  'Grid and computing power for schools',
  'Grid of the football league',
  'Grid on the football shirt',
  'Grid after the football derby',
  'Grid for computing firms planned',
  'Football fans want a grid'
]
const TOPIC: TopicConfig = topicFileSchema.parse({
  topic: { id: 'bridges', title: { en: 'Grids' } },
  terms: { en: { supporting: ['grid'] } },
  threshold: 2,
  learn: true
})
const signed = { by: 'ed', why: 'so' }

let bench: PollBench
let learning: Learning
let topics: readonly TopicConfig[]
let ids: readonly string[]
beforeEach(async () => {
  bench = await aPollBench()
  bench.answer = () => aDocument(rss(TITLES.map((title, index) => ({ guid: String(index), title, link: `https://town.example/${index}` }))))
  await bench.poll()
  topics = [TOPIC]
  learning = createLearning(bench.store, () => topics)
  ids = await Promise.all(TITLES.map(async (_, index) => (await bench.store.entriesAtUrl(`https://town.example/${index}`))[0]!.articleId))
  await rank()
})
afterEach(() => bench[Symbol.asyncDispose]())

const context = () => ({
  ...contextOf(bench),
  tagger: compileTopics([TOPIC]),
  learned: learning.learned(),
  tagAuthority: 'news.example.org,2026'
})
const editor = () => createCuration({ store: bench.store, context })
const rank = () => bench.store.inTurn(() => retagBatch(bench.store, ids, context()))
const missOf = async (index: number) => (await bench.store.matchesOf([ids[index]!]))[0]!

async function choose(): Promise<readonly string[]> {
  const made = []
  for (const [index, kind] of [
    [0, 'pin'],
    [1, 'pin'],
    [2, 'add'],
    [3, 'hide'],
    [4, 'hide'],
    [5, 'hide']
  ] as const) {
    made.push(doneOf(await editor().make(anOrder(ids[index]!, { kind }))).edit.id)
  }
  return made
}

test('near misses rank by what editors chose, with the reason among theirs, and as before once that is undone', async () => {
  const before = await missOf(6)
  expect([before.score, before.matched, (await missOf(7)).score]).toEqual([1, false, 1])
  const made = await choose()
  expect(await learning.refresh()).toEqual(['bridges'])
  await rank()
  const [up, down] = [await missOf(6), await missOf(7)]
  expect(up.score).toBeGreaterThan(1)
  expect(down.score).toBeLessThan(1)
  expect([up.matched, up.why.at(-1)]).toEqual([
    false,
    expect.objectContaining({ rule: 'learned', term: expect.stringContaining('3 chosen and 3 rejected') })
  ])
  expect((await bench.store.publicationsIn('bridges', 10)).map(({ articleId }) => articleId).sort()).toEqual([...ids.slice(0, 3)].sort())
  for (const id of made) await editor().undo(id, signed)
  expect(await learning.refresh()).toEqual(['bridges'])
  await rank()
  expect(await missOf(6)).toMatchObject({ score: 1, why: before.why })
})

test('nothing is learned anew while nothing changes, of too few choices, and where a topic does not learn', async () => {
  expect(await learning.refresh()).toEqual([])
  await choose()
  await learning.refresh()
  expect(await learning.refresh()).toEqual([])
  topics = [{ ...TOPIC, learn: false }]
  expect(await learning.refresh()).toEqual(['bridges'])
  expect(learning.learned().size).toBe(0)
})

test('what was hidden everywhere says nothing of one topic, and of one article the newest choice counts', async () => {
  await choose()
  await editor().make(anOrder(ids[0]!, { kind: 'hide' }))
  await editor().make(anOrder(ids[6]!, { kind: 'hide', topicId: null }))
  await learning.refresh()
  expect(learning.learned().size).toBe(0)
})
