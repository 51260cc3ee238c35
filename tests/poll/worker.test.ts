import { beforeEach, describe, expect, test } from 'vitest'
import type { ClaimedFeed } from '../../src/model/feed.ts'
import type { PollPace } from '../../src/model/poll-pace.ts'
import { Worker } from '../../src/poll/worker.ts'
import type { FeedUpdate } from '../../src/store/feed-update.ts'
import { aFeed } from '../support/poll-builder.ts'

const LOST = new Error('lost lease')
const DONE = {} as FeedUpdate

let now: number
let due: string[]
let released: string[]
let renewed: [readonly string[], number][]
let errors: [string, string | null][]
let claims: number
let releaseAll: (prefix: string) => Promise<void>
let recalled: [now: number, aheadMs: number][]
let recalls: number[]
let polls: { id: string; pace: PollPace; end: (error?: unknown) => void }[]
let claim: (limit: number, leaseToken: string, dueSince: number) => Promise<readonly ClaimedFeed[]>

beforeEach(() => {
  now = 1_000_000
  due = []
  released = []
  renewed = []
  errors = []
  claims = 0
  releaseAll = async (prefix) => void released.push(prefix)
  polls = []
  recalled = []
  recalls = []
  claim = async (limit, leaseToken) => due.splice(0, limit).map((id) => aFeed({ id, leaseToken }))
})

function aWorker(concurrency = 2): Worker {
  return new Worker({
    store: {
      claimDueFeeds: (limit, leaseToken, _now, _leaseMs, dueSince = 0) => {
        claims++
        return claim(limit, leaseToken, dueSince)
      },
      recallFeeds: async (...asked) => {
        recalled.push(asked)
        return recalled.length
      },
      renewLeases: async (feeds, until) => void renewed.push([feeds.map(({ id }) => id), until]),
      releaseFeed: async ({ id }) => void released.push(id),
      releaseLeases: (prefix) => releaseAll(prefix)
    },
    poll: ({ id }, pace) =>
      new Promise((resolve, reject) => {
        polls.push({ id, pace, end: (error) => (error === undefined ? resolve(DONE) : reject(error)) })
      }),
    concurrency,
    name: 'w',
    now: () => now,
    isLostLease: (error) => error === LOST,
    onError: (error, feedId) => void errors.push([(error as Error).message, feedId]),
    onRecall: (feeds) => void recalls.push(feeds)
  })
}

/** Lets everything that can go on without a timer go on. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

test('polls under way renew their leases; what ended does not', async () => {
  due = ['a', 'b']
  const worker = aWorker(3)
  await worker.tick()
  now += 30_000
  await worker.tick()
  expect(renewed).toEqual([])
  polls[0]!.end()
  await settle()
  now += 30_000
  await worker.tick()
  expect(renewed).toEqual([[['b'], now + 180_000]])
})

test('claims go on where the last one ended, and look back now and then', async () => {
  const asked: number[] = []
  claim = async (_limit, leaseToken, dueSince) => {
    asked.push(dueSince)
    return [aFeed({ id: `f${asked.length}`, leaseToken, nextPollAt: 500_000 + asked.length })]
  }
  const worker = aWorker(1)
  await worker.tick()
  polls[0]!.end()
  await settle()
  now += 29_999
  polls[1]!.end()
  await settle()
  now += 1
  polls[2]!.end()
  await settle()
  expect(asked).toEqual([0, 485_001, 485_002, 0])
})

test('a claim looks back at once for what a refused write has freed', async () => {
  const asked: number[] = []
  claim = async (_limit, leaseToken, dueSince) => {
    asked.push(dueSince)
    return [aFeed({ id: `f${asked.length}`, leaseToken, nextPollAt: 500_000 + asked.length })]
  }
  const worker = aWorker(1)
  await worker.tick()
  polls[0]!.end(new Error('away'))
  await settle()
  now += 1_000
  await worker.tick()
  expect(asked).toEqual([0, 0])
})

test('never polls more at once than allowed, and fills a slot as soon as it is free', async () => {
  due = ['a', 'b', 'c']
  const worker = aWorker()
  await worker.tick()
  expect(polls.map(({ id }) => id)).toEqual(['a', 'b'])
  polls[0]!.end()
  await settle()
  expect(polls.map(({ id }) => id)).toEqual(['a', 'b', 'c'])
  expect(worker.running).toBe(2)
})

test('polls that wait for slow servers hold no other feed up, up to a limit', async () => {
  due = Array.from({ length: 50 }, (_, index) => `f${index}`)
  const worker = aWorker(2)
  const running: number[] = []
  for (let round = 0; round < 18; round++) {
    await worker.tick()
    for (const { pace } of polls) pace.waitsFor = 'server'
    running.push(worker.running)
    now += 2_000
  }
  expect(running.slice(0, 4)).toEqual([2, 4, 6, 8])
  expect(running.slice(-3)).toEqual([32, 32, 32])
  polls[0]!.end()
  await settle()
  expect(worker.running).toBe(32)
})

test('polls that wait for their host hold no other feed up, however many; what they ask then counts as anybody else', async () => {
  due = Array.from({ length: 1_200 }, (_, index) => `f${index}`)
  const worker = aWorker(2)
  await worker.tick()
  for (let at = 0; at < polls.length; at++) {
    polls[at]!.pace.waitsFor = 'turn'
    await settle()
  }
  const most = 1_024 + 1 // one was claimed while another did not queue yet
  expect(worker.running).toBe(most)
  polls[0]!.pace.waitsFor = 'server'
  polls[1]!.pace.waitsFor = 'server'
  await worker.tick()
  expect(worker.running).toBe(most)
  polls[0]!.end()
  await settle()
  expect(polls).toHaveLength(most + 1)
})

test('polls that have their answers hold up the next feeds until they are done, however long they take', async () => {
  due = ['a', 'b', 'c', 'd']
  const worker = aWorker(2)
  await worker.tick()
  for (const { pace } of polls) pace.waitsFor = 'server'
  now += 2_000
  polls[0]!.pace.waitsFor = null
  await worker.tick()
  expect(polls.map(({ id }) => id)).toEqual(['a', 'b', 'c'])
  now += 60_000
  await worker.tick()
  expect(worker.running).toBe(3)
  polls[0]!.end()
  await settle()
  expect(polls.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd'])
})

describe('a store that refuses', () => {
  test('a write pauses everything, for longer each time, and frees the lease afterwards', async () => {
    const worker = aWorker(1)
    due = ['a']
    await worker.tick()
    polls[0]!.end(new Error('disk full'))
    await settle()
    expect(errors).toEqual([['disk full', 'a']])
    due = ['a']
    now += 999
    await worker.tick()
    expect(polls).toHaveLength(1)
    now += 1
    await worker.tick()
    expect(released).toEqual(['a'])
    expect(polls).toHaveLength(2)
    polls[1]!.end(new Error('disk full'))
    await settle()
    due = ['a']
    now += 1_999
    await worker.tick()
    expect(polls).toHaveLength(2)
    now += 1
    await worker.tick()
    expect(polls).toHaveLength(3)
  })

  test('a claim pauses too, and nothing is thrown', async () => {
    claim = () => Promise.reject(new Error('no database'))
    const worker = aWorker()
    await worker.tick()
    expect(errors).toEqual([['no database', null]])
    await worker.tick()
    expect(claims).toBe(1)
  })

  test('never pauses for more than a minute', async () => {
    claim = () => Promise.reject(new Error('no database'))
    const worker = aWorker()
    for (let round = 0; round < 20; round++) {
      await worker.tick()
      now += 60_000
    }
    expect(claims).toBe(20)
  })

  test('is forgiven by the first write that succeeds', async () => {
    const worker = aWorker(1)
    for (const error of [new Error('full'), undefined, new Error('full')]) {
      due = ['a']
      await worker.tick()
      polls.at(-1)!.end(error)
      await settle()
      now += 1_000
    }
    due = ['a']
    await worker.tick()
    expect(polls).toHaveLength(4)
  })
})

test('a lost lease drops the work of one feed and pauses nothing', async () => {
  const worker = aWorker(1)
  due = ['a', 'b']
  await worker.tick()
  polls[0]!.end(LOST)
  await settle()
  expect(errors).toEqual([['lost lease', 'a']])
  expect(polls.map(({ id }) => id)).toEqual(['a', 'b'])
})

describe('stopping', () => {
  test('waits for the polls under way, claims nothing more and frees its leases', async () => {
    due = ['a', 'b', 'c']
    const worker = aWorker()
    await worker.tick()
    let stopped = false
    const stop = worker.stop().then(() => (stopped = true))
    polls[0]!.end()
    await settle()
    expect(stopped).toBe(false)
    polls[1]!.end()
    await stop
    await worker.tick()
    expect(polls.map(({ id }) => id)).toEqual(['a', 'b'])
    expect(released).toEqual(['w:'])
  })

  test('ends well when the store is away by then', async () => {
    releaseAll = () => Promise.reject(new Error('away'))
    await aWorker().stop()
    expect(errors).toEqual([['away', null]])
  })

  test('starts nothing that a claim under way still brings', async () => {
    let give: (feeds: readonly ClaimedFeed[]) => void = () => undefined
    claim = () => new Promise((resolve) => (give = resolve))
    const worker = aWorker()
    const tick = worker.tick()
    await settle()
    const stop = worker.stop()
    await settle()
    expect(released).toEqual([])
    give([aFeed({ id: 'late' })])
    await Promise.all([tick, stop])
    expect(polls).toEqual([])
    expect(released).toEqual(['w:'])
  })

  test('cuts polls short without a word: their feeds stay due', async () => {
    due = ['a']
    const worker = aWorker()
    await worker.tick()
    const stop = worker.stop()
    polls[0]!.end(new Error('Courant is stopping'))
    await stop
    expect(errors).toEqual([])
  })
})

test('feeds put off by a clock that ran ahead are recalled at the start, and when the clock is put back', async () => {
  now = 1_000_000_000
  const worker = aWorker()
  await worker.tick()
  now += 600_000
  await worker.tick()
  now -= 30_000 // no more than clocks do when they are set
  await worker.tick()
  expect(recalled).toEqual([[1_000_000_000, 3_600_000]])
  now -= 86_400_000
  await worker.tick()
  expect(recalled.slice(1)).toEqual([[now, 60_000]])
  expect(recalls).toEqual([1, 2])
})
