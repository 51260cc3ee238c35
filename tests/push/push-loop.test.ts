import { beforeEach, expect, test } from 'vitest'
import { type PushDuty, PushLoop, type PushTask } from '../../src/push/push-loop.ts'

let now: number
let due: string[]
let running: { host: string; end: (error?: Error) => void; signal: AbortSignal }[]
let errors: string[]
let asked: { limit: number; busy: readonly string[] }[]

beforeEach(() => {
  now = 1_000_000
  due = []
  running = []
  errors = []
  asked = []
})

function aTask(host: string): PushTask {
  return {
    host,
    run: (signal) => new Promise((resolve, reject) => running.push({ host, signal, end: (error) => (error ? reject(error) : resolve()) }))
  }
}

/** Claims the first host that is due and not busy. */
async function claimOne(limit: number, busy: readonly string[]): Promise<readonly PushTask[]> {
  asked.push({ limit, busy })
  const index = due.findIndex((host) => !busy.includes(host))
  return index === -1 ? [] : due.splice(index, 1).map(aTask)
}

function aLoop(claim: PushDuty['claim'] = claimOne): PushLoop {
  return new PushLoop({
    duties: [{ name: 'letters', tasksMax: 3, claim }],
    now: () => now,
    onError: (error, duty) => void errors.push(`${duty}: ${(error as Error).message}`)
  })
}

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

test('does no more at once than allowed, and goes on as soon as one is done', async () => {
  due = ['a', 'b', 'c', 'd']
  const loop = aLoop()
  await loop.tick()
  expect(running.map(({ host }) => host)).toEqual(['a', 'b', 'c'])
  running[1]!.end()
  await settle()
  expect(running.map(({ host }) => host)).toEqual(['a', 'b', 'c', 'd'])
  expect(loop.running).toBe(3)
})

test('a slow host holds up two tasks, not all', async () => {
  due = ['slow', 'slow', 'slow', 'quick']
  await aLoop().tick()
  expect(running.map(({ host }) => host)).toEqual(['slow', 'slow', 'quick'])
  expect(asked.at(-1)).toEqual({ limit: 1, busy: ['slow'] })
})

test('what becomes due while it looks is found', async () => {
  let give: (tasks: readonly PushTask[]) => void = () => undefined
  let looks = 0
  const loop = aLoop(() => {
    looks++
    return looks === 1 ? new Promise((resolve) => (give = resolve)) : Promise.resolve([])
  })
  const first = loop.tick()
  const second = loop.tick()
  give([])
  await Promise.all([first, second])
  expect(looks).toBe(2)
})

test('a store that refuses has the duty rest, for longer each time', async () => {
  let claims = 0
  const loop = aLoop(async () => {
    claims++
    throw new Error('disk full')
  })
  await loop.tick()
  await loop.tick()
  expect([claims, errors]).toEqual([1, ['letters: disk full']])
  now += 1_000
  await loop.tick()
  now += 1_999
  await loop.tick()
  expect(claims).toBe(2)
  now += 1
  await loop.tick()
  expect(claims).toBe(3)
})

test('stopping claims nothing more and waits for what is under way', async () => {
  due = ['a', 'b', 'c', 'd']
  const loop = aLoop()
  await loop.tick()
  let stopped = false
  const stop = loop.stop(60_000).then(() => (stopped = true))
  running[0]!.end()
  await settle()
  expect([stopped, running.length]).toEqual([false, 3])
  running[1]!.end()
  running[2]!.end()
  await stop
  expect(errors).toEqual([])
})

test('what is still under way when patience is over is cut short, without a word', async () => {
  due = ['a']
  const loop = aLoop()
  await loop.tick()
  const { signal, end } = running[0]!
  signal.addEventListener('abort', () => end(new Error('cut')))
  await loop.stop(1)
  expect(errors).toEqual([])
})
