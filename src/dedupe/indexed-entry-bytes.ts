import type { IndexedEntry } from './match-entry.ts'
import { storedSet, type WordSet } from './word-set.ts'

/** What of an indexed entry stands in columns of their own, because it is looked up by or changes. */
export type EntryPlace = Pick<IndexedEntry, 'storyId'> & Pick<IndexedEntry['neighbour'], 'entryId' | 'articleId' | 'sourceId' | 'at'>

/** A version at the start lets a later Courant know what it reads; entries of other versions are not compared with. */
const VERSION = 2

const [RECURRING, UNSPACED, CUT, HEAD, OWN] = [1, 2, 4, 8, 16]

/** The part of an indexed entry that is only numbers, in fixed width: read at the start for as many entries as are compared with. */
export function encodeIndexedEntry({ neighbour: { features, recurring }, keys, counted, own, sourceLanguage }: IndexedEntry): Uint8Array {
  const sets = [features.title, ...(features.head ? [features.head] : []), features.summary, ...(own ? [own] : [])]
  const exact = [features.titleHash, features.headHash, features.urlKey, features.tailKey, sourceLanguage]
  const language = features.language.slice(0, LANGUAGE_UNITS_MAX)
  const size =
    4
    + language.length
    + 8 * exact.length
    + sets.reduce((sum, { start, end }) => sum + 2 + 6 * (end - start), 0)
    + numbersSize(features.signature)
    + numbersSize(keys)
    + numbersSize(counted)
  const bytes = new Uint8Array(size)
  const out = new DataView(bytes.buffer)
  let at = 0
  const numbers = (list: readonly number[]): void => {
    const wide = list.filter((number) => number > 0xffff_ffff)
    out.setUint16(at, list.length - wide.length, true)
    out.setUint16(at + 2, wide.length, true)
    at += 4
    for (const number of list) {
      if (number > 0xffff_ffff) continue
      out.setUint32(at, number, true)
      at += 4
    }
    for (const number of wide) {
      out.setFloat64(at, number, true)
      at += 8
    }
  }
  out.setUint8(0, VERSION)
  out.setUint8(
    1,
    (recurring ? RECURRING : 0)
      + (features.unspaced ? UNSPACED : 0)
      + (features.cut ? CUT : 0)
      + (features.head ? HEAD : 0)
      + (own ? OWN : 0)
  )
  out.setUint16(2, language.length, true)
  at = 4
  for (let index = 0; index < language.length; index++) out.setUint8(at++, language.charCodeAt(index))
  for (const number of exact) {
    out.setFloat64(at, number ?? ABSENT, true)
    at += 8
  }
  for (const { hashes, weights, start, end } of sets) {
    out.setUint16(at, end - start, true)
    at += 2
    for (let index = start; index < end; index++, at += 4) out.setUint32(at, hashes[index]!, true)
    for (let index = start; index < end; index++, at += 2) out.setUint16(at, weighed(weights[index]!), true)
  }
  numbers(features.signature)
  numbers(keys)
  numbers(counted)
  return bytes
}

/** @returns null for bytes of another version, or none of ours */
export function decodeIndexedEntry(
  bytes: Uint8Array,
  { entryId, articleId, sourceId, storyId, at: publishedAt }: EntryPlace
): IndexedEntry | null {
  const input = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = 4
  const exact = (): number | null => {
    const number = input.getFloat64(at, true)
    at += 8
    return number === ABSENT ? null : number
  }
  const set = (): WordSet => {
    const length = input.getUint16(at, true)
    at += 2
    const hashes = new Uint32Array(length)
    const weights = new Float32Array(length)
    for (let index = 0; index < length; index++, at += 4) hashes[index] = input.getUint32(at, true)
    for (let index = 0; index < length; index++, at += 2) weights[index] = input.getUint16(at, true) / WEIGHT_UNIT
    return storedSet(hashes, weights)
  }
  const numbers = (): number[] => {
    const [narrow, wide] = [input.getUint16(at, true), input.getUint16(at + 2, true)]
    at += 4
    const list: number[] = []
    for (let index = 0; index < narrow; index++, at += 4) list.push(input.getUint32(at, true))
    for (let index = 0; index < wide; index++, at += 8) list.push(input.getFloat64(at, true))
    return list
  }
  try {
    if (input.getUint8(0) !== VERSION) return null
    const flags = input.getUint8(1)
    let language = ''
    for (let rest = input.getUint16(2, true); rest > 0; rest--) language += String.fromCharCode(input.getUint8(at++))
    const [titleHash, headHash, urlKey, tailKey, sourceLanguage] = [exact() ?? 0, exact(), exact(), exact(), exact() ?? 0]
    const [title, head, summary, own] = [set(), flags & HEAD ? set() : null, set(), flags & OWN ? set() : null]
    const features = {
      language,
      title,
      head,
      summary,
      titleHash,
      headHash,
      unspaced: (flags & UNSPACED) !== 0,
      cut: (flags & CUT) !== 0,
      signature: numbers(),
      urlKey,
      tailKey
    }
    const neighbour = { entryId, articleId, sourceId, at: publishedAt, recurring: (flags & RECURRING) !== 0, features }
    return { neighbour, storyId, keys: numbers(), counted: numbers(), own, sourceLanguage }
  } catch (error) {
    if (error instanceof RangeError) return null // the bytes end too early
    throw error
  }
}

const LANGUAGE_UNITS_MAX = 64
const ABSENT = -1
/** Weights are logarithms, or shares of 1. */
const WEIGHT_UNIT = 4_000

function weighed(weight: number): number {
  return Math.min(0xffff, Math.max(0, Math.round(weight * WEIGHT_UNIT)))
}

function numbersSize(list: readonly number[]): number {
  let size = 4 + 4 * list.length
  for (const number of list) if (number > 0xffff_ffff) size += 4
  return size
}
