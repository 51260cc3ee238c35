import { brotliDecompressSync } from 'node:zlib'

/** Grams of words with their frequencies: `_` is the edge of a word, `=` stands before a whole word of three or four letters. */
export interface GramFrequencies {
  readonly grams: ReadonlyMap<string, number>
  /** Of all grams, also those that are too rare to be listed. */
  readonly total: number
}

/**
 * Finds the models of lingua inside its WebAssembly module: JSON packed with Brotli, of which the module holds a directory
 * (path and content, each as address and length).
 * @returns what gives the grams of a language, by its name in capitals
 * @throws Error when the module's data is laid out in another way
 */
export function readLinguaModels(wasm: Uint8Array): ReadonlyMap<string, () => GramFrequencies> {
  const memory = readMemory(wasm)
  const parts = new Map<string, Map<string, string>>()
  for (let at = 0; at + 16 <= memory.length; at += 4) {
    const [path, pathLength, content, length] = [0, 4, 8, 12].map((offset) => memory.readUInt32LE(at + offset)) as [
      number,
      number,
      number,
      number
    ]
    if (pathLength < 15 || pathLength > 20 || path + pathLength > memory.length) continue
    const name = /^(uni|bi|tri|quadri|five)grams\.json\.br$/.exec(memory.toString('latin1', path, path + pathLength))
    if (name === null) continue
    const json = brotliDecompressSync(memory.subarray(content, content + length)).toString('utf8')
    const language = /"language":"(\w+)"/.exec(json.slice(0, 100))?.[1]
    if (language === undefined) continue
    const own = parts.get(language) ?? new Map<string, string>()
    parts.set(language, own.set(name[1]!, json))
  }
  return new Map([...parts].map(([language, own]) => [language, () => gramsOf(ORDERS.map((order) => readModel(own.get(order) ?? '{}')))]))
}

const ORDERS = ['uni', 'bi', 'tri', 'quadri', 'five']

type Model = Readonly<Record<string, string>>

function readModel(json: string): Model {
  return (JSON.parse(json) as { readonly ngrams?: Model }).ngrams ?? {}
}

/** The memory that a module starts with, from its data section (WebAssembly 5.5.14). */
function readMemory(wasm: Uint8Array): Buffer {
  let at = 8
  const number = (): number => {
    let value = 0
    for (let factor = 1; ; factor *= 128) {
      const byte = wasm[at++]!
      value += (byte & 127) * factor
      if (byte < 128) return value
    }
  }
  const segments: (readonly [offset: number, bytes: Uint8Array])[] = []
  while (at < wasm.length) {
    const section = wasm[at++]!
    const size = number()
    const end = at + size
    for (let left = section === DATA_SECTION ? number() : 0; left > 0; left--) {
      if (number() !== 0 || wasm[at++] !== I32_CONST) throw new Error('a data segment that is not active at a constant address')
      const offset = number()
      at++
      const length = number()
      segments.push([offset, wasm.subarray(at, at + length)])
      at += length
    }
    at = end
  }
  const memory = Buffer.alloc(segments.reduce((most, [offset, bytes]) => Math.max(most, offset + bytes.length), 0))
  for (const [offset, bytes] of segments) memory.set(bytes, offset)
  return memory
}

const DATA_SECTION = 11
const I32_CONST = 0x41

/**
 * The frequencies of grams from models that tell for each gram of letters how often it follows its beginning. Grams at the edge of a word
 * are what is left of a gram when all that continue it are taken away; with grams of five letters, words of three can be told, and words
 * of four nearly.
 * @param models for one letter, two, and so on: fractions, each with the grams it belongs to
 */
export function gramsOf(models: readonly Model[]): GramFrequencies {
  const inner = new Map<string, number>()
  for (const model of models) {
    for (const [fraction, grams] of Object.entries(model)) {
      const [part, whole] = fraction.split('/').map(Number)
      for (const gram of grams.split(' ')) inner.set(gram, (part! / whole!) * (gram.length === 1 ? 1 : (inner.get(gram.slice(0, -1)) ?? 0)))
    }
  }
  const followed = new Map<string, number>()
  const preceded = new Map<string, number>()
  const enclosed = new Map<string, number>()
  for (const [gram, often] of inner) {
    if (gram.length > 1) {
      add(followed, gram.slice(0, -1), often)
      add(preceded, gram.slice(1), often)
    }
    if (gram.length > 2) add(enclosed, gram.slice(1, -1), often)
  }
  const grams = new Map<string, number>()
  let total = 0
  const put = (gram: string, often: number): void => {
    if (often <= ROUNDING) return
    total += often
    if (often > FREQUENCY_MIN) grams.set(gram, often)
  }
  for (const [gram, often] of inner) {
    if (gram.length > 4) continue
    put(gram, often)
    const after = followed.get(gram) ?? 0
    const before = preceded.get(gram) ?? 0
    // What encloses four letters has six, which no model tells: what stands before and after them is taken for independent.
    const around = gram.length > 3 ? (before * after) / often : (enclosed.get(gram) ?? 0)
    put(gram.length < 3 ? `_${gram}_` : `=${gram}`, often - before - after + around)
    if (gram.length > 3) continue
    put(`_${gram}`, often - before)
    put(`${gram}_`, often - after)
  }
  return { grams, total }
}

const ROUNDING = 1e-9
const FREQUENCY_MIN = 1.5e-6

function add(sums: Map<string, number>, gram: string, often: number): void {
  sums.set(gram, (sums.get(gram) ?? 0) + often)
}
