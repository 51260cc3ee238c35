/** Distinct words as 32-bit hashes, rising, each with its weight. */
export interface WordSet {
  readonly hashes: Uint32Array
  readonly weights: Float32Array
}

/** How two sets of words overlap, by weight: all from 0 to 1. */
export interface Overlap {
  /** Shared weight against the weight of both. */
  readonly jaccard: number
  /** Shared weight against the lighter of the two: 1 when one contains the other. */
  readonly containment: number
}

/** Compares two sets in one pass. A shared word weighs what it weighs on average. */
export function overlap(a: WordSet, b: WordSet): Overlap {
  let shared = 0
  let onlyA = 0
  let onlyB = 0
  let i = 0
  let j = 0
  const { hashes: left, weights: leftWeights } = a
  const { hashes: right, weights: rightWeights } = b
  while (i < left.length && j < right.length) {
    if (left[i]! === right[j]!) shared += (leftWeights[i++]! + rightWeights[j++]!) / 2
    else if (left[i]! < right[j]!) onlyA += leftWeights[i++]!
    else onlyB += rightWeights[j++]!
  }
  while (i < left.length) onlyA += leftWeights[i++]!
  while (j < right.length) onlyB += rightWeights[j++]!
  if (shared === 0) return { jaccard: 0, containment: 0 }
  return { jaccard: shared / (shared + onlyA + onlyB), containment: shared / (shared + Math.min(onlyA, onlyB)) }
}

/** Sorts, drops repetitions, and weighs each word by `weigh`. */
export function wordSet(hashes: Iterable<number>, weigh: (hash: number) => number): WordSet {
  const sorted = Uint32Array.from(new Set(hashes)).sort()
  const weights = new Float32Array(sorted.length)
  for (let index = 0; index < sorted.length; index++) weights[index] = weigh(sorted[index]!)
  return { hashes: sorted, weights }
}

export function totalWeight({ weights }: WordSet): number {
  let total = 0
  for (const weight of weights) total += weight
  return total
}
