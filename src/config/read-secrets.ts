import { pathKey } from './substitute-env.ts'
import type { PathPart } from './yaml-reading.ts'

const SECRET_BYTES_MAX = 65_536
const SECRET_KEYS = ['token', 'secret', 'password', 'bearer', 'store'] as const

export interface SecretReading {
  readonly value: unknown
  /** By `pathKey`, the file that a value was read from. */
  readonly filled: ReadonlyMap<string, string>
  readonly mistakes: readonly { readonly path: readonly PathPart[]; readonly message: string }[]
}

/**
 * Fills `token`, `secret`, `password`, `bearer` and `store` from the files that `token_file` and so on name; one
 * line break at the end of a file is no part of the secret. An unreadable or empty file, and a secret given in both
 * ways, are mistakes.
 * @param readSecret gives the text of a file, or throws
 */
export function readSecrets(value: unknown, readSecret: (path: string) => string): SecretReading {
  const filled = new Map<string, string>()
  const mistakes: { path: readonly PathPart[]; message: string }[] = []
  return { value: walk(value, []), filled, mistakes }

  function walk(part: unknown, path: readonly PathPart[]): unknown {
    if (Array.isArray(part)) return part.map((item, index) => walk(item, [...path, index]))
    if (typeof part !== 'object' || part === null) return part
    const entries = Object.entries(part).map(([key, item]): [string, unknown] => [key, walk(item, [...path, key])])
    for (const key of SECRET_KEYS) {
      const fileKey = `${key}_file`
      const file = Object.hasOwn(part, fileKey) ? (part as Record<string, unknown>)[fileKey] : undefined
      if (typeof file !== 'string') continue
      if (Object.hasOwn(part, key)) {
        mistakes.push({ path: [...path, fileKey], message: `${key} is given too; keep one of ${key} and ${fileKey}` })
        continue
      }
      const secret = read(file, [...path, fileKey])
      if (secret === null) continue
      entries.push([key, secret])
      filled.set(pathKey([...path, key]), file)
    }
    return Object.fromEntries(entries)
  }

  function read(file: string, path: readonly PathPart[]): string | null {
    try {
      const text = readSecret(file)
      const secret = text.replace(/\r?\n$/, '')
      if (secret !== '' && text.length <= SECRET_BYTES_MAX) return secret
      mistakes.push({
        path,
        message:
          secret === ''
            ? `the file "${file}" is empty; write the secret into it`
            : `the file "${file}" is larger than ${SECRET_BYTES_MAX} bytes; name one that holds the secret alone`
      })
    } catch (thrown) {
      const code = (thrown as { code?: unknown } | null)?.code
      mistakes.push({
        path,
        message: `the file "${file}" cannot be read${typeof code === 'string' ? ` (${code})` : ''}; name one that this process may read`
      })
    }
    return null
  }
}
