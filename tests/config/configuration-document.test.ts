import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { configJsonSchema } from '../../src/config/json-schema.ts'
import { readYaml } from '../../src/config/read-yaml.ts'

interface Schema {
  readonly $ref?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly additionalProperties?: Schema | boolean
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
  readonly required?: readonly string[]
  readonly default?: unknown
}

interface Key {
  readonly path: string
  /** "required", "—" for neither, or the default as a value. */
  readonly standing: unknown
}

const defs = configJsonSchema()['$defs'] as Readonly<Record<string, Schema>>

// A recursive schema is followed once: the second time it is met below itself, its keys are told already.
function keysOf(schema: Schema, prefix: string, refs: readonly string[] = []): readonly Key[] {
  if (schema.$ref) {
    const name = schema.$ref.split('/').at(-1)!
    return refs.includes(name) ? [] : keysOf(defs[name]!, prefix, [...refs, name])
  }
  if (schema.items) return keysOf(schema.items, `${prefix}[]`, refs)
  const here = Object.entries(schema.properties ?? {}).flatMap(([name, child]) => {
    const path = prefix === '' ? name : `${prefix}.${name}`
    const standing = schema.required?.includes(name) ? 'required' : 'default' in child ? child.default : '—'
    return [{ path, standing }, ...keysOf(child, path, refs)]
  })
  const named =
    prefix === 'terms' && typeof schema.additionalProperties === 'object' ? keysOf(schema.additionalProperties, 'terms.LANGUAGE', refs) : []
  return [...here, ...named]
}

// A list of sources repeats the keys of one source, and those of its feeds.
function sourceKeys(): readonly Key[] {
  const [one, many] = defs['sources']!.anyOf!
  return [...keysOf(one!, ''), ...keysOf(many!, '').filter(({ path }) => path === 'sources')]
}

const text = readFileSync(new URL('../../docs/configuration.md', import.meta.url), 'utf8')

function documented(heading: string): ReadonlyMap<string, unknown> {
  const section = text.split(/^## /m).find((part) => part.startsWith(heading))!
  const rows = section.split('\n').filter((line) => line.startsWith('| `'))
  return new Map(
    rows.map((row) => {
      const [, key, , standing] = row.split('|').map((cell) => cell.trim())
      return [key!.slice(1, -1), readStanding(standing!)]
    })
  )
}

function readStanding(cell: string): unknown {
  if (!cell.startsWith('`')) return cell
  const reading = readYaml(cell.slice(1, -1))
  return reading.kind === 'read' ? reading.value : reading
}

describe('docs/configuration.md', () => {
  test.each([
    { heading: '`courant.yaml`', keys: keysOf(defs['service']!, '') },
    { heading: '`sources/*.yaml`', keys: sourceKeys() },
    { heading: '`topics/*.yaml`', keys: keysOf(defs['topic']!, '') }
  ])('tells each key of $heading with its default, and none that is gone', ({ heading, keys }) => {
    expect(Object.fromEntries(documented(heading))).toEqual(Object.fromEntries(keys.map(({ path, standing }) => [path, standing])))
  })
})
