import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { CourantError, messageOf } from '../errors.ts'

const LINE_UNITS_MAX = 4_000_000

/**
 * Reads JSON lines as they come; empty lines are passed over.
 * @param name how messages call the input
 * @throws CourantError USAGE that names the line
 */
export async function* readJsonLines(input: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<{ readonly line: number; readonly value: unknown }> {
  let line = 0
  for await (const text of createInterface({ input: Readable.from(input), crlfDelay: Infinity })) {
    line++
    if (text.trim() === '') continue
    if (text.length > LINE_UNITS_MAX) throw new CourantError('USAGE', `${name}:${line}: the line is longer than ${LINE_UNITS_MAX} characters`)
    yield { line, value: parse(line === 1 ? text.replace(/^\uFEFF/, '') : text, name, line) }
  }
}

function parse(text: string, name: string, line: number): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new CourantError('USAGE', `${name}:${line}: no JSON: ${messageOf(error)}; each line is one JSON object`, { cause: error })
  }
}
