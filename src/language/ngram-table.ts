import { readFileSync } from 'node:fs'
import { gramKeys, makeAlphabet } from './ngram-keys.ts'
import type { Alphabet } from './ngram-keys.ts'

/** What the words of a text say for each language of a script. */
export interface GramScores {
  readonly languages: readonly string[]
  /** Sum of log weights per language, comparable within one text only. */
  readonly scores: Float64Array
  /** How many grams were looked up. */
  readonly grams: number
}

/** The table of n-grams per language of each script that several languages share. */
export interface NgramTable {
  languagesOf(script: string): readonly string[]
  /**
   * Scores a text as naive Bayes over its 1- to 4-grams.
   * @param text in lower case, NFC
   * @returns null when the script has no table
   */
  score(text: string, script: string): GramScores | null
}

/** Raised when the layout of the file changes. */
export const NGRAM_TABLE_FORMAT = 1

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
  /** Open addressing: a key and where its postings start; key 0 is a free slot. */
  readonly keys: Uint32Array
  readonly starts: Uint32Array
  readonly shift: number
  /** Per slot: how often the text at hand holds its gram. All 0 between two texts. */
  readonly seen: Uint16Array
  /** Number of languages, then a language and a weight each. */
  readonly postings: Uint8Array
}

function readTable(bytes: Uint8Array): NgramTable {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const headerEnd = 4 + view.getUint32(0, true)
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, headerEnd))) as NgramTableHeader
  if (header.format !== NGRAM_TABLE_FORMAT) {
    throw new Error(`the n-gram table has format ${header.format}, not ${NGRAM_TABLE_FORMAT}; build it again`)
  }
  const tables = new Map<string, ScriptTable>()
  let offset = headerEnd
  for (const part of header.tables) {
    const keyBytes = bytes.subarray(offset, (offset += part.keyBytes))
    const postings = bytes.subarray(offset, (offset += part.postingBytes))
    tables.set(part.script, {
      languages: part.languages,
      costs: part.masses.map((mass) => Math.log(mass + header.priorMass)),
      alphabet: makeAlphabet(part.letters),
      scale: part.scale,
      postings,
      ...indexKeys(keyBytes, postings, part.grams)
    })
  }
  return {
    languagesOf: (script) => tables.get(script)?.languages ?? [],
    score(text, script) {
      const table = tables.get(script)
      return table === undefined ? null : scoreText(table, text)
    }
  }
}

function indexKeys(keyBytes: Uint8Array, postings: Uint8Array, grams: number): Pick<ScriptTable, 'keys' | 'starts' | 'shift' | 'seen'> {
  const bits = Math.ceil(Math.log2(grams * 1.4 + 1))
  const keys = new Uint32Array(2 ** bits)
  const starts = new Uint32Array(2 ** bits)
  const shift = 32 - bits
  const mask = keys.length - 1
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
    let slot = Math.imul(key, 0x9e3779b1) >>> shift
    while (keys[slot] !== 0) slot = (slot + 1) & mask
    keys[slot] = key
    starts[slot] = start
    start += 1 + 2 * postings[start]!
  }
  return { keys, starts, shift, seen: new Uint16Array(keys.length) }
}

function scoreText(table: ScriptTable, text: string): GramScores {
  const { keys, starts, shift, postings, seen } = table
  const mask = keys.length - 1
  const wanted = gramKeys(text, table.alphabet)
  const touched: number[] = []
  // The commonest grams stand in every language's list: each is added once, as often as it was found.
  for (const key of wanted) {
    let slot = Math.imul(key, 0x9e3779b1) >>> shift
    for (let found = keys[slot]!; found !== key && found !== 0; found = keys[slot]!) slot = (slot + 1) & mask
    if (keys[slot] === 0) continue
    if (seen[slot]!++ === 0) touched.push(slot)
  }
  const sums = new Int32Array(table.languages.length)
  for (const slot of touched) {
    const times = seen[slot]!
    seen[slot] = 0
    let at = starts[slot]!
    const end = at + 2 * postings[at]!
    for (at++; at <= end; at += 2) sums[postings[at]!]! += times * postings[at + 1]!
  }
  const scores = new Float64Array(sums.length)
  for (let language = 0; language < scores.length; language++) {
    scores[language] = sums[language]! * table.scale - wanted.length * table.costs[language]!
  }
  return { languages: table.languages, scores, grams: wanted.length }
}
