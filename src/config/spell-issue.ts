import type { z } from 'zod'
import type { PathPart } from './yaml-reading.ts'
import { descriptionOf, homeOf, keysOf, schemaAt } from './schema-at.ts'

/** A mistake before its place is looked up. `points` tells which: the value, the key, or the parent of what is missing. */
export interface SpelledIssue {
  readonly path: readonly PathPart[]
  readonly points: 'value' | 'key' | 'parent'
  readonly message: string
}

const KEYS_LISTED_MAX = 12

/**
 * Says in an operator's words what zod found wrong, and what would be right.
 * @param value the input that was checked, so that a wrong value can be quoted
 * @returns one mistake, or one for each unknown key
 */
export function spellIssue(issue: z.core.$ZodIssue, schema: z.ZodType, value: unknown): readonly SpelledIssue[] {
  const path = issue.path as readonly PathPart[]
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: [...path, key],
      points: 'key',
      message: spellUnknownKey(key, path, schema, valueAt(value, path))
    }))
  }
  if (issue.code === 'invalid_key') {
    const said = issue.issues[0]?.message ?? 'not a key that can stand here'
    return [{ path, points: 'key', message: said }]
  }
  const found = valueAt(value, path)
  if (found === undefined && path.length > 0) {
    const described = describe(schema, path)
    return [{ path, points: 'parent', message: `missing; write ${described}` }]
  }
  return [{ path, points: 'value', message: spellValue(issue, found, describe(schema, path)) }]
}

function spellValue(issue: z.core.$ZodIssue, found: unknown, described: string): string {
  switch (issue.code) {
    case 'invalid_type':
      return spellType(issue.expected, found, described)
    case 'invalid_value': {
      const known = issue.values.map(String)
      const wrong = found === null ? 'empty' : `${show(found)} is not known here${didYouMean(String(found), known)}`
      return `${wrong}; write one of ${known.join(', ')}`
    }
    case 'too_small':
    case 'too_big':
      return spellRange(issue, found)
    default:
      return issue.message
  }
}

function spellType(expected: string, found: unknown, described: string): string {
  const right = expected === 'int' ? EXAMPLES['int'] : described
  if (found === null) return `empty; write ${right}`
  if (expected === 'boolean') return `${show(found)} is neither true nor false; write one of them, without quotes`
  if (expected === 'string' && right === EXAMPLES['string']) return `${show(found)} is no text; put it in quotes`
  return `${show(found)} is no ${TYPE_WORDS[expected] ?? expected}; write ${right}`
}

function spellRange(issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig, found: unknown): string {
  // A message of ours stands in the schema and has no capital; zod's own begins with "Too".
  if (!issue.message.startsWith('Too ')) return issue.message
  const limit = issue.code === 'too_small' ? issue.minimum : issue.maximum
  const edge = issue.code === 'too_small' ? (issue.inclusive ? 'at least' : 'more than') : issue.inclusive ? 'at most' : 'less than'
  if (issue.origin === 'string') return found === '' ? 'empty; write a text' : `this text is too long; write ${edge} ${limit} characters`
  if (issue.origin === 'array') return `write ${edge} ${limit} of these`
  return `${show(found)} is out of range; write ${edge} ${limit}`
}

function spellUnknownKey(key: string, path: readonly PathPart[], schema: z.ZodType, beside: unknown): string {
  const parent = schemaAt(schema, path)
  const known = parent ? keysOf(parent) : []
  const near = didYouMean(
    key,
    known.filter((name) => !Object.hasOwn(beside as object, name))
  )
  if (near) return `unknown key${near}`
  const home = homeOf(schema, key)
  if (home) return `unknown key here; it belongs ${home.length === 0 ? 'at the top of the file' : `under ${home.join('.')}`}`
  return `unknown key; known here: ${known.slice(0, KEYS_LISTED_MAX).join(', ')}${known.length > KEYS_LISTED_MAX ? ', …' : ''}`
}

function didYouMean(word: string, known: readonly string[]): string {
  if (word.length > 60) return ''
  const distances = known.map((name) => ({ name, distance: editDistance(word.toLowerCase(), name.toLowerCase()) }))
  const nearest = distances.sort((a, b) => a.distance - b.distance)[0]
  return nearest && nearest.distance <= Math.max(1, Math.floor(nearest.name.length / 3)) ? `; did you mean "${nearest.name}"?` : ''
}

/** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment). */
function editDistance(a: string, b: string): number {
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      row[j] = Math.min(row[j - 1]! + 1, last[j]! + 1, last[j - 1]! + cost)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j]!, before[j - 2]! + 1)
    }
    before = last
    last = row
  }
  return last[b.length]!
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'number',
  int: 'whole number',
  array: 'list',
  object: 'mapping',
  record: 'mapping'
}

const EXAMPLES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number, without quotes',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list, such as [a, b]',
  object: 'keys with values, one a line',
  record: 'keys with values, one a line'
}

function describe(schema: z.ZodType, path: readonly PathPart[]): string {
  const here = schemaAt(schema, path)
  if (here === null) return 'a value'
  const type = bareType(here)
  const example = EXAMPLES[type] ?? 'a value'
  const description = descriptionOf(here)?.replace(/\.$/, '')
  if (description === undefined) return example
  return description.startsWith('A ') ? `a ${description.slice(2)}` : `${example}: ${description}`
}

function bareType(schema: z.ZodType): string {
  const def = schema.def as { type: string; innerType?: z.ZodType; in?: z.ZodType; getter?: () => z.ZodType }
  const inner = def.getter?.() ?? def.innerType ?? def.in
  return inner ? bareType(inner) : def.type
}

function valueAt(value: unknown, path: readonly PathPart[]): unknown {
  let here = value
  for (const part of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, part)) return undefined
    here = (here as Record<PathPart, unknown>)[part]
  }
  return here
}

function show(value: unknown): string {
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object' && value !== null) return 'a mapping'
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value)
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}
