import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { CourantError, messageOf } from '../errors.ts'

const LINE_UNITS_MAX = 4_000_000

/**
 * Reads JSON lines as they come; empty lines are passed over.
 * @param name how messages call the input
 * @throws CourantError USAGE that names the line, or says why the input cannot be read
 */
export async function* readJsonLines(
  input: AsyncIterable<Uint8Array>,
  name: string
): AsyncGenerator<{ readonly line: number; readonly value: unknown }> {
  let line = 0
  for await (const text of createInterface({ input: Readable.from(readable(input, name)), crlfDelay: Infinity })) {
    line++
    if (text.trim() === '') continue
    if (text.length > LINE_UNITS_MAX)
      throw new CourantError('USAGE', `${name}:${line}: the line is longer than ${LINE_UNITS_MAX} characters`)
    yield { line, value: parse(line === 1 ? text.replace(/^\uFEFF/, '') : text, name, line) }
  }
}

async function* readable(input: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<Uint8Array> {
  try {
    yield* input
  } catch (error) {
    throw new CourantError('USAGE', `cannot read ${name}: ${messageOf(error)}`, { cause: error })
  }
}

function parse(text: string, name: string, line: number): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new CourantError('USAGE', `${name}:${line}: no JSON: ${messageOf(error)}; each line is one JSON object`, { cause: error })
  }
}
