import type { z } from 'zod'
import type { PathPart } from './yaml-reading.ts'

// What `def` holds of the few kinds of schema that ours is made of.
interface Def {
  readonly type: string
  readonly shape?: Readonly<Record<string, z.ZodType>>
  readonly element?: z.ZodType
  readonly valueType?: z.ZodType
  readonly innerType?: z.ZodType
  readonly in?: z.ZodType
  readonly getter?: () => z.ZodType
}

/**
 * Finds the part of a schema that a path of the input leads to.
 * @returns null where the path leaves the schema, or meets a union
 */
export function schemaAt(schema: z.ZodType, path: readonly PathPart[]): z.ZodType | null {
  let here: z.ZodType | null = schema
  for (const part of path) {
    if (here === null) return null
    const def: Def = bareDef(here)
    here =
      (def.type === 'object' ? def.shape![part] : def.type === 'array' ? def.element : def.type === 'record' ? def.valueType : null) ?? null
  }
  return here
}

/** The keys of an object schema, whatever it is wrapped in; none for any other schema. */
export function keysOf(schema: z.ZodType): readonly string[] {
  const def = bareDef(schema)
  return def.type === 'object' ? Object.keys(def.shape!) : []
}

/**
 * Finds where else in a schema a key is known.
 * @returns the path of keys above it (the shortest one), or null
 */
export function homeOf(schema: z.ZodType, key: string): readonly string[] | null {
  let level: { readonly schema: z.ZodType; readonly path: readonly string[] }[] = [{ schema, path: [] }]
  for (let depth = 0; depth < 5; depth++) {
    const next: typeof level = []
    for (const { schema: here, path } of level) {
      const def = bareDef(here)
      if (def.type === 'object' && Object.hasOwn(def.shape!, key)) return path
      for (const [name, child] of Object.entries(def.shape ?? {})) next.push({ schema: child, path: [...path, name] })
      if (def.element) next.push({ schema: def.element, path: [...path.slice(0, -1), `${path.at(-1) ?? ''}[]`] })
    }
    level = next
  }
  return null
}

/** What a schema says to people of the values it takes: its innermost description, as outer ones tell what a key is for. */
export function descriptionOf(schema: z.ZodType): string | null {
  let description: string | null = null
  for (let here: z.ZodType | undefined = schema; here; here = unwrapped(here)) description = here.description ?? description
  return description
}

function bareDef(schema: z.ZodType): Def {
  let here = schema
  for (let inner = unwrapped(here); inner; inner = unwrapped(here)) here = inner
  return here.def as unknown as Def
}

function unwrapped(schema: z.ZodType): z.ZodType | undefined {
  const def = schema.def as unknown as Def
  return def.getter?.() ?? def.innerType ?? (def.type === 'pipe' ? def.in : undefined)
}
