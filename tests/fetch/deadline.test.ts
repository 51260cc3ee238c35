import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { startDeadline } from '../../src/fetch/deadline.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('ends what takes too long, and says so', () => {
  const deadline = startDeadline(1_000)
  vi.advanceTimersByTime(999)
  expect(deadline.signal.aborted).toBe(false)
  vi.advanceTimersByTime(1)
  expect(deadline.signal.reason).toMatchObject({ code: 'TOTAL_TIMEOUT' })
})

test('what is waited for on our side is not counted', async () => {
  const deadline = startDeadline(1_000)
  vi.advanceTimersByTime(600)
  const { promise, resolve } = Promise.withResolvers<void>()
  const waited = deadline.waitFor(promise)
  vi.advanceTimersByTime(60_000)
  expect(deadline.signal.aborted).toBe(false)
  resolve()
  await waited
  vi.advanceTimersByTime(399)
  expect(deadline.signal.aborted).toBe(false)
  expect(deadline.spentMs()).toBe(999)
  vi.advanceTimersByTime(1)
  expect(deadline.signal.aborted).toBe(true)
})

test('an exchange that ended is not timed out', () => {
  const deadline = startDeadline(1_000)
  deadline.end()
  vi.advanceTimersByTime(5_000)
  expect(deadline.signal.aborted).toBe(false)
  expect(deadline.spentMs()).toBe(0)
})
