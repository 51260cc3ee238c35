import { NumberTable } from './number-table.ts'

/**
 * Which entries have a key: entries are numbered as they come, and of each key the newest are wanted. Postings stand in a ring, each
 * pointing to the one before it of the same key; a full ring overwrites the oldest.
 */
export class PostingRing {
  readonly #newest = new NumberTable(1)
  readonly #postingsMax: number
  #numbers = new Uint32Array(POSTINGS_MIN)
  /** How far back the key's posting before this one stands; 0 where there is none. */
  #back = new Uint32Array(POSTINGS_MIN)
  #end = 0

  /** @param postingsMax a power of two */
  constructor(postingsMax: number) {
    this.#postingsMax = postingsMax
  }

  /** @param number not smaller than any that was added before; the same key of the same entry counts once */
  add(key: number, number: number): void {
    if (this.#end === this.#numbers.length && this.#end < this.#postingsMax) this.#grow()
    if (this.#newest.isFull) this.#newest.thinOut((place) => this.#newest.read(place, 0) > this.#end - this.#numbers.length)
    const mask = this.#numbers.length - 1
    const row = this.#newest.make(key)
    const before = this.#newest.read(row, 0)
    if (before > 0 && this.#end - before < this.#numbers.length && this.#numbers[(before - 1) & mask] === number) return
    const at = this.#end & mask
    this.#numbers[at] = number
    this.#back[at] = before > 0 && this.#end - (before - 1) < this.#numbers.length ? this.#end - (before - 1) : 0
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
    const length = this.#numbers.length
    const mask = length - 1
    let posting = this.#newest.read(row, 0) - 1
    let count = 0
    while (count < into.length && posting >= this.#end - length) {
      const at = posting & mask
      const number = this.#numbers[at]!
      if (number < oldest) break
      into[count++] = number
      const back = this.#back[at]!
      if (back === 0) break
      posting -= back
    }
    return count
  }

  /** Only a ring that was never full grows, so everything keeps its place. */
  #grow(): void {
    const [numbers, back] = [this.#numbers, this.#back]
    this.#numbers = new Uint32Array(2 * numbers.length)
    this.#back = new Uint32Array(2 * back.length)
    this.#numbers.set(numbers)
    this.#back.set(back)
  }
}

const POSTINGS_MIN = 16_384
