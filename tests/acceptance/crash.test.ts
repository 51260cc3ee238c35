import { afterAll, beforeAll, expect, test } from 'vitest'
import { acknowledged, expectWholeStore, type GrowingFeeds, startGrowingFeeds } from '../support/growing-feeds.ts'
import { startDaemon, until } from '../support/process.ts'
import { seededRandom } from '../support/seeded-random.ts'

const FEEDS = 8
const KILLS = Number(process.env.COURANT_TEST_KILLS ?? 8)
const SEED = 20_261_124

let feeds: GrowingFeeds
beforeAll(async () => void (feeds = await startGrowingFeeds(FEEDS)))
afterAll(() => feeds?.[Symbol.asyncDispose]())

test(
  'what was acknowledged survives being killed at any moment',
  async () => {
    const { publisher, config } = feeds
    const random = seededRandom(SEED)
    let known: ReadonlySet<string> = new Set()
    for (let kill = 0; kill < KILLS; kill++) {
      const daemon = await startDaemon(config.dir)
      const before = publisher.seen.length
      const polls = 1 + Math.floor(random() * 3 * FEEDS)
      await until(async () => publisher.seen.length >= before + polls)
      await new Promise((resolve) => setTimeout(resolve, random() * 120))
      await daemon.stop('SIGKILL')
      const now = await expectWholeStore(config.store)
      for (const id of known) expect(now).toContain(id)
      // What the log acknowledged is there; one poll more may have been written without being told.
      expect(now.size - known.size).toBeGreaterThanOrEqual(acknowledged(daemon.stderr()))
      known = now
    }

    const last = await startDaemon(config.dir)
    feeds.settle()
    const before = publisher.seen.length
    await until(async () => publisher.seen.length >= before + 3 * FEEDS)
    expect(await last.stop()).toBe(0)
    expect((await expectWholeStore(config.store)).size).toBe(feeds.size())
  },
  240_000 + KILLS * 10_000
)
