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
  return base32(hash('sha256', group, 'buffer'), GROUP_LENGTH) + hashText(group, ...parts).slice(GROUP_LENGTH)
}

/** A name in the group of one that {@link hashWithin} made; beside any other text, as {@link hashText}. */
export function hashBeside(name: string, ...parts: readonly string[]): string {
  const own = hashText(...parts)
  return NAME.test(name) ? name.slice(0, GROUP_LENGTH) + own.slice(GROUP_LENGTH) : own
}

/** Of 26 characters so many name the group; 100 bits are left. */
const GROUP_LENGTH = 6
const NAME = /^[a-z2-7]{26}$/

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567'

function base32(bytes: Uint8Array, length: number): string {
  let out = ''
  let buffer = 0
  let bits = 0
  for (const byte of bytes) {
    buffer = ((buffer << 8) | byte) & 0xffff
    bits += 8
    while (bits >= 5 && out.length < length) {
      bits -= 5
      out += ALPHABET[(buffer >> bits) & 31]
    }
  }
  return out
}

/**
 * A 32-bit hash (FNV-1a over UTF-16 units, finished by murmur3's mixer) for index keys, where speed matters and a
 * collision only costs a comparison.
 * @returns an unsigned integer
 */
export function hash32(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

/** Names bytes by their content: the same form as `hashText`. */
export function hashBytes(bytes: Uint8Array): string {
  return base32(hash('sha256', bytes, 'buffer'), 26)
}
