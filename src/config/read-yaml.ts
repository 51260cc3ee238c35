import { LineCounter } from 'yaml'
import { readCarefully } from './read-yaml-carefully.ts'
import { readSoundYaml } from './read-sound-yaml.ts'
import type { YamlReading } from './yaml-reading.ts'

const FILE_BYTES_MAX = 1_000_000

/**
 * Reads one YAML 1.2 document (core schema) and remembers where each value stands.
 *
 * Takes any text: whatever is wrong or too much of it (1 MB, 32 levels, 100 aliases, 250,000 values) comes back as
 * mistakes. Keys must be texts and unique, tags must be known, a second document is a mistake.
 */
export function readYaml(textWithMark: string): YamlReading {
  const text = textWithMark.startsWith('\uFEFF') ? textWithMark.slice(1) : textWithMark
  // Counted beforehand: the parser passes over the lines within a text whose closing quotation mark is missing.
  const lines = new LineCounter()
  countLines(text, lines)
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset)
    return { line: Math.max(1, line), column: Math.max(1, col) }
  }
  const refuse = (offset: number, message: string): YamlReading => ({ kind: 'failed', mistakes: [{ path: [], ...at(offset), message }] })

  if (text.length > FILE_BYTES_MAX || Buffer.byteLength(text) > FILE_BYTES_MAX) {
    return refuse(0, `the file is larger than ${FILE_BYTES_MAX} bytes; split it into several files`)
  }
  const unreadable = text.indexOf('\uFFFD')
  if (unreadable !== -1) return refuse(unreadable, 'this character is not written in UTF-8; save the file as UTF-8')
  const alone = text.search(/\r(?!\n)/)
  if (alone !== -1) return refuse(alone, 'a line ends here as on old Macintoshes (CR alone); save the file with LF or CRLF')
  const control = findControlCharacter(text)
  if (control !== null) {
    const code = text.charCodeAt(control).toString(16).toUpperCase().padStart(4, '0')
    return refuse(control, `the character U+${code} does not belong in YAML; remove it, or write it as an escape in double quotes`)
  }

  const sound = readSoundYaml(text)
  return sound ? { kind: 'read', ...sound, position: at } : readCarefully(text, at)
}

function findControlCharacter(text: string): number | null {
  // YAML 1.2, section 5.1: the C0 controls but tab, LF and CR, and DEL, are no printable characters.
  const found = text.search(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F\uFFFE\uFFFF]/)
  return found === -1 ? null : found
}

function countLines(text: string, lines: LineCounter): void {
  lines.addNewLine(0)
  for (let index = text.indexOf('\n'); index !== -1; index = text.indexOf('\n', index + 1)) lines.addNewLine(index + 1)
}
