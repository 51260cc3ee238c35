import { NumberTable } from './number-table.ts'

/**
 * How often words, templates and names were seen lately: what was seen a half-life ago counts half. Every sighting is kept as what
 * it would be worth at one fixed instant (forward decay, Cormode et al. 2009), so that nothing has to fade by itself
 * and the order of sightings does not matter.
 */
export class WordCounts {
  /** A row: what the sightings are worth, and the day of the last. */
  readonly #counts = new NumberTable(2)
  readonly #countsMax: number
  #latestAt = 0

  constructor(countsMax = COUNTS_MAX) {
    this.#countsMax = countsMax
  }

  get size(): number {
    return this.#counts.size
  }

  /** What one sighting is worth at an instant, or at the newest that was seen if that is later: the unit of {@link count}. */
  worthAt(at: number): number {
    return worth(Math.max(at, this.#latestAt))
  }

  /** How often a key was seen, as it counts at an instant. @param unit what {@link worthAt} says of the instant */
  count(key: number, unit: number): number {
    const row = this.#counts.find(key)
    return row < 0 ? 0 : this.#counts.read(row, 0) / unit
  }

  add(key: number, at: number): void {
    if (at > this.#latestAt) this.#latestAt = at
    if (this.#counts.isFull) this.#makeRoom()
    const row = this.#counts.make(key)
    this.#counts.write(row, 0, this.#counts.read(row, 0) + worth(at))
    this.#counts.write(row, 1, dayOf(at))
  }

  /** Whether the key was last seen on the (UTC) day of an instant. */
  lastSeenOnDayOf(key: number, at: number): boolean {
    const row = this.#counts.find(key)
    return row >= 0 && this.#counts.read(row, 1) === dayOf(at)
  }

  /**
   * One part of all counts, for a store.
   * @param part from 0 up to {@link countPartsOf}
   * @param at counts are written as they are worth then
   */
  encodePart(part: number, at: number): Uint8Array {
    const unit = worth(at)
    const rows: number[] = []
    for (let place = 0; place < this.#counts.places; place++) {
      const key = this.#counts.keyAt(place)
      if (key >= 0 && partOf(key) === part && this.#counts.read(place, 0) >= FORGOTTEN_BELOW * unit) rows.push(key, place)
    }
    const bytes = new Uint8Array((rows.length / 2) * ROW_BYTES)
    const out = new DataView(bytes.buffer)
    for (let index = 0, offset = 0; index < rows.length; index += 2, offset += ROW_BYTES) {
      out.setFloat64(offset, rows[index]!, true)
      out.setFloat32(offset + 8, this.#counts.read(rows[index + 1]!, 0) / unit, true)
      out.setUint16(offset + 12, this.#counts.read(rows[index + 1]!, 1), true)
    }
    return bytes
  }

  /** Takes in what {@link encodePart} wrote; bytes that end too early give what they hold. */
  addPart(bytes: Uint8Array, at: number): void {
    this.#latestAt = Math.max(this.#latestAt, at)
    const unit = worth(at)
    const input = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    for (let offset = 0; offset + ROW_BYTES <= bytes.length; offset += ROW_BYTES) {
      if (this.#counts.isFull) this.#makeRoom()
      const row = this.#counts.make(input.getFloat64(offset, true))
      this.#counts.write(row, 0, input.getFloat32(offset + 8, true) * unit)
      this.#counts.write(row, 1, input.getUint16(offset + 12, true))
    }
  }

  /** Forgets what faded away and, at the limit, whatever counts least. */
  #makeRoom(): void {
    const unit = worth(this.#latestAt)
    let least = FORGOTTEN_BELOW
    const enough = this.#countsMax * KEPT_SHARE
    for (let left = this.#above(least * unit); left > enough; left = this.#above(least * unit)) least *= 1.5
    this.#counts.thinOut((place) => this.#counts.read(place, 0) >= least * unit)
  }

  #above(value: number): number {
    let count = 0
    for (let place = 0; place < this.#counts.places; place++)
      if (this.#counts.keyAt(place) >= 0 && this.#counts.read(place, 0) >= value) count++
    return count
  }
}

/** Counts are stored in so many parts, by key, so that no write is large. */
export const countPartsOf = 64

/** The remainder by {@link countPartsOf}, by its lowest bits: dividing numbers of 53 bits takes ten times as long. */
function partOf(key: number): number {
  return (key >>> 0) & (countPartsOf - 1)
}

const ROW_BYTES = 14
/** Some 25 MB at most. */
const COUNTS_MAX = 600_000
const KEPT_SHARE = 0.75
const FORGOTTEN_BELOW = 0.3

export const countHalfLifeMs = 30 * 86_400_000
/** Any instant would do that keeps the numbers far from their limits for some decades. */
const LANDMARK_AT = Date.UTC(2020, 0, 1)

function dayOf(at: number): number {
  return Math.floor(at / 86_400_000)
}

function worth(at: number): number {
  return 2 ** ((at - LANDMARK_AT) / countHalfLifeMs)
}
