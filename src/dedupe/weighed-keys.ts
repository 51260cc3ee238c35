/** Keys to look entries up by, each with how much it says, side by side: no object is made for a key. */
export interface WeighedKeys {
  readonly keys: readonly number[]
  readonly weights: readonly number[]
}

/** A short list of distinct keys that is put together once. */
export class KeyList implements WeighedKeys {
  readonly keys: number[]
  readonly weights: number[]

  /** @param first what the list begins with */
  constructor(first: WeighedKeys = NOTHING) {
    this.keys = first.keys.slice()
    this.weights = first.weights.slice()
  }

  /** Adds a key, or says anew what it weighs. */
  put(key: number, weight: number): void {
    const place = this.keys.indexOf(key)
    if (place >= 0) this.weights[place] = weight
    else {
      this.keys.push(key)
      this.weights.push(weight)
    }
  }

  /** Keeps a key that is not there yet if it is among the `max` heaviest; heaviest first, of equal ones the lower. */
  keepHeaviest(key: number, weight: number, max: number): void {
    const { keys, weights } = this
    let place = keys.length
    while (place > 0 && (weight > weights[place - 1]! || (weight === weights[place - 1] && key < keys[place - 1]!))) place--
    if (place === max) return
    if (keys.length < max) {
      keys.push(key)
      weights.push(weight)
    }
    for (let index = keys.length - 1; index > place; index--) {
      keys[index] = keys[index - 1]!
      weights[index] = weights[index - 1]!
    }
    keys[place] = key
    weights[place] = weight
  }
}

const NOTHING: WeighedKeys = { keys: [], weights: [] }
