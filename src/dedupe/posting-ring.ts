import { NumberTable } from './number-table.ts'

/**
 * Which entries have a key: entries are numbered as they come, and of each key the newest are wanted. Postings stand in a ring, each
 * pointing to the one before it of the same key; a full ring overwrites the oldest.
 */
export class PostingRing {
  readonly #newest = new NumberTable(1)
  readonly #postingsMax: number
  /** Pairs, side by side because they are read together: the entry, and how far back the key's posting before stands, 0 where there is none. */
  #pairs = new Uint32Array(2 * POSTINGS_MIN)
  #length = POSTINGS_MIN
  #end = 0

  /** @param postingsMax a power of two */
  constructor(postingsMax: number) {
    this.#postingsMax = postingsMax
  }

  /** @param number not smaller than any that was added before; the same key of the same entry counts once */
  add(key: number, number: number): void {
    if (this.#end === this.#length && this.#end < this.#postingsMax) this.#grow()
    if (this.#newest.isFull) this.#newest.thinOut((place) => this.#newest.read(place, 0) > this.#end - this.#length)
    const mask = this.#length - 1
    const row = this.#newest.make(key)
    const before = this.#newest.read(row, 0)
    const reached = before > 0 && this.#end - before < this.#length
    if (reached && this.#pairs[2 * ((before - 1) & mask)] === number) return
    const at = 2 * (this.#end & mask)
    this.#pairs[at] = number
    this.#pairs[at + 1] = before > 0 && this.#end - (before - 1) < this.#length ? this.#end - (before - 1) : 0
    this.#newest.write(row, 0, ++this.#end)
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
    const pairs = this.#pairs
    const mask = this.#length - 1
    const last = this.#end - this.#length
    const max = into.length
    let posting = this.#newest.read(row, 0) - 1
    let count = 0
    while (count < max && posting >= last) {
      const at = 2 * (posting & mask)
      const number = pairs[at]!
      if (number < oldest) break
      into[count++] = number
      const back = pairs[at + 1]!
      if (back === 0) break
      posting -= back
    }
    return count
  }

  /** Only a ring that was never full grows, so everything keeps its place. */
  #grow(): void {
    const pairs = new Uint32Array(2 * this.#pairs.length)
    pairs.set(this.#pairs)
    this.#pairs = pairs
    this.#length *= 2
  }
}

const POSTINGS_MIN = 16_384
