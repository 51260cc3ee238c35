import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/**
 * Whether a program of the system is missing, so that its tests are left out. In CI nothing is left out: there a
 * missing program fails them.
 */
export function isMissing(program: string): boolean {
  if (process.env.CI) return false
  return !(process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)))
}
