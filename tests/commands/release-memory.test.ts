import { expect, test } from 'vitest'
import { releaseMemory } from '../../src/commands/release-memory.ts'

test('the heap holds less than before, again and again', () => {
  for (let round = 0; round < 2; round++) {
    let dropped: unknown[] | null = Array.from({ length: 200_000 }, (_, index) => ({ index }))
    expect(dropped).toHaveLength(200_000)
    dropped = null
    const before = process.memoryUsage()
    releaseMemory()
    const after = process.memoryUsage()
    expect(before.heapUsed - after.heapUsed).toBeGreaterThan(4_000_000)
    expect(after.heapTotal).toBeLessThanOrEqual(before.heapTotal)
  }
})
