import { setImmediate } from 'node:timers/promises'

/**
 * Gathers what comes at one time, so that it can be handed on together.
 * @param max of one portion
 * @throws what the items throw, once those before are given
 */
export async function* inPortions<T>(items: AsyncIterable<T>, max: number): AsyncGenerator<readonly T[]> {
  const iterator = items[Symbol.asyncIterator]()
  let portion: T[] = []
  let coming = settled(iterator.next())
  try {
    for (;;) {
      const next = portion.length === 0 ? await coming : await Promise.race([coming, setImmediate(null)])
      if (next?.kind === 'item' && next.result.done !== true) {
        portion.push(next.result.value)
        coming = settled(iterator.next())
        if (portion.length < max) continue
      }
      if (portion.length > 0) yield portion
      portion = []
      if (next?.kind === 'failed') throw next.error
      if (next?.kind === 'item' && next.result.done === true) return
    }
  } finally {
    await iterator.return?.()
  }
}

/**
 * Works on several items at a time and gives the results in the order of the items.
 * @param items an async generator, which can be asked for its next item before the one before has come
 * @param depth how many are worked on before the first result is taken
 * @throws what the items or the work throw, in their turn; no work goes on once it has ended
 */
export async function* workAhead<T, R>(items: AsyncGenerator<T>, work: (item: T) => Promise<R>, depth: number): AsyncGenerator<R> {
  const under = Array.from({ length: depth }, start)
  try {
    for (let first = under.shift(); first !== undefined; first = under.shift()) {
      const outcome = await first
      if (outcome.kind === 'failed') throw outcome.error
      if (outcome.result === END) return
      under.push(start())
      yield outcome.result
    }
  } finally {
    await Promise.all([items.return(undefined), ...under])
  }

  function start() {
    return settled(items.next().then(async (next): Promise<R | typeof END> => (next.done === true ? END : work(next.value))))
  }
}

const END = Symbol('end')

type Settled<T> = { readonly kind: 'item'; readonly result: T } | { readonly kind: 'failed'; readonly error: unknown }

/** A promise that may be looked at late: a failure that nobody waits for yet ends no process. */
function settled<T>(promise: Promise<T>): Promise<Settled<T>> {
  return promise.then(
    (result) => ({ kind: 'item', result }),
    (error: unknown) => ({ kind: 'failed', error })
  )
}
