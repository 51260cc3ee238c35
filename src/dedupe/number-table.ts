/**
 * Rows of numbers found by a whole number from 0 to 2^53, in typed arrays: a tenth of the memory of a `Map` of records, and
 * nothing for the garbage collector to walk through. Open addressing; a row's place changes when the table grows or is thinned out.
 */
export class NumberTable {
  #keys = emptyKeys(CAPACITY_MIN)
  #columns: Float64Array[]
  #size = 0

  /** @param columns how many numbers a row holds beside its key */
  constructor(columns: number) {
    this.#columns = Array.from({ length: columns }, () => new Float64Array(CAPACITY_MIN))
  }

  get size(): number {
    return this.#size
  }

  /** @returns the place of the row, or -1 */
  find(key: number): number {
    const keys = this.#keys
    const mask = keys.length - 1
    for (let place = homeOf(key) & mask; ; place = (place + 1) & mask) {
      const there = keys[place]!
      if (there === key) return place
      if (there === EMPTY) return -1
    }
  }

  /** Finds the row, or makes one of zeros. */
  make(key: number): number {
    const known = this.find(key)
    if (known >= 0) return known
    if (this.isFull) this.#resize(2 * this.#keys.length, () => true)
    this.#size++
    const place = freePlace(this.#keys, key)
    this.#keys[place] = key
    for (const column of this.#columns) column[place] = 0
    return place
  }

  read(place: number, column: number): number {
    return this.#columns[column]![place]!
  }

  write(place: number, column: number, value: number): void {
    this.#columns[column]![place] = value
  }

  /** True when one row more makes the table grow: the time to throw away what is not needed. */
  get isFull(): boolean {
    return this.#size >= this.#keys.length * FULL_SHARE
  }

  /** Keeps some rows only; places are others afterwards. */
  thinOut(keep: (place: number) => boolean): void {
    this.#resize(this.#keys.length, keep)
  }

  /** Places are numbered from 0 up to this. */
  get places(): number {
    return this.#keys.length
  }

  /** @returns the key of the row at a place, or -1 where there is none */
  keyAt(place: number): number {
    return this.#keys[place]!
  }

  /** `keep` reads rows at their old places: the new ones are taken over at the end. */
  #resize(capacity: number, keep: (place: number) => boolean): void {
    const [keys, columns] = [this.#keys, this.#columns]
    const newKeys = emptyKeys(capacity)
    const newColumns = columns.map(() => new Float64Array(capacity))
    let size = 0
    for (let from = 0; from < keys.length; from++) {
      const key = keys[from]!
      if (key === EMPTY || !keep(from)) continue
      const to = freePlace(newKeys, key)
      newKeys[to] = key
      for (let column = 0; column < columns.length; column++) newColumns[column]![to] = columns[column]![from]!
      size++
    }
    this.#keys = newKeys
    this.#columns = newColumns
    this.#size = size
  }
}

function freePlace(keys: Float64Array, key: number): number {
  const mask = keys.length - 1
  let place = homeOf(key) & mask
  while (keys[place] !== EMPTY) place = (place + 1) & mask
  return place
}

const CAPACITY_MIN = 1_024
const FULL_SHARE = 0.6
const EMPTY = -1

function emptyKeys(capacity: number): Float64Array {
  return new Float64Array(capacity).fill(EMPTY)
}

/** Most keys are hashes already; those of 52 bits have their upper bits mixed in. */
function homeOf(key: number): number {
  return (key ^ Math.imul((key / 0x1_0000_0000) | 0, 0x9e3779b1)) >>> 0
}
