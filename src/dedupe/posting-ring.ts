import { NumberTable } from './number-table.ts'

/**
 * Which entries have a key: entries are numbered as they come, and of each key the newest are wanted. A key's entries stand in blocks, so
 * that a hundred and fifty of them are some twenty places in memory; blocks stand in a ring, each pointing to the one before it of the
 * same key, and a full ring overwrites the oldest.
 */
export class PostingRing {
  /** Of each key, its newest block (counted from 1 since the start) times {@link BLOCK}, and how many entries stand in that. */
  readonly #newest = new NumberTable(1)
  readonly #blocksMax: number
  /** A block: how far back the key's block before it stands, 0 where there is none; then entries, oldest first. */
  #blocks = new Uint32Array(BLOCK * BLOCKS_MIN)
  #length = BLOCKS_MIN
  #end = 0

  /** @param blocksMax a power of two */
  constructor(blocksMax: number) {
    this.#blocksMax = blocksMax
  }

  /** @param number not smaller than any that was added before; the same key of the same entry counts once */
  add(key: number, number: number): void {
    if (this.#end === this.#length && this.#end < this.#blocksMax) this.#grow()
    if (this.#newest.isFull) this.#newest.thinOut((place) => blockOf(this.#newest.read(place, 0)) >= this.#end - this.#length)
    const mask = this.#length - 1
    const row = this.#newest.make(key)
    const newest = this.#newest.read(row, 0)
    const block = blockOf(newest)
    if (newest > 0 && block >= this.#end - this.#length) {
      const count = newest % BLOCK
      const last = BLOCK * (block & mask) + count
      if (this.#blocks[last] === number) return
      if (count < BLOCK - 1) {
        this.#blocks[last + 1] = number
        this.#newest.write(row, 0, newest + 1)
        return
      }
    }
    const at = BLOCK * (this.#end & mask)
    this.#blocks[at] = newest > 0 && block > this.#end - this.#length ? this.#end - block : 0
    this.#blocks[at + 1] = number
    this.#newest.write(row, 0, BLOCK * ++this.#end + 1)
  }

  /**
   * The newest entries of a key, newest first.
   * @param oldest numbers below this are left out
   * @param into takes as many as it has room for
   * @returns how many
   */
  numbersOf(key: number, oldest: number, into: Uint32Array): number {
    const row = this.#newest.find(key)
    if (row < 0) return 0
    const blocks = this.#blocks
    const mask = this.#length - 1
    const first = this.#end - this.#length
    const max = into.length
    const newest = this.#newest.read(row, 0)
    let count = 0
    let left = newest % BLOCK
    for (let block = blockOf(newest); block >= first; left = BLOCK - 1) {
      const at = BLOCK * (block & mask)
      for (; left > 0; left--) {
        const number = blocks[at + left]!
        if (number < oldest || count === max) return count
        into[count++] = number
      }
      const back = blocks[at]!
      if (back === 0) break
      block -= back
    }
    return count
  }

  /**
   * Adds a weight to each of the newest entries of a key.
   * @param oldest numbers below this are left out, and weights are counted from it
   * @param touched gets the place of every weight that was 0, from `seen` on
   * @returns how many were touched by then
   */
  weigh(key: number, weight: number, oldest: number, max: number, weights: Float64Array, touched: Uint32Array, seen: number): number {
    const row = this.#newest.find(key)
    if (row < 0) return seen
    const blocks = this.#blocks
    const mask = this.#length - 1
    const first = this.#end - this.#length
    const newest = this.#newest.read(row, 0)
    let rest = max
    let left = newest % BLOCK
    for (let block = blockOf(newest); block >= first; left = BLOCK - 1) {
      const at = BLOCK * (block & mask)
      for (; left > 0; left--) {
        const number = blocks[at + left]!
        if (number < oldest || rest-- === 0) return seen
        const place = number - oldest
        const before = weights[place]!
        if (before === 0) touched[seen++] = place
        weights[place] = before + weight
      }
      const back = blocks[at]!
      if (back === 0) break
      block -= back
    }
    return seen
  }

  /** Only a ring that was never full grows, so everything keeps its place. */
  #grow(): void {
    const blocks = new Uint32Array(2 * this.#blocks.length)
    blocks.set(this.#blocks)
    this.#blocks = blocks
    this.#length *= 2
  }
}

/** Numbers of a block: half a line of a processor's cache. */
const BLOCK = 8
const BLOCKS_MIN = 4_096

/** Counted from 0. */
function blockOf(newest: number): number {
  return Math.floor(newest / BLOCK) - 1
}
