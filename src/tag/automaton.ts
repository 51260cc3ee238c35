/** Finds every one of many keys in a text in one pass (Aho and Corasick, 1975). */
export interface Automaton {
  /** Calls `visit(key, end)` for each place where key number `key` ends before `end`, in the order of ends. */
  scan(text: string, visit: (key: number, end: number) => void): void
  readonly states: number
}

/**
 * Builds the automaton. Its tables are typed arrays: transitions in one open-addressing hash, so that thousands of Han
 * characters cost no more than an alphabet of 26.
 * @param keys none empty; the same key may stand twice
 */
export function createAutomaton(keys: readonly string[]): Automaton {
  const trie = buildTrie(keys)
  const { states, symbols, symbolOf } = trie
  const fail = new Int32Array(states)
  const shortcut = new Int32Array(states)
  const roots = new Int32Array(symbols + 1)
  for (let symbol = 1; symbol <= symbols; symbol++) roots[symbol] = trie.next(0, symbol)

  // States were numbered by depth, so each one's fail state is known before its children ask for it.
  for (const state of trie.byDepth) {
    const parent = trie.parents[state]!
    const symbol = trie.symbolsIn[state]!
    let from = parent
    let target = 0
    while (from !== 0) {
      from = fail[from]!
      target = from === 0 ? roots[symbol]! : trie.next(from, symbol)
      if (target !== 0) break
    }
    fail[state] = target
    shortcut[state] = trie.firstKey[target] !== -1 ? target : shortcut[target]!
  }

  function scan(text: string, visit: (key: number, end: number) => void): void {
    let state = 0
    for (let index = 0; index < text.length; index++) {
      const symbol = symbolOf[text.charCodeAt(index)]!
      if (symbol === 0) {
        state = 0
        continue
      }
      let target = state === 0 ? roots[symbol]! : trie.next(state, symbol)
      while (target === 0 && state !== 0) {
        state = fail[state]!
        target = state === 0 ? roots[symbol]! : trie.next(state, symbol)
      }
      state = target
      for (let found = state; found !== 0; found = shortcut[found]!) {
        for (let key = trie.firstKey[found]!; key !== -1; key = trie.nextKey[key]!) visit(key, index + 1)
      }
    }
  }
  return { scan, states }
}

interface Trie {
  readonly states: number
  readonly symbols: number
  readonly symbolOf: Uint16Array
  readonly parents: Int32Array
  readonly symbolsIn: Uint16Array
  readonly byDepth: Int32Array
  readonly firstKey: Int32Array
  readonly nextKey: Int32Array
  /** The state reached from one by a symbol; 0 when there is none. */
  next(state: number, symbol: number): number
}

function buildTrie(keys: readonly string[]): Trie {
  let units = 1
  for (const key of keys) units += key.length
  const symbolOf = new Uint16Array(65_536)
  const parents = new Int32Array(units)
  const symbolsIn = new Uint16Array(units)
  const depths = new Int32Array(units)
  const firstKey = new Int32Array(units).fill(-1)
  const nextKey = new Int32Array(keys.length).fill(-1)
  const slots = new Int32Array(2 ** Math.ceil(Math.log2(units * 2 + 2)))
  const mask = slots.length - 1
  let states = 1
  let symbols = 0

  function slotOf(state: number, symbol: number): number {
    let slot = (Math.imul(Math.imul(state, 0x9e3779b1) ^ Math.imul(symbol, 0x85ebca6b), 0x2c1b3c6d) >>> 7) & mask
    for (let child = slots[slot]!; child !== 0; child = slots[slot]!) {
      if (parents[child] === state && symbolsIn[child] === symbol) return slot
      slot = (slot + 1) & mask
    }
    return slot
  }

  for (const [number, key] of keys.entries()) {
    let state = 0
    for (let index = 0; index < key.length; index++) {
      const unit = key.charCodeAt(index)
      const symbol = symbolOf[unit] || (symbolOf[unit] = ++symbols)
      const slot = slotOf(state, symbol)
      if (slots[slot] === 0) {
        slots[slot] = states
        parents[states] = state
        symbolsIn[states] = symbol
        depths[states] = depths[state]! + 1
        states++
      }
      state = slots[slot]!
    }
    nextKey[number] = firstKey[state]!
    firstKey[state] = number
  }
  const byDepth = sortByDepth(depths.subarray(0, states))
  const next = (state: number, symbol: number): number => slots[slotOf(state, symbol)]!
  return { states, symbols, symbolOf, parents, symbolsIn, byDepth, firstKey, nextKey, next }
}

/** The states but the root, nearest to it first, of equal depth in their order: by counting, for there are a hundred thousand. */
function sortByDepth(depths: Int32Array): Int32Array {
  const starts: number[] = [0]
  for (let state = 1; state < depths.length; state++) {
    const depth = depths[state]!
    while (starts.length <= depth + 1) starts.push(0)
    starts[depth + 1]!++
  }
  for (let depth = 1; depth < starts.length; depth++) starts[depth]! += starts[depth - 1]!
  const sorted = new Int32Array(depths.length - 1)
  for (let state = 1; state < depths.length; state++) sorted[starts[depths[state]!]!++] = state
  return sorted
}
