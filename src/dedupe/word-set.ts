/**
 * Distinct words as 32-bit hashes, rising, each with its weight. They stand from `start` up to `end` in arrays that many sets share:
 * an array of its own for each of some hundred thousand sets would take more memory than the words.
 */
export interface WordSet {
  readonly hashes: Uint32Array
  readonly weights: Float32Array
  readonly start: number
  readonly end: number
  /** The sum of the weights. */
  readonly total: number
  /** The length of the weights as a vector. */
  readonly norm: number
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
  let sharedA = 0
  let sharedB = 0
  let i = a.start
  let j = b.start
  const { hashes: left, weights: leftWeights, end: iEnd } = a
  const { hashes: right, weights: rightWeights, end: jEnd } = b
  while (i < iEnd && j < jEnd) {
    const [x, y] = [left[i]!, right[j]!]
    if (x === y) {
      const [p, q] = [leftWeights[i++]!, rightWeights[j++]!]
      shared += (p + q) / 2
      sharedA += p
      sharedB += q
    } else if (x < y) i++
    else j++
  }
  if (shared === 0) return { jaccard: 0, containment: 0 }
  const onlyA = a.total - sharedA
  const onlyB = b.total - sharedB
  return { jaccard: shared / (shared + onlyA + onlyB), containment: shared / (shared + Math.min(onlyA, onlyB)) }
}

/** The cosine of two bags of words. */
export function cosine(a: WordSet, b: WordSet): number {
  let dot = 0
  let i = a.start
  let j = b.start
  const { hashes: left, weights: leftWeights, end: iEnd } = a
  const { hashes: right, weights: rightWeights, end: jEnd } = b
  while (i < iEnd && j < jEnd) {
    const x = left[i]!
    const y = right[j]!
    if (x === y) dot += leftWeights[i++]! * rightWeights[j++]!
    else if (x < y) i++
    else j++
  }
  return dot === 0 ? 0 : dot / (a.norm * b.norm)
}

/**
 * A set that many others are compared with, one after the other: its words stand in a table, in which most words of the others meet a free
 * place at once. Gives the same as {@link cosine}.
 */
export class HeldSet {
  /** One more than the place of a word in the set, by the lowest bits of the word; 0 is free. */
  #slots = new Uint16Array(1_024)
  #set: WordSet | null = null

  hold(set: WordSet): void {
    if (this.#set === set) return
    const held = this.#set
    if (2 * sizeOf(set) > this.#slots.length) this.#slots = new Uint16Array(2 ** Math.ceil(Math.log2(2 * sizeOf(set) + 1)))
    else if (held !== null) this.#slots.fill(0)
    const slots = this.#slots
    const mask = slots.length - 1
    for (let place = set.start; place < set.end; place++) {
      let slot = set.hashes[place]! & mask
      while (slots[slot] !== 0) slot = (slot + 1) & mask
      slots[slot] = place - set.start + 1
    }
    this.#set = set
  }

  /** The cosine of the held set with another. */
  cosine({ hashes: others, weights: otherWeights, start: from, end, norm: otherNorm }: WordSet): number {
    const { hashes, weights, start, norm } = this.#set!
    const slots = this.#slots
    const mask = slots.length - 1
    let dot = 0
    for (let index = from; index < end; index++) {
      const word = others[index]!
      let slot = word & mask
      for (let place = slots[slot]!; place !== 0; place = slots[slot]!) {
        if (hashes[start + place - 1] === word) {
          dot += weights[start + place - 1]! * otherWeights[index]!
          break
        }
        slot = (slot + 1) & mask
      }
    }
    return dot === 0 ? 0 : dot / (norm * otherNorm)
  }
}

/** How many words two sets share. */
export function sharedWords(a: WordSet, b: WordSet): number {
  let words = 0
  for (let i = a.start, j = b.start; i < a.end && j < b.end;) {
    if (a.hashes[i] === b.hashes[j]) {
      words++
      i++
      j++
    } else if (a.hashes[i]! < b.hashes[j]!) i++
    else j++
  }
  return words
}

export function sizeOf({ start, end }: WordSet): number {
  return end - start
}

export function hasWord({ hashes, start, end }: WordSet, hash: number): boolean {
  let low = start
  let high = end
  while (low < high) {
    const middle = (low + high) >> 1
    if (hashes[middle]! < hash) low = middle + 1
    else high = middle
  }
  return low < end && hashes[low] === hash
}

export function wordsIn({ hashes, start, end }: WordSet): readonly number[] {
  const words: number[] = []
  for (let index = start; index < end; index++) words.push(hashes[index]!)
  return words
}

/** A set of words, rising and distinct, of which each weighs what stands at its place. */
export function placedSet(
  { hashes, places }: { readonly hashes: Uint32Array; readonly places: Uint16Array },
  weights: Float64Array
): WordSet {
  const into = takeRoom(hashes.length)
  into.hashes.set(hashes, into.start)
  for (let index = 0; index < places.length; index++) into.weights[into.start + index] = weights[places[index]!]!
  return sealed(into, into.start + hashes.length)
}

/** A set with the weights of two added up. */
export function addedSets(a: WordSet, b: WordSet): WordSet {
  const room = takeRoom(sizeOf(a) + sizeOf(b))
  let end = room.start
  let i = a.start
  let j = b.start
  while (i < a.end || j < b.end) {
    const x = i < a.end ? a.hashes[i]! : Infinity
    const y = j < b.end ? b.hashes[j]! : Infinity
    room.hashes[end] = Math.min(x, y)
    room.weights[end++] = (x <= y ? a.weights[i++]! : 0) + (y <= x ? b.weights[j++]! : 0)
  }
  return sealed(room, end)
}

/** The heaviest words of a set. */
export function heaviestOf(set: WordSet, max: number): WordSet {
  if (sizeOf(set) <= max) return set
  const least = set.weights.slice(set.start, set.end).sort()[sizeOf(set) - max]!
  const room = takeRoom(max)
  let end = room.start
  for (let index = set.start; index < set.end && end < room.start + max; index++) {
    if (set.weights[index]! < least) continue
    room.hashes[end] = set.hashes[index]!
    room.weights[end++] = set.weights[index]!
  }
  return sealed(room, end)
}

/** A set as it was stored: hashes rising, as many weights. */
export function storedSet(hashes: ArrayLike<number>, weights: ArrayLike<number>): WordSet {
  const room = takeRoom(hashes.length)
  room.hashes.set(hashes, room.start)
  room.weights.set(weights, room.start)
  return sealed(room, room.start + hashes.length)
}

interface Room {
  readonly hashes: Uint32Array
  readonly weights: Float32Array
  readonly start: number
}

const ROOM_WORDS = 32_768
let room: Room = { hashes: new Uint32Array(ROOM_WORDS), weights: new Float32Array(ROOM_WORDS), start: 0 }

/** The room that is left goes to the next set: `sealed` says how much was used. An array is freed with the last set in it. */
function takeRoom(words: number): Room {
  if (room.start + words > room.hashes.length) {
    const length = Math.max(ROOM_WORDS, words)
    room = { hashes: new Uint32Array(length), weights: new Float32Array(length), start: 0 }
  }
  return room
}

function sealed({ hashes, weights, start }: Room, end: number): WordSet {
  let total = 0
  let squares = 0
  for (let index = start; index < end; index++) {
    const weight = weights[index]!
    total += weight
    squares += weight * weight
  }
  room = { hashes, weights, start: end }
  return { hashes, weights, start, end, total, norm: Math.sqrt(squares) }
}

/** A bag of length 1. @param words rising and distinct */
export function unitSet(words: ArrayLike<number>, weights: ArrayLike<number>): WordSet {
  let squares = 0
  for (let index = 0; index < weights.length; index++) squares += weights[index]! * weights[index]!
  const length = Math.sqrt(squares)
  const into = takeRoom(words.length)
  let end = into.start
  for (let index = 0; index < words.length; index++) {
    into.hashes[end] = words[index]!
    into.weights[end++] = weights[index]! / length
  }
  return sealed(into, end)
}

/* Words are sorted with their places in the lower bits, which sorts a typed array without calling back. */
let sorting = new Float64Array(1_024)
const PLACES = 65_536

/** A bag of length 1 of words in any order, at most 65,536: one that comes again adds to its weight. */
export function summedUnitSet(words: readonly number[], weights: readonly number[]): WordSet {
  if (sorting.length < words.length) sorting = new Float64Array(2 * words.length)
  for (let place = 0; place < words.length; place++) sorting[place] = words[place]! * PLACES + place
  const sorted = sorting.subarray(0, words.length).sort()
  const distinct: number[] = []
  const sums: number[] = []
  let before = -1
  for (let index = 0; index < sorted.length; index++) {
    const place = sorted[index]! % PLACES
    const word = words[place]!
    if (word === before) sums[sums.length - 1]! += weights[place]!
    else {
      distinct.push(word)
      sums.push(weights[place]!)
      before = word
    }
  }
  return unitSet(distinct, sums)
}
