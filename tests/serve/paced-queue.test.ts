import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createPacedQueue } from '../../src/serve/paced-queue.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const WORK_MS = 400

function aQueue() {
  const done: string[] = []
  const queue = createPacedQueue(async (name) => {
    await new Promise((resolve) => setTimeout(resolve, WORK_MS))
    done.push(name)
  }, Date.now)
  return { done, queue }
}

test('does each name once however often it is added, and again when it is added while being done', async () => {
  const { done, queue } = aQueue()
  for (const name of ['a', 'b', 'b', 'b']) queue.add(name)
  queue.add('a')
  await vi.advanceTimersByTimeAsync(3 * WORK_MS)
  expect(done).toEqual(['a', 'b', 'a'])
})

test('takes a quarter of the time in the long run, and what comes after a rest at once', async () => {
  const { done, queue } = aQueue()
  const feeding = setInterval(() => queue.add('busy'), 10)
  await vi.advanceTimersByTimeAsync(60_000)
  clearInterval(feeding)
  expect(done.length * WORK_MS).toBeGreaterThan(13_000)
  expect(done.length * WORK_MS).toBeLessThan(18_000)
  await vi.advanceTimersByTimeAsync(10_000)
  const before = done.length
  queue.add('late')
  await vi.advanceTimersByTimeAsync(WORK_MS)
  expect(done.slice(before)).toEqual(['late'])
})

test('ends with what is being done', async () => {
  const { done, queue } = aQueue()
  queue.add('a')
  queue.add('b')
  const ended = queue.end()
  await vi.advanceTimersByTimeAsync(60_000)
  await ended
  expect(done).toEqual(['a'])
})
