import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { CourantError, messageOf } from '../errors.ts'

/**
 * Writes a new file, and the folders above it. What stands already is never overwritten.
 * @throws CourantError USAGE when it cannot be written
 */
export function saveFile(path: string, content: string | Uint8Array): void {
  try {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, content, { flag: 'wx' })
  } catch (error) {
    throw new CourantError('USAGE', `cannot save to ${path}: ${messageOf(error)}; name a file that does not exist yet`, { cause: error })
  }
}
