import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, test } from 'vitest'
import { acknowledged, expectWholeStore, startGrowingFeeds } from '../support/growing-feeds.ts'
import { readSteps, recorder, Replay } from '../support/power-cut.ts'
import { startDaemon, until } from '../support/process.ts'
import { seededRandom } from '../support/seeded-random.ts'

const FEEDS = 4
const POLLS = 40
const CUTS = Number(process.env.COURANT_TEST_CUTS ?? 200)
const SEED = 20_261_125

test('what was acknowledged survives a power cut at any moment', async () => {
  await using feeds = await startGrowingFeeds(FEEDS)
  const { config, publisher } = feeds
  const log = join(config.root, 'calls.log')
  const daemon = await startDaemon(config.dir, { through: recorder(log) })
  await until(async () => publisher.seen.length >= POLLS)
  expect(await daemon.stop()).toBe(0)
  const ended = new RegExp(`^${daemon.process.pid} +[+]{3} exited with 0`, 'm') // numbers are padded
  await until(async () => ended.test(readFileSync(log, 'latin1')))

  const steps = readSteps(log, config.store)
  const random = seededRandom(SEED)
  const moments = Array.from({ length: CUTS }, () => Math.floor(random() * (steps.length + 1))).toSorted((a, b) => a - b)
  const replay = new Replay(steps)
  const dir = join(config.root, 'after')
  let most = 0
  for (const moment of moments) {
    replay.advanceTo(moment)
    replay.cut(dir, random)
    const entries = await expectWholeStore(join(dir, basename(config.store)))
    const told = acknowledged(replay.told)
    expect(entries.size, `after ${moment} of ${steps.length} steps`).toBeGreaterThanOrEqual(told)
    most = Math.max(most, told)
  }
  expect(most).toBeGreaterThan(POLLS / 2)
}, 300_000)
