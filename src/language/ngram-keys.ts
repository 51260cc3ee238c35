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

/**
 * The key of every 1- to 4-gram of ` word ` for each word of a text, and of the word itself when it is longer than those. What the
 * alphabet does not hold ends a word. A key packs up to four letter numbers, 8 bits each, so that no two grams share one; the key of a
 * word is a hash.
 * @param text in lower case
 * @returns the keys in the order of the text, repeated where they are
 */
export function gramKeys(text: string, alphabet: Alphabet): Uint32Array {
  const keys = new Uint32Array(text.length * KEYS_PER_UNIT_MAX)
  let count = 0
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
      keys[count++] = letter
      keys[count++] = ((last & 0xff) << 8) | letter
      if (last > 0xff) keys[count++] = ((last & 0xffff) << 8 | letter) >>> 0
      if (last > 0xffff) keys[count++] = ((last << 8) | letter) >>> 0
      last = ((last << 8) | letter) & 0xffffff
      hash = Math.imul(hash ^ letter, 0x01000193)
      length++
      index++
      letter = index < text.length ? alphabet[text.charCodeAt(index)]! : 0
    }
    keys[count++] = ((last & 0xff) << 8) | 1
    keys[count++] = (((last & 0xffff) << 8) | 1) >>> 0
    if (last > 0xffff) keys[count++] = ((last << 8) | 1) >>> 0
    if (length >= 3) keys[count++] = ((hash ^ (hash >>> 15)) | 0x80000000) >>> 0
  }
  return keys.subarray(0, count)
}

/** A letter gives four at most, and the end of a word four more. */
const KEYS_PER_UNIT_MAX = 8

const APOSTROPHES = "'’ʼʻ‘`´ʹ"
