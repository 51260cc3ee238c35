import type { PathPart } from './yaml-reading.ts'

/** Values with `${NAME}` filled in; `filled` tells, by `pathKey`, what a text was before, so that no message shows a secret. */
export interface Substitution {
  readonly value: unknown
  readonly filled: ReadonlyMap<string, string>
  readonly mistakes: readonly { readonly path: readonly PathPart[]; readonly message: string }[]
}

/** One text for a path, as a key of maps. */
export function pathKey(path: readonly PathPart[]): string {
  return path.join('\u0000')
}

/**
 * Fills environment variables into every text of a value: `${NAME}`, `${NAME:-what stands in when it is unset or
 * empty}`, and `$${` for a literal `${`. Keys are left alone. A variable that is not set is a mistake that names it.
 */
export function substituteEnv(value: unknown, env: Readonly<Record<string, string | undefined>>): Substitution {
  const filled = new Map<string, string>()
  const mistakes: { path: readonly PathPart[]; message: string }[] = []
  return { value: walk(value, []), filled, mistakes }

  function walk(part: unknown, path: readonly PathPart[]): unknown {
    if (typeof part === 'string') return part.includes('${') ? fill(part, path) : part
    if (Array.isArray(part)) return part.map((item, index) => walk(item, [...path, index]))
    if (typeof part === 'object' && part !== null) {
      return Object.fromEntries(Object.entries(part).map(([key, item]) => [key, walk(item, [...path, key])]))
    }
    return part
  }

  function fill(text: string, path: readonly PathPart[]): string {
    return text.replace(/(\$?)\$\{([^{}$]{0,200})\}|\$\$\{/g, (whole, escape: string | undefined, inside: string | undefined) => {
      if (inside === undefined || escape === '$') return whole.slice(1)
      const named = /^([A-Za-z_][A-Za-z0-9_]*)(?::-(.*))?$/s.exec(inside)
      if (!named) {
        mistakes.push({
          path,
          message:
            `"${whole}" names no environment variable; write one like "\${COURANT_TOKEN}", or "$${whole}" for the `
            + `characters themselves`
        })
        return whole
      }
      const set = Object.hasOwn(env, named[1]!) ? env[named[1]!] : undefined
      const found = named[2] === undefined ? set : set || named[2]
      if (found === undefined) {
        mistakes.push({
          path,
          message: `the environment variable ${named[1]} is not set; set it, or write "\${${named[1]}:-…}" with what stands in for it`
        })
        return whole
      }
      filled.set(pathKey(path), text)
      return found
    })
  }
}
