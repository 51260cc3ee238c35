/**
 * Keeps the ends of a long list whose order shows only once its items are read: the first `max` and the last `max`.
 * @returns `put` for each item as it comes, `ends` for what is kept, in the order in which it came, `count` of what came
 */
export function keepEnds<T>(max: number): {
  readonly put: (item: T) => void
  readonly ends: () => readonly T[]
  readonly count: () => number
} {
  const first: T[] = []
  const last: T[] = []
  let after = 0
  return {
    put(item) {
      if (first.length < max) first.push(item)
      else last[after++ % max] = item
    },
    ends() {
      const from = after > max ? after % max : 0
      return [...first, ...last.slice(from), ...last.slice(0, from)]
    },
    count: () => first.length + after
  }
}

/**
 * Of a list with more items than are read, those at its newer end: most documents list the newest first, some the oldest. Pure.
 * @param dateOf ISO 8601, or nothing where an item has no date
 */
export function newestItems<T>(items: readonly T[], max: number, dateOf: (item: T) => string | undefined): readonly T[] {
  if (items.length <= max) return items
  const isDated = (item: T): boolean => (dateOf(item) ?? '') !== ''
  const [one, other] = [items.find(isDated), items.findLast(isDated)]
  const isRising = one !== undefined && other !== undefined && Date.parse(dateOf(other)!) > Date.parse(dateOf(one)!)
  return isRising ? items.slice(-max) : items.slice(0, max)
}
