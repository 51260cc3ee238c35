import { describe, expect, test } from 'vitest'
import { inPortions, workAhead } from '../../src/poll/work-ahead.ts'

/** Yields numbers; at 'pause' nothing comes until everything else had its turn. */
async function* given(...steps: readonly (number | 'pause' | Error)[]): AsyncGenerator<number> {
  for (const step of steps) {
    if (step instanceof Error) throw step
    if (step === 'pause') for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate)
    else yield step
  }
}

async function gather<T>(items: AsyncIterable<T>): Promise<{ items: T[]; error?: unknown }> {
  const got: T[] = []
  try {
    for await (const item of items) got.push(item)
    return { items: got }
  } catch (error) {
    return { items: got, error }
  }
}

const broken = new Error('broken')

describe('inPortions', () => {
  test('gathers what is there, at most so many', async () => {
    expect(await gather(inPortions(given(1, 2, 3, 4, 5), 2))).toEqual({ items: [[1, 2], [3, 4], [5]] })
  })

  test('keeps nobody waiting for more', async () => {
    expect(await gather(inPortions(given(1, 'pause', 2, 3, 'pause'), 10))).toEqual({ items: [[1], [2, 3]] })
  })

  test('gives what came before a failure', async () => {
    expect(await gather(inPortions(given(1, 2, broken), 10))).toEqual({ items: [[1, 2]], error: broken })
  })

  test('gives nothing of nothing', async () => {
    expect(await gather(inPortions(given(), 10))).toEqual({ items: [] })
  })

  test('ends what it reads when nobody wants more', async () => {
    let ended = false
    async function* endless() {
      try {
        for (let item = 0; ; item++) yield item
      } finally {
        ended = true
      }
    }
    for await (const portion of inPortions(endless(), 3)) if (portion.includes(4)) break
    expect(ended).toBe(true)
  })
})

describe('workAhead', () => {
  test('gives the results in order, however long each takes', async () => {
    const slowFirst = async (item: number) => {
      for (let turn = 0; turn < 10 - item; turn++) await new Promise(setImmediate)
      return item * 10
    }
    expect(await gather(workAhead(given(1, 2, 'pause', 3, 4, 5), slowFirst, 3))).toEqual({ items: [10, 20, 30, 40, 50] })
  })

  test('works on no more than so many at a time', async () => {
    let under = 0
    let most = 0
    const counted = async (item: number) => {
      most = Math.max(most, ++under)
      await new Promise(setImmediate)
      under--
      return item
    }
    await gather(workAhead(given(1, 2, 3, 4, 5, 6, 7), counted, 3))
    expect(most).toBe(3)
  })

  test('leaves no work behind when nobody wants more', async () => {
    let under = 0
    const counted = async (item: number) => {
      under++
      for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate)
      under--
      return item
    }
    for await (const item of workAhead(given(1, 2, 3, 4, 5), counted, 3)) if (item === 2) break
    expect(under).toBe(0)
  })

  test('fails in turn: what was read before is given', async () => {
    expect(await gather(workAhead(given(1, 2, broken), async (item) => item, 3))).toEqual({ items: [1, 2], error: broken })
    const failsAtTwo = async (item: number) => (item === 2 ? Promise.reject(broken) : item)
    expect(await gather(workAhead(given(1, 2, 3), failsAtTwo, 3))).toEqual({ items: [1], error: broken })
  })
})
