import { describe, expect, test } from 'vitest'
import { createStore } from '../../src/store/store.ts'
import { ENGINES } from '../support/databases.ts'
import { anOrder, aStoreEditor, doneOf } from '../support/editor.ts'
import { aConfig, fillStore, NOON } from '../support/store-builder.ts'

const TOPIC = 'ai-native-industry'

describe.each(ENGINES)('edits on $name', ({ open }) => {
  test('are made, listed, counted and undone; entries move and come back; articles are found by what one has', async () => {
    const store = createStore(await open())
    try {
      const config = aConfig()
      await fillStore(store, config)
      const editor = aStoreEditor(store, config)
      const made = async (part: Parameters<typeof anOrder>[1] & { readonly article?: string }) =>
        doneOf(await editor.make(anOrder(part?.article ?? 'a-en-1', part))).edit
      const pin = await made({ topicId: TOPIC })
      const title = await made({ kind: 'retitle', topicId: null, text: '100 % “new”' })
      const merge = await made({ article: 'a-ja-1', kind: 'merge', topicId: null, into: 'a-en-1' })
      const split = await made({ kind: 'split', topicId: null, entry: 'e-en-2' })

      expect((await store.listEdits(10)).map(({ id }) => id)).toEqual([split.id, merge.id, title.id, pin.id])
      expect((await store.listEdits(1, { before: split.madeAt })).map(({ id }) => id)).toEqual([merge.id])
      expect((await store.listEdits(10, { articleId: 'a-ja-1' })).map(({ id }) => id)).toEqual([merge.id])
      expect((await store.listEdits(10, { articleId: 'a-en-1' })).map(({ id }) => id)).toEqual([split.id, merge.id, title.id, pin.id])
      expect((await store.choicesIn(TOPIC, 5)).map(({ id }) => id)).toEqual([pin.id])
      expect(await store.editsState()).toBe(`4 0 ${split.madeAt}`)
      expect(await store.newestEditAt()).toBe(split.madeAt)

      const article = await store.findArticle('a-en-1')
      expect([article!.lead.title, article!.entries.map(({ id }) => id).sort()]).toEqual(['100 % “new”', ['e-en-1', 'e-ja-1']])
      for (const target of ['a-ja-1', 'tag:news.example.org,2026:article/x', 'e-ja-1', 'https://prefecture.example/ja-1']) {
        expect((await store.findArticleBy(target))?.id ?? null).toBe(target.startsWith('tag:') ? null : 'a-en-1')
      }
      for (const { id } of [merge, pin, split, title]) doneOf(await editor.undo(id, { by: 'ed', why: 'no' }))
      expect(await store.editsState()).toBe(`4 4 ${split.madeAt}`)
      expect(await store.placesOf(['a-en-1', 'a-ja-1'])).toHaveLength(3)
      expect((await store.findArticle('a-en-1'))!.entries.map(({ id }) => id).sort()).toEqual(['e-en-1', 'e-en-2'])
      expect(await store.findArticle('a-ja-1')).toMatchObject({ mergedInto: null, lead: { id: 'e-ja-1' } })
    } finally {
      await store.close()
    }
  })

  test('secrets of the instance are made once; near misses come newest first', async () => {
    const store = createStore(await open())
    try {
      expect(await store.instanceSecret('desk', 'one')).toBe('one')
      expect(await store.instanceSecret('desk', 'two')).toBe('one')
      await fillStore(store)
      const miss = (articleId: string, score: number) => ({
        topicId: 'public-health',
        articleId,
        score,
        matched: false,
        why: [],
        configHash: 'c',
        decidedAt: NOON
      })
      const nothing = { articles: [], forgottenMatches: [], published: [], withdrawn: [], journal: [] }
      await store.applyArticleUpdate({ ...nothing, matches: [miss('a-zh-1', 1), miss('a-en-1', 0.5), miss('a-ja-1', 0)] })
      expect(await store.nearMisses('public-health', 5)).toEqual(['a-en-1', 'a-zh-1'])
      expect(await store.nearMisses('public-health', 1)).toEqual(['a-en-1'])
    } finally {
      await store.close()
    }
  })
})
