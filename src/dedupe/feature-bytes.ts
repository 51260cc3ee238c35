import type { Placed } from './find-duplicate.ts'
import type { MatchFeatures } from './match-features.ts'
import { readNumbers, writeNumbers } from './number-bytes.ts'
import type { WordSet } from './word-set.ts'

/** What of a neighbour is not in the entry itself. */
export type StoredFeatures = Pick<Placed, 'features' | 'recurring'>

/** A version at the start lets a later Courant know what it reads; other versions are not compared with. */
const VERSION = 1

export function encodeFeatures({ features, recurring }: StoredFeatures): Uint8Array {
  const out = writeNumbers()
  const set = ({ hashes, weights }: WordSet): void => {
    out.whole(hashes.length)
    let before = 0
    hashes.forEach((hash, index) => {
      out.whole(hash - before)
      out.weight(weights[index]!)
      before = hash
    })
  }
  const optional = (value: number | null): void => out.whole(value === null ? 0 : value + 1)
  out.whole(VERSION)
  out.whole(Number(recurring) + 2 * Number(features.unspaced) + 4 * Number(features.cut) + 8 * Number(features.head !== null))
  out.text(features.language)
  set(features.title)
  if (features.head) set(features.head)
  set(features.summary)
  out.whole(features.titleHash)
  optional(features.headHash)
  out.list(features.signature, out.whole)
  optional(features.urlKey)
  optional(features.tailKey)
  return out.bytes()
}

/** @returns null for bytes of another version, or none of ours */
export function decodeFeatures(bytes: Uint8Array): StoredFeatures | null {
  const input = readNumbers(bytes)
  const set = (): WordSet => {
    const length = input.count()
    const hashes = new Uint32Array(length)
    const weights = new Float32Array(length)
    let before = 0
    for (let index = 0; index < length; index++) {
      before += input.whole()
      hashes[index] = before
      weights[index] = input.weight()
    }
    return { hashes, weights }
  }
  const optional = (): number | null => {
    const value = input.whole()
    return value === 0 ? null : value - 1
  }
  try {
    if (input.whole() !== VERSION) return null
    const flags = input.whole()
    const features: MatchFeatures = {
      language: input.text(),
      unspaced: (flags & 2) !== 0,
      cut: (flags & 4) !== 0,
      title: set(),
      head: flags & 8 ? set() : null,
      summary: set(),
      titleHash: input.whole(),
      headHash: optional(),
      signature: input.list(input.whole),
      urlKey: optional(),
      tailKey: optional()
    }
    return { features, recurring: (flags & 1) !== 0 }
  } catch {
    return null
  }
}
