import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createByteBudget, FREE_BYTES } from '../../src/fetch/byte-budget.ts'

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

test('what is small waits for nobody', async () => {
  const budget = createByteBudget(() => 100)
  const large = budget.open()
  expect(large.take(FREE_BYTES + 100)).toBeNull()
  expect(budget.open().take(FREE_BYTES)).toBeNull()
})

test('who holds some for longest goes on past the limit; the others once it gave back', async () => {
  const budget = createByteBudget(() => 100)
  const [first, second, third] = [budget.open(), budget.open(), budget.open()]
  expect(first.take(FREE_BYTES + 60)).toBeNull()
  expect(second.take(FREE_BYTES + 40)).toBeNull()
  expect(first.take(1_000)).toBeNull()
  const admitted: string[] = []
  void second.take(10)!.then(() => admitted.push('second'))
  void third.take(FREE_BYTES + 1)!.then(() => admitted.push('third'))
  await settle()
  expect(admitted).toEqual([])
  first.release()
  await settle()
  expect(admitted).toEqual(['second', 'third'])
})

test('who gives up waits no longer, and holds nobody up', async () => {
  const budget = createByteBudget(() => 10)
  const [first, second] = [budget.open(), budget.open()]
  expect(first.take(FREE_BYTES + 10)).toBeNull()
  const stop = new AbortController()
  const waiting = second.take(FREE_BYTES + 10, stop.signal)!
  stop.abort(new Error('stopped'))
  await expect(waiting).rejects.toThrow('stopped')
  first.release()
  expect(budget.open().take(FREE_BYTES + 10)).toBeNull()
})

test('bodies that wait for one another all come to an end, and no more is held than the limit and one of them', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(fc.integer({ min: 1, max: 40_000 }), { maxLength: 30 }), { maxLength: 12 }), async (bodies) => {
      const limit = 100_000
      const budget = createByteBudget(() => limit)
      let held = 0
      let most = 0
      await Promise.all(
        bodies.map(async (chunks) => {
          const hold = budget.open()
          await hold.take(FREE_BYTES)
          let own = 0
          for (const bytes of chunks) {
            await hold.take(bytes)
            own += bytes
            held += bytes
            most = Math.max(most, held)
            await settle()
          }
          held -= own
          hold.release()
          hold.release()
        })
      )
      const largest = Math.max(0, ...bodies.map((chunks) => chunks.reduce((sum, bytes) => sum + bytes, 0)))
      expect(most).toBeLessThanOrEqual(limit + largest)
    }),
    { numRuns: 50 }
  )
})
