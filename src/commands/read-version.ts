import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The version of this Courant, from its package.json. */
export function readVersion(): string {
  const manifest = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')) as { version: string }
  return manifest.version
}
