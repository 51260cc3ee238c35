/** Letters of one script's table, numbered: code unit to 1..255. */
export type Alphabet = Uint8Array

/**
 * Numbers the letters of a table. 1 is the edge of a word, 2 the apostrophe.
 * @param letters lower-case letters and marks, at most 253 of the basic plane
 */
export function makeAlphabet(letters: string): Alphabet {
  const alphabet = new Uint8Array(65_536)
  for (let index = 0; index < letters.length; index++) alphabet[letters.charCodeAt(index)] = index + 3
  for (const apostrophe of APOSTROPHES) alphabet[apostrophe.charCodeAt(0)] = 2
  return alphabet
}

/** Keys in the order of a text, repeated where they are. */
export interface TextKeys {
  /** Of letters, pairs and fours. */
  readonly grams: Uint32Array
  /** Of whole words. */
  readonly words: Uint32Array
}

/**
 * The key of every 1-, 2- and 4-gram of ` word ` for each word of a text, and of the word itself. What the alphabet does not hold ends a
 * word. A key packs up to four letter numbers, 8 bits each, so that no two grams share one; the key of a word of three letters and more
 * is a hash. 3-grams say nothing beside the others (measured), and would take a quarter of the table.
 * @param text in lower case
 */
export function gramKeys(text: string, alphabet: Alphabet): TextKeys {
  const grams = new Uint32Array(text.length * KEYS_PER_UNIT_MAX)
  const words = new Uint32Array((text.length >> 1) + 1)
  let count = 0
  let wordCount = 0
  let index = 0
  while (index < text.length) {
    let letter = alphabet[text.charCodeAt(index)]!
    if (letter < 3) {
      index++
      continue
    }
    let last = 1
    let hash = 0
    let length = 0
    while (letter >= 2) {
      // An apostrophe belongs to a word only when a letter follows it.
      if (letter === 2 && (index + 1 === text.length || alphabet[text.charCodeAt(index + 1)]! < 3)) break
      grams[count++] = letter
      grams[count++] = ((last & 0xff) << 8) | letter
      if (last > 0xffff) grams[count++] = ((last << 8) | letter) >>> 0
      last = ((last << 8) | letter) & 0xffffff
      hash = Math.imul(hash ^ letter, 0x01000193)
      length++
      index++
      letter = index < text.length ? alphabet[text.charCodeAt(index)]! : 0
    }
    grams[count++] = ((last & 0xff) << 8) | 1
    if (length >= 3) grams[count++] = ((last << 8) | 1) >>> 0
    words[wordCount++] = length < 3 ? ((last << 8) | 1) >>> 0 : hashedWord(hash)
  }
  return { grams: grams.subarray(0, count), words: words.subarray(0, wordCount) }
}

/**
 * The key of a gram as a list of frequencies spells it, `_` for the edge of a word and `=` before a whole word.
 * @returns 0 when there is no such key
 */
export function keyOfGram(gram: string, alphabet: Alphabet): number {
  const letters = gram.startsWith('=') ? gram.slice(1) : gram
  const units = Array.from(letters, (letter) => (letter === '_' ? 1 : alphabet[letter.charCodeAt(0)]!))
  if (units.includes(0)) return 0
  if (gram.startsWith('=')) return hashedWord(units.reduce((hash, unit) => Math.imul(hash ^ unit, 0x01000193), 0))
  if (units.length > 4 || (units.length === 3 && !/^_._$/u.test(gram))) return 0
  return units.reduce((key, unit) => ((key << 8) | unit) >>> 0, 0)
}

/** True for the key of a word of three letters and more; some keys of four rare letters look the same. */
export function isHashedWord(key: number): boolean {
  return key >= 0x80000000
}

function hashedWord(hash: number): number {
  return ((hash ^ (hash >>> 15)) | 0x80000000) >>> 0
}

/** A letter gives three at most, and the end of a word two more. */
const KEYS_PER_UNIT_MAX = 5

const APOSTROPHES = "'’ʼʻ‘`´ʹ"
