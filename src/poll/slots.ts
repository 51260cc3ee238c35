/** So many at once; the others wait in the order they came. */
export interface Slots {
  take(): Promise<void>
  /** Lets the next one in. Each slot that was taken is freed once. */
  free(): void
}

export function createSlots(count: number): Slots {
  const waiting: (() => void)[] = []
  let left = count
  return {
    take() {
      if (left > 0) {
        left--
        return Promise.resolve()
      }
      return new Promise((resolve) => waiting.push(resolve))
    },
    free() {
      const next = waiting.shift()
      if (next) next()
      else left++
    }
  }
}
