import { decodeFeatures, encodeFeatures } from '../dedupe/feature-bytes.ts'
import { sameUrlWindowMs } from '../dedupe/find-duplicate.ts'
import { type EntryToMatch, lookupOf, type MatchOptions } from '../dedupe/match-entry.ts'
import { countKeysOf, matchTokens } from '../dedupe/match-features.ts'
import { addNeighbour, createMemory, entriesPerKeyMax, heaviestSeqs, type NeighbourMemory } from '../dedupe/neighbour-memory.ts'
import { decodeProfile, encodeProfile } from '../dedupe/profile-bytes.ts'
import type { Count } from '../model/neighbour.ts'
import type { Database, Statement } from '../store/database.ts'
import { neighbourStatements, readCounts, readKeys, readNeighbourRows, readStories } from '../store/neighbours.ts'
import { hash32 } from '../text/hash.ts'

/**
 * Everything that may matter for placing these entries, read in few statements: counts of their words, the newest entries that
 * share rare ones, and what these belong to. `matchEntry` works on the result as on a memory of everything.
 */
export async function readNeighbours(
  database: Database,
  entries: readonly EntryToMatch[],
  options: MatchOptions,
  now: number
): Promise<NeighbourMemory> {
  const memory = createMemory(firstSeqOf(now, entries[0]?.entryId ?? ''), true)
  if (entries.length === 0) return memory
  const tokens = entries.map(matchTokens)
  addAll(memory.counts, await readCounts(database, [...new Set(tokens.flatMap(countKeysOf))]))
  const wanted = entries.map((entry, index) => {
    const { copyKeys, storyKeys } = lookupOf(memory.counts, entry, options, tokens[index])
    return [...copyKeys, ...storyKeys]
  })
  const keys = [...new Set(wanted.flat().map(([key]) => key))]
  addAll(memory.keys, await readKeys(database, keys, seqAt(now - sameUrlWindowMs), entriesPerKeyMax))
  for (const row of await readNeighbourRows(database, nearestSeqs(memory.keys, wanted))) {
    const stored = decodeFeatures(row.features)
    if (stored === null) continue
    addNeighbour(
      memory,
      { ...stored, seq: row.seq, entryId: row.entryId, articleId: row.articleId, sourceId: row.sourceId, at: row.at },
      row.storyId
    )
  }
  if (!options.stories) return memory
  for (const { storyId, at, profile } of await readStories(database, [...new Set(memory.storyOfArticle.values())])) {
    const story = decodeProfile(storyId, at, profile)
    if (story) memory.stories.set(storyId, story)
  }
  return memory
}

/** What matching added to a memory that was read, to be written with the entries. */
export function writeNeighbours(memory: NeighbourMemory): readonly Statement[] {
  const changes = memory.changes
  if (changes === null) return []
  const newest = Math.max(0, ...[...changes.counts].map((key) => memory.counts.get(key)!.at))
  return neighbourStatements({
    counts: new Map([...changes.counts].map((key): [number, Count] => [key, memory.counts.get(key)!])),
    keys: changes.keys,
    neighbours: changes.seqs
      .map((seq) => memory.neighbours.get(seq)!)
      .map((one) => ({ seq: one.seq, entryId: one.entryId, at: one.at, features: encodeFeatures(one) })),
    stories: [...changes.stories]
      .map((id) => memory.stories.get(id))
      .filter((story) => story !== undefined)
      .map((story) => ({ storyId: story.storyId, at: story.at, profile: encodeProfile(story) })),
    mergedStories: [...changes.mergedStories],
    parallel: changes.parallel.map((text) => ({ ...text, at: newest }))
  })
}

/** Numbers of index rows rise with time: so many a millisecond, up to 2^53 in the year 2109. */
const SEQS_PER_MS = 2048
const SEQS_PER_POLL_MAX = 1024

export function seqAt(at: number): number {
  return Math.max(0, at) * SEQS_PER_MS
}

/** Two workers that index within one millisecond begin apart by chance; where they meet all the same, one row is left out. */
function firstSeqOf(now: number, entryId: string): number {
  return seqAt(now) + (hash32(entryId) % (SEQS_PER_MS - SEQS_PER_POLL_MAX))
}

const NEIGHBOURS_PER_ENTRY_MAX = 80

/** Of each entry's candidates those that share most. */
function nearestSeqs(
  keys: ReadonlyMap<number, readonly number[]>,
  wanted: readonly (readonly (readonly [key: number, weight: number])[])[]
): readonly number[] {
  // Numbered from 0, because adding up by small numbers is several times faster than by the large ones of the index.
  const seqs: number[] = []
  const numberOf = new Map<number, number>()
  const numbered = new Map<number, Int32Array>()
  for (const [key, list] of keys) {
    numbered.set(key, Int32Array.from(list, (seq) => {
      let number = numberOf.get(seq)
      if (number === undefined) numberOf.set(seq, (number = seqs.push(seq) - 1))
      return number
    }))
  }
  const weights = new Float64Array(seqs.length)
  const seen = new Uint8Array(seqs.length)
  const nearest = new Set<number>()
  for (const lookup of wanted) {
    const touched: number[] = []
    for (const [key, weight] of lookup) {
      for (const number of numbered.get(key) ?? []) {
        if (seen[number] === 0) {
          seen[number] = 1
          touched.push(number)
        }
        weights[number]! += weight
      }
    }
    const shared = touched.map((number): readonly [number, number] => [seqs[number]!, weights[number]!])
    for (const seq of heaviestSeqs(shared, NEIGHBOURS_PER_ENTRY_MAX)) nearest.add(seq)
    for (const number of touched) weights[number] = seen[number] = 0
  }
  return [...nearest]
}

function addAll<K, V>(into: Map<K, V>, from: ReadonlyMap<K, V>): void {
  for (const [key, value] of from) into.set(key, value)
}
