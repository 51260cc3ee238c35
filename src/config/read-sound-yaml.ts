import { COLLECTION_STYLE, CORE_SCHEMA, type Event, EVENT_ID, getScalarValue, parseEvents, SCALAR_STYLE } from 'js-yaml'
import type { PathPart, Place } from './yaml-reading.ts'

/** Of a file with more, the limits of `readCarefully` are to judge. */
const EVENTS_MAX = 50_000
const DEPTH_MAX = 32

export interface SoundYaml {
  readonly value: unknown
  readonly place: Place
}

/**
 * Reads one YAML 1.2 document (core schema) in a fifth of the time that `readCarefully` takes, if there is nothing to say about it.
 * @returns the same value and places; null for whatever is wrong, and for what two readers of YAML could understand differently (no mapping,
 *   tabs, tags, anchors, values left out, numbers but plain decimal ones, keys that are no texts): all of that is for `readCarefully` to judge
 */
export function readSoundYaml(text: string): SoundYaml | null {
  const events = soundEvents(text)
  if (events === null) return null
  let next = 1 // the first one opens the document
  const root = readNode(null)
  return events[next]?.type === EVENT_ID.POP && next === events.length - 1 ? root : null

  function readNode(keyAt: number | null): SoundYaml | null {
    const event = events![next++]!
    if (event.type === EVENT_ID.SCALAR) {
      const value = readScalar(event)
      return value === undefined ? null : { value, place: { keyAt, valueAt: startOf(event), children: NO_CHILDREN } }
    }
    if (event.type === EVENT_ID.SEQUENCE) return isPlainNode(event) ? readSequence(keyAt, event) : null
    if (event.type === EVENT_ID.MAPPING) return isPlainNode(event) ? readMapping(keyAt, event) : null
    return null
  }

  function readSequence(keyAt: number | null, { start: valueAt, style }: CollectionEvent): SoundYaml | null {
    const isBlock = style === COLLECTION_STYLE.BLOCK
    const children = new Map<PathPart, Place>()
    const list: unknown[] = []
    while (events![next]!.type !== EVENT_ID.POP) {
      const item = readNode(null)
      if (item === null || (isBlock && list.length > 0 && !opensLine(item.place.valueAt))) return null
      children.set(list.length, item.place)
      list.push(item.value)
    }
    next++
    return { value: list, place: { keyAt, valueAt, children } }
  }

  function readMapping(keyAt: number | null, { start: valueAt, style }: CollectionEvent): SoundYaml | null {
    const isBlock = style === COLLECTION_STYLE.BLOCK
    const children = new Map<PathPart, Place>()
    const entries: [string, unknown][] = []
    while (events![next]!.type !== EVENT_ID.POP) {
      const event = events![next++]!
      if (event.type !== EVENT_ID.SCALAR) return null
      const key = readScalar(event)
      if (typeof key !== 'string' || children.has(key)) return null
      if (isBlock && entries.length > 0 && !opensLine(startOf(event))) return null
      const item = readNode(startOf(event))
      if (item === null) return null
      children.set(key, item.place)
      entries.push([key, item.value])
    }
    next++
    return { value: Object.fromEntries(entries), place: { keyAt, valueAt, children } }
  }

  /** @returns undefined for what is not for this reader */
  function readScalar(event: ScalarEvent): unknown {
    if (!isPlainNode(event) || event.valueStart === -1) return undefined
    const source = getScalarValue(text, event)
    if (source === '' && !isQuoted(event)) return undefined // readers differ in where such a block ends
    if (event.style !== SCALAR_STYLE.PLAIN) return source
    const { value } = CORE_SCHEMA.resolveImplicitScalarTag(source)
    return typeof value === 'number' && !/^-?(0|[1-9]\d{0,14})(\.\d{1,15})?$/.test(source) ? undefined : value
  }

  /** False for what follows on a line that holds something else already, which `js-yaml` allows after a flow collection. */
  function opensLine(offset: number): boolean {
    return /^[ ?-]*$/.test(text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset))
  }

  /** Where a scalar begins with what marks it: its quotation mark, or the line that opens a block. */
  function startOf(event: ScalarEvent): number {
    const { valueStart } = event
    if (event.style === SCALAR_STYLE.PLAIN) return valueStart
    if (isQuoted(event)) return valueStart - 1
    const line = text.lastIndexOf('\n', valueStart - 2) + 1
    return line + text.slice(line, valueStart).search(/[|>][-+1-9]*( +#.*)? *\r?\n?$/)
  }
}

type ScalarEvent = Extract<Event, { valueStart: number }>
type CollectionEvent = Extract<Event, { start: number }>

const NO_CHILDREN: ReadonlyMap<PathPart, Place> = new Map()

function soundEvents(text: string): readonly Event[] | null {
  if (text.includes('\t')) return null
  let events: readonly Event[]
  try {
    events = parseEvents(text, { maxDepth: DEPTH_MAX })
  } catch {
    return null // `readCarefully` finds out what is wrong, and where
  }
  const [first] = events
  if (first?.type !== EVENT_ID.DOCUMENT || first.directives.length > 0 || events.length > EVENTS_MAX) return null
  return events[1]!.type === EVENT_ID.MAPPING ? events : null
}

function isQuoted({ style }: ScalarEvent): boolean {
  return style === SCALAR_STYLE.SINGLE_QUOTED || style === SCALAR_STYLE.DOUBLE_QUOTED
}

function isPlainNode({ tagStart, anchorStart }: { readonly tagStart: number; readonly anchorStart: number }): boolean {
  return tagStart === -1 && anchorStart === -1
}
