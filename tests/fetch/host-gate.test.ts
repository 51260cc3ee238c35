import { describe, expect, test } from 'vitest'
import { createHostGate, hostKey } from '../../src/fetch/host-gate.ts'

/** A clock that moves only when told, and wakes who waits. */
function clock(start = 1_000_000) {
  let now = start
  const wakes = new Set<{ at: number; wake: () => void }>()
  return {
    now: () => now,
    wakeIn: (ms: number, wake: () => void) => {
      const entry = { at: now + ms, wake }
      wakes.add(entry)
      return () => void wakes.delete(entry)
    },
    async forward(ms: number) {
      const end = now + ms
      for (;;) {
        const due = [...wakes].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0]
        if (!due) break
        wakes.delete(due)
        now = Math.max(now, due.at)
        due.wake()
        await settle()
      }
      now = end
      await settle()
    },
    set: (at: number) => {
      now = at
    }
  }
}

const settle = () => new Promise((resolve) => setImmediate(resolve))
const gateOn = (time: ReturnType<typeof clock>, over = {}) =>
  createHostGate({ connectionsPerHostMax: 2, spacingMs: 1_000, now: time.now, wakeIn: time.wakeIn, ...over })
const A = 'https://news.example.org/a'
const B = 'https://www.example.org/b'

async function enterAll(gate: ReturnType<typeof gateOn>, urls: readonly string[], time: ReturnType<typeof clock>) {
  const started: { url: string; at: number; leave: () => void }[] = []
  const paused: number[] = []
  for (const url of urls) {
    void gate.enter(url).then((entrance) => {
      if (entrance.kind === 'entered') started.push({ url, at: time.now(), leave: entrance.leave })
      else paused.push(entrance.untilAt)
    })
  }
  await settle()
  return { started, paused }
}

describe('keys', () => {
  test.each([
    ['https://a.b.example.co.uk/x', 'example.co.uk'],
    ['https://www.bund.de/', 'bund.de'],
    ['https://one.github.io/', 'one.github.io'],
    ['http://EXAMPLE.org./', 'example.org'],
    ['http://127.0.0.1:8081/', '127.0.0.1:8081'],
    ['http://127.0.0.1/', '127.0.0.1:80'],
    ['https://[::1]/', '[::1]:443'],
    ['http://localhost:3000/', 'localhost:3000'],
    ['http://printer/', 'printer:80'],
    ['https://mofcom.gov.cn/', 'mofcom.gov.cn']
  ])('%s is of %s', (url, key) => expect(hostKey(url)).toBe(key))
})

test('starts are spaced, across the names of one domain', async () => {
  const time = clock()
  const { started } = await enterAll(gateOn(time), [A, B], time)
  expect(started).toHaveLength(1)
  await time.forward(999)
  expect(started).toHaveLength(1)
  await time.forward(1)
  expect(started.map(({ at }) => at)).toEqual([1_000_000, 1_001_000])
})

test('an address that took long leaves a connection to the others, until it is quick again', async () => {
  const time = clock()
  const gate = gateOn(time)
  const [slow1, slow2, good] = ['https://example.org/slow1', 'https://example.org/slow2', 'https://example.org/good']
  const first = await enterAll(gate, [slow1, slow2], time)
  await time.forward(30_000)
  for (const { leave } of first.started) leave()
  await time.forward(1_000)

  const second = await enterAll(gate, [slow1, slow2, good], time)
  await time.forward(2_000)
  expect(second.started.map(({ url }) => url)).toEqual([slow1, good])
  second.started.find(({ url }) => url === good)!.leave()
  await time.forward(2_000)
  expect(second.started).toHaveLength(2)
  second.started.find(({ url }) => url === slow1)!.leave()
  await time.forward(1_000)
  expect(second.started.at(-1)?.url).toBe(slow2)
  second.started.at(-1)!.leave()

  const third = await enterAll(gate, [slow2, slow1], time)
  await time.forward(2_000)
  expect(third.started.map(({ url }) => url)).toEqual([slow2, slow1])
})

test('no more than two are inside, however long they stay', async () => {
  const time = clock()
  const { started } = await enterAll(gateOn(time), [A, A, A], time)
  await time.forward(60_000)
  expect(started).toHaveLength(2)
  started[0]!.leave()
  started[0]!.leave()
  await settle()
  expect(started).toHaveLength(3)
})

test('first come, first served', async () => {
  const time = clock()
  const urls = [1, 2, 3, 4].map((n) => `https://example.org/${n}`)
  const { started } = await enterAll(gateOn(time, { connectionsPerHostMax: 8 }), urls, time)
  await time.forward(10_000)
  expect(started.map(({ url }) => url)).toEqual(urls)
})

test('other hosts do not wait', async () => {
  const time = clock()
  const { started } = await enterAll(gateOn(time), [A, 'https://other.example/', 'http://127.0.0.1:1/', 'http://127.0.0.1:2/'], time)
  expect(started).toHaveLength(4)
})

test('a pause turns away who waits and who comes, until it is over', async () => {
  const time = clock()
  const gate = gateOn(time)
  const { started, paused } = await enterAll(gate, [A, A], time)
  gate.pause(B, time.now() + 30_000)
  await settle()
  expect([started.length, paused]).toEqual([1, [1_030_000]])
  expect(await gate.enter(A)).toEqual({ kind: 'paused', untilAt: 1_030_000 })
  expect(gate.freeAt(A)).toBe(1_030_000)
  await time.forward(30_000)
  expect((await gate.enter(A)).kind).toBe('entered')
})

test('of two pauses the longer holds, and none longer than a day', () => {
  const time = clock()
  const gate = gateOn(time)
  gate.pause(A, time.now() + 60_000)
  gate.pause(A, time.now() + 10_000)
  expect(gate.freeAt(A)).toBe(time.now() + 60_000)
  gate.pause(A, time.now() + 1e12)
  expect(gate.freeAt(A)).toBe(time.now() + 86_400_000)
})

test('a pause without a time is the default one', () => {
  const time = clock()
  const gate = gateOn(time, { pauseMs: 5_000 })
  gate.pause(A)
  expect(gate.freeAt(A)).toBe(time.now() + 5_000)
})

test('who gives up leaves the queue', async () => {
  const time = clock()
  const gate = gateOn(time)
  const stop = new AbortController()
  await gate.enter(A)
  const waiting = gate.enter(A, stop.signal)
  const { started } = await enterAll(gate, [A], time)
  stop.abort(new Error('enough'))
  await expect(waiting).rejects.toThrow('enough')
  await time.forward(1_000)
  expect(started).toHaveLength(1)
  await expect(gate.enter(A, stop.signal)).rejects.toThrow('enough')
})

test('a clock put back an hour holds nobody longer than the spacing', async () => {
  const time = clock(10_000_000)
  const gate = gateOn(time)
  await gate.enter(A)
  time.set(10_000_000 - 3_600_000)
  const { started } = await enterAll(gate, [A], time)
  await time.forward(1_000)
  expect(started).toHaveLength(1)
})
