import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Config } from '../../src/config/schema.ts'
import { createServing, type Serving } from '../../src/serve/serving.ts'
import { watchTopics } from '../../src/serve/watch-topics.ts'
import type { Store } from '../../src/store/store.ts'
import { aConfig, aFilledStore, bring, NOON, TEXTS } from '../support/store-builder.ts'

/** However busy the machine is. */
const SOON = { timeout: 20_000 }
const ROUTE = '/topics/ai-native-industry.atom'

let store: Store
let config: Config
let serving: Serving
let watch: AsyncDisposable
beforeEach(async () => {
  store = await aFilledStore()
  config = aConfig()
  serving = createServing({ store, config: () => config, now: () => NOON, log: false })
  watch = watchTopics(serving)
})
afterEach(async () => {
  await watch[Symbol.asyncDispose]()
  await store.close()
})

const stored = () => serving.feeds.storedAt(ROUTE)
const text = () => Buffer.from(stored()!.codings.identity.bytes).toString()

test('has the feeds of every topic ready before anybody asks', async () => {
  await vi.waitUntil(() => ['atom', 'rss', 'json'].every((ending) => serving.feeds.storedAt(`/topics/ai-native-industry.${ending}`)), SOON)
  await vi.waitUntil(() => serving.feeds.storedAt('/topics/public-health.atom'), SOON)
})

test('has them anew as soon as the journal moves, without a request', async () => {
  await vi.waitUntil(stored, SOON)
  await bring(store, { ...TEXTS[0]!, id: 'en-9', story: 's-9', title: 'A second AI native industry park' }, NOON + 3 * 3_600_000)
  await vi.waitUntil(() => text().includes('A second AI native industry park'), SOON)
})

test('has them anew when the configuration changes', async () => {
  await vi.waitUntil(stored, SOON)
  const [first, ...rest] = config.topics
  config = { ...config, topics: [{ ...first!, topic: { ...first!.topic, title: { en: 'Another title' } } }, ...rest], hash: 'config-2' }
  await vi.waitUntil(() => text().includes('Another title'), SOON)
})

test('a topic that left the configuration is given out no more', async () => {
  await vi.waitUntil(stored, SOON)
  config = { ...config, topics: config.topics.slice(1), hash: 'config-2' }
  expect(stored()).toBeUndefined()
})
