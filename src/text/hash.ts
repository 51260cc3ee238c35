import { hash } from 'node:crypto'

/**
 * Names a text by its content.
 * @param parts joined with U+0000, so that no two different lists give one name
 * @returns 26 characters of lower-case base32 (130 bits of SHA-256), fit for ids and URLs
 */
export function hashText(...parts: readonly string[]): string {
  return base32(hash('sha256', parts.join('\u0000'), 'buffer'), 26)
}

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
