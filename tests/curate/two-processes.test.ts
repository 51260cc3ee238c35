import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createCuration } from '../../src/curate/curation.ts'
import { retagArticles } from '../../src/poll/retag-articles.ts'
import type { Database } from '../../src/store/database.ts'
import { migrate, readMigrations } from '../../src/store/migrate.ts'
import { openSqlite } from '../../src/store/sqlite.ts'
import { createStore, type Store } from '../../src/store/store.ts'
import { compileTopics } from '../../src/tag/compile-topics.ts'
import { createGazetteer } from '../../src/tag/find-regions.ts'
import { anOrder, doneOf } from '../support/editor.ts'
import { seededRandom } from '../support/seeded-random.ts'
import { aConfig, fillStore, NOON, TEXTS } from '../support/store-builder.ts'

const TOPIC = 'ai-native-industry'
const gazetteer = createGazetteer()

let root: string
let stores: readonly [Store, Store]
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'courant-test-'))
  const open = async (): Promise<Store> => {
    const database = openSqlite(join(root, 'courant.db'))
    await migrate(database, readMigrations(), NOON)
    return createStore(slow(database))
  }
  stores = [await open(), await open()]
  await fillStore(stores[0])
})
afterEach(async () => {
  for (const store of stores) await store.close()
  rmSync(root, { recursive: true, force: true })
})

/** What is read is old by the time it is used: the other process has its chance in between. */
function slow(database: Database): Database {
  return {
    ...database,
    async rows(sql, values) {
      const rows = await database.rows(sql, values)
      await setImmediate()
      return rows
    }
  }
}

/** Two connections to one file, each with turns of its own: as two processes have them. */
test('edits beside a daemon that decides the same articles are neither lost nor told wrongly', async () => {
  const config = aConfig()
  const random = seededRandom(7)
  const context = () => ({
    tagger: compileTopics(config.topics),
    gazetteer,
    topicIds: [TOPIC],
    sourceOf: () => undefined,
    publishes: () => true,
    categoryOf: () => undefined,
    configHash: 'c',
    now: NOON,
    tagAuthority: 'news.example.org,2026'
  })
  const ids = TEXTS.filter(({ copyOf }) => copyOf === undefined).map(({ id }) => `a-${id}`)
  const editors = stores.map((store) => createCuration({ store, context }))
  const work = async (which: 0 | 1): Promise<void> => {
    for (let round = 0; round < 40; round++) {
      const articleId = random() < 0.5 ? 'a-en-1' : 'a-zh-1'
      const kind = random() < 0.5 ? 'pin' : 'hide'
      await editors[which]!.make(anOrder(articleId, { kind, topicId: TOPIC, by: String(which) }))
    }
  }
  const retag = () => retagArticles(stores[1], context, () => undefined, new AbortController().signal)
  await Promise.all([work(0), work(1), retag(), retag()])

  const [store] = stores
  const last = new Map((await store.listEdits(1_000)).toReversed().map(({ articleId, kind }) => [articleId, kind]))
  const shown = new Map((await store.publicationsOf(ids)).map(({ articleId, pinned }) => [articleId, pinned]))
  for (const [articleId, kind] of last) expect(shown.get(articleId)).toBe(kind === 'pin' ? true : undefined)
  const told = new Set<string>()
  for (const { kind, articleId } of await store.journalAfter(0, 10_000)) {
    expect(told.has(articleId)).toBe(kind !== 'added')
    if (kind === 'added') told.add(articleId)
    if (kind === 'withdrawn') told.delete(articleId)
  }
  expect([...told].sort()).toEqual([...shown.keys()].sort())
  expect(
    doneOf(await editors[0]!.make(anOrder('a-en-1', { kind: 'retitle', topicId: null, text: 'Both agree' }))).edit.madeAt
  ).toBeGreaterThan(NOON)
})
