import { hash } from 'node:crypto'

/**
 * Names a text by its content.
 * @param parts joined with U+0000, so that no two different lists give one name
 * @returns 26 characters of lower-case base32 (130 bits of SHA-256), fit for ids and URLs
 */
export function hashText(...parts: readonly string[]): string {
  return base32(hash('sha256', parts.join('\u0000'), 'buffer'), 26)
}

/**
 * As {@link hashText}, but names of one group begin alike, so that what comes together stands together in every index: 30 rows of a
 * feed change a page or two, and not 30 of a table that has grown large.
 */
export function hashWithin(group: string, ...parts: readonly string[]): string {
  if (group !== lastGroup.group) lastGroup = { group, prefix: base32(hash('sha256', group, 'buffer'), GROUP_LENGTH) }
  return lastGroup.prefix + hashText(group, ...parts).slice(GROUP_LENGTH)
}

/** The names of a document are made one after another, all within one feed. */
let lastGroup: { readonly group: string | null; readonly prefix: string } = { group: null, prefix: '' }

/** A name in the group of one that {@link hashWithin} made; beside any other text, as {@link hashText}. */
export function hashBeside(name: string, ...parts: readonly string[]): string {
  const own = hashText(...parts)
  return NAME.test(name) ? name.slice(0, GROUP_LENGTH) + own.slice(GROUP_LENGTH) : own
}

/** Of 26 characters so many name the group; 100 bits are left. */
const GROUP_LENGTH = 6
const NAME = /^[a-z2-7]{26}$/

const ALPHABET = Buffer.from('abcdefghijklmnopqrstuvwxyz234567', 'latin1')
const letters = Buffer.alloc(26)

function base32(bytes: Uint8Array, length: number): string {
  let buffer = 0
  let bits = 0
  let out = 0
  for (let index = 0; out < length; index++) {
    buffer = ((buffer << 8) | bytes[index]!) & 0xffff
    bits += 8
    while (bits >= 5 && out < length) {
      bits -= 5
      letters[out++] = ALPHABET[(buffer >> bits) & 31]!
    }
  }
  return letters.toString('latin1', 0, length)
}

/**
 * A 32-bit hash (FNV-1a over UTF-16 units, finished by murmur3's mixer) for index keys, where speed matters and a
 * collision only costs a comparison.
 * @param start the part of the text that is hashed, as if it were cut out
 * @returns an unsigned integer
 */
export function hash32(text: string, start = 0, end = text.length): number {
  let hash = FNV_BASIS
  for (let index = start; index < end; index++) hash = Math.imul(hash ^ text.charCodeAt(index), FNV_PRIME)
  return mixed(hash)
}

/** A hash from 2^32 up to 2^52, for what must not collide by chance. @param parts joined with U+0000 */
export function hash52(...parts: readonly string[]): number {
  // Two hashes in one pass: of the text, and of the text behind U+0001.
  let high = FNV_BASIS
  let low = Math.imul(FNV_BASIS ^ 1, FNV_PRIME)
  for (let part = 0; part < parts.length; part++) {
    if (part > 0) {
      high = Math.imul(high, FNV_PRIME)
      low = Math.imul(low, FNV_PRIME)
    }
    const text = parts[part]!
    for (let index = 0; index < text.length; index++) {
      const unit = text.charCodeAt(index)
      high = Math.imul(high ^ unit, FNV_PRIME)
      low = Math.imul(low ^ unit, FNV_PRIME)
    }
  }
  return 0x1_0000_0000 + mixed(high) * 0x8_0000 + (mixed(low) >>> 13)
}

const FNV_BASIS = 0x811c9dc5
const FNV_PRIME = 0x01000193

function mixed(fnv: number): number {
  let hash = Math.imul(fnv ^ (fnv >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

/** Names bytes by their content: the same form as `hashText`. */
export function hashBytes(bytes: Uint8Array): string {
  return base32(hash('sha256', bytes, 'buffer'), 26)
}
