/**
 * Tells a file that is no text by its first bytes, whatever its Content-Type says.
 * @returns what it is, as the beginning of a sentence, or null for what may be text
 */
export function binaryName(bytes: Uint8Array): string | null {
  return BINARIES.find(({ magic }) => magic.every((byte, index) => bytes[index] === byte))?.name ?? null
}

const BINARIES: readonly { readonly name: string; readonly magic: readonly number[] }[] = [
  { name: 'A PNG image', magic: [0x89, 0x50, 0x4e, 0x47] },
  { name: 'A JPEG image', magic: [0xff, 0xd8, 0xff] },
  { name: 'A GIF image', magic: [0x47, 0x49, 0x46, 0x38] },
  { name: 'A WebP or other RIFF file', magic: [0x52, 0x49, 0x46, 0x46] },
  { name: 'An icon', magic: [0x00, 0x00, 0x01, 0x00] },
  { name: 'A PDF document', magic: [0x25, 0x50, 0x44, 0x46] },
  { name: 'A ZIP archive or office document', magic: [0x50, 0x4b, 0x03, 0x04] },
  { name: 'An old office document', magic: [0xd0, 0xcf, 0x11, 0xe0] },
  { name: 'Gzip data that was not named as such', magic: [0x1f, 0x8b] },
  { name: 'Zstandard data that was not named as such', magic: [0x28, 0xb5, 0x2f, 0xfd] },
  { name: 'An executable', magic: [0x7f, 0x45, 0x4c, 0x46] },
  { name: 'A media file', magic: [0x49, 0x44, 0x33] }
]
