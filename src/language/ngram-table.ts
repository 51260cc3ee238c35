import { readFileSync } from 'node:fs'
import { gramKeys, makeAlphabet } from './ngram-keys.ts'
import type { Alphabet } from './ngram-keys.ts'

/** What the words of a text say for each language of a script. */
export interface GramScores {
  readonly languages: readonly string[]
  /** Sum of log weights per language, comparable within one text only. */
  readonly scores: Float64Array
  /** How many grams were looked up; a word counts as much as `WORD_WEIGHT` of them. */
  readonly grams: number
}

/** The table of n-grams per language of each script that several languages share. */
export interface NgramTable {
  languagesOf(script: string): readonly string[]
  /**
   * Scores a text as naive Bayes over the grams and words that `gramKeys` tells.
   * @param text in lower case, NFC
   * @returns null when the script has no table
   */
  score(text: string, script: string): GramScores | null
}

/** Marks the last language of a gram, so that no count is stored: most grams have one. A table holds no more languages than this. */
export const LAST_POSTING = 128

/** Raised when the layout of the file changes. */
export const NGRAM_TABLE_FORMAT = 3

/**
 * Reads the table from its bytes, as `build-ngram-table.ts` writes them; without an argument from the file beside this
 * one, once per process.
 * @throws Error when the bytes are no such table
 */
export function loadNgramTable(bytes?: Uint8Array): NgramTable {
  if (bytes !== undefined) return readTable(bytes)
  shared ??= readTable(readFileSync(new URL('ngram-table.bin', import.meta.url)))
  return shared
}

let shared: NgramTable | undefined

/** What stands before the grams: JSON, after its length in 4 bytes. */
export interface NgramTableHeader {
  readonly format: number
  readonly priorMass: number
  readonly tables: readonly {
    readonly script: string
    readonly languages: readonly string[]
    readonly masses: readonly number[]
    readonly letters: string
    readonly scale: number
    readonly grams: number
    readonly keyBytes: number
    readonly postingBytes: number
  }[]
}

interface ScriptTable {
  readonly languages: readonly string[]
  /** What each gram of a text costs a language: the log of its mass. */
  readonly costs: readonly number[]
  readonly alphabet: Alphabet
  readonly scale: number
  /** Open addressing: a key and where its postings start by turns, so that both come from memory at once; key 0 is a free slot. */
  readonly slots: Uint32Array
  readonly shift: number
  /** For each gram its languages: the number of one, plus `LAST_POSTING` if no further one follows, and its weight. */
  readonly postings: Uint8Array
}

function readTable(bytes: Uint8Array): NgramTable {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const headerEnd = 4 + view.getUint32(0, true)
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, headerEnd))) as NgramTableHeader
  if (header.format !== NGRAM_TABLE_FORMAT) {
    throw new Error(`the n-gram table has format ${header.format}, not ${NGRAM_TABLE_FORMAT}; build it again`)
  }
  const parts = new Map<string, () => ScriptTable>()
  let offset = headerEnd
  for (const part of header.tables) {
    const keyBytes = bytes.subarray(offset, (offset += part.keyBytes))
    const postings = bytes.subarray(offset, (offset += part.postingBytes))
    // Indexed when the first text of the script comes: most instances read two or three.
    parts.set(
      part.script,
      once(() => ({
        languages: part.languages,
        costs: part.masses.map((mass) => Math.log(mass + header.priorMass)),
        alphabet: makeAlphabet(part.letters),
        scale: part.scale,
        postings,
        ...indexKeys(keyBytes, postings, part.grams)
      }))
    )
  }
  return {
    languagesOf: (script) => parts.get(script)?.().languages ?? [],
    score(text, script) {
      const table = parts.get(script)?.()
      return table === undefined ? null : scoreText(table, text)
    }
  }
}

function once<T>(make: () => T): () => T {
  let made: T | undefined
  return () => (made ??= make())
}

function indexKeys(keyBytes: Uint8Array, postings: Uint8Array, grams: number): Pick<ScriptTable, 'slots' | 'shift'> {
  const bits = Math.ceil(Math.log2(grams * 1.4 + 1))
  const slots = new Uint32Array(2 * 2 ** bits)
  const shift = 32 - bits
  const mask = slots.length - 1
  let key = 0
  let at = 0
  let start = 0
  for (let gram = 0; gram < grams; gram++) {
    let delta = 0
    let factor = 1
    for (;;) {
      const byte = keyBytes[at++]!
      delta += (byte & 127) * factor
      if (byte < 128) break
      factor *= 128
    }
    key += delta
    let slot = 2 * (Math.imul(key, HASH_FACTOR) >>> shift)
    while (slots[slot] !== 0) slot = (slot + 2) & mask
    slots[slot] = key
    slots[slot + 1] = start
    while (postings[start]! < LAST_POSTING) start += 2
    start += 2
  }
  return { slots, shift }
}

const HASH_FACTOR = 0x9e3779b1

function scoreText(table: ScriptTable, text: string): GramScores {
  const { grams, words } = gramKeys(text, table.alphabet)
  const sums = new Int32Array(table.languages.length)
  addWeights(table, grams, 1, sums)
  addWeights(table, words, WORD_WEIGHT, sums)
  const looked = grams.length + WORD_WEIGHT * words.length
  const scores = new Float64Array(sums.length)
  for (let language = 0; language < scores.length; language++) {
    scores[language] = sums[language]! * table.scale - looked * table.costs[language]!
  }
  return { languages: table.languages, scores, grams: looked }
}

/** The words of grammar tell a language best, names hardly ever look like them, and their grams overlap with few others. */
const WORD_WEIGHT = 3

function addWeights(table: ScriptTable, keys: Uint32Array, weight: number, sums: Int32Array): void {
  const { slots, shift, postings } = table
  const mask = slots.length - 1
  // The commonest grams stand in every language's list: each is looked up once and added as often as it was found.
  const { distinct, times } = countKeys(keys)
  for (let index = 0; index < distinct.length; index++) {
    const key = distinct[index]!
    let slot = 2 * (Math.imul(key, HASH_FACTOR) >>> shift)
    let found = slots[slot]!
    while (found !== key && found !== 0) found = slots[(slot = (slot + 2) & mask)]!
    if (found === 0) continue
    const often = times[index]! * weight
    let at = slots[slot + 1]!
    for (; postings[at]! < LAST_POSTING; at += 2) sums[postings[at]!]! += often * postings[at + 1]!
    sums[postings[at]! - LAST_POSTING]! += often * postings[at + 1]!
  }
}

/** The different keys of a text and how often each stands in it. Small tables, which stay in the processor's nearest memory. */
function countKeys(keys: Uint32Array): { distinct: Uint32Array; times: Uint16Array } {
  const bits = Math.max(4, Math.ceil(Math.log2(keys.length * 2 + 1)))
  const shift = 32 - bits
  const mask = 2 ** bits - 1
  const numbers = new Uint16Array(2 ** bits)
  const distinct = new Uint32Array(keys.length)
  const times = new Uint16Array(keys.length)
  let count = 0
  for (const key of keys) {
    let slot = Math.imul(key, HASH_FACTOR) >>> shift
    let number = numbers[slot]!
    while (number !== 0 && distinct[number - 1] !== key) number = numbers[(slot = (slot + 1) & mask)]!
    if (number === 0) {
      distinct[count++] = key
      numbers[slot] = number = count
    }
    times[number - 1]!++
  }
  return { distinct: distinct.subarray(0, count), times }
}
