import type { DemoSource } from './demo-source.ts'

type Encoding = NonNullable<DemoSource['encoding']>

const tables = new Map<Encoding, ReadonlyMap<string, readonly number[]>>()

/**
 * Encodes a text in a legacy encoding. Node only decodes these, so the table is the decoder's, read backwards.
 * @returns bytes; a character that the encoding lacks becomes a character reference
 */
export function encodeText(text: string, encoding: Encoding): Uint8Array {
  const table = tables.get(encoding) ?? readTable(encoding)
  tables.set(encoding, table)
  const bytes: number[] = []
  for (const character of text) {
    const code = character.codePointAt(0)!
    if (code < 0x80) bytes.push(code)
    else bytes.push(...(table.get(character) ?? new TextEncoder().encode(`&#${code};`)))
  }
  return Uint8Array.from(bytes)
}

function readTable(encoding: Encoding): ReadonlyMap<string, readonly number[]> {
  const codes: (readonly number[])[] = []
  for (let lead = 0x80; lead <= 0xff; lead++) {
    codes.push([lead])
    for (let trail = 0x40; trail <= 0xfe; trail++) codes.push([lead, trail])
  }
  // A line break between the codes: whatever a broken one does to the decoder, the next begins afresh.
  const decoded = new TextDecoder(encoding).decode(Uint8Array.from(codes.flatMap((code) => [...code, 0x0a]))).split('\n')
  const table = new Map<string, readonly number[]>()
  for (const [index, character] of decoded.entries()) {
    const isOne = [...character].length === 1 && character !== '\uFFFD' && character.codePointAt(0)! >= 0x80
    if (isOne && !table.has(character)) table.set(character, codes[index]!)
  }
  return table
}
