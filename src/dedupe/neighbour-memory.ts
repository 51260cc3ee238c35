import type { Count } from '../model/neighbour.ts'
import { copyWindowMs, type Placed, sameUrlWindowMs } from './find-duplicate.ts'
import { countNow } from './match-features.ts'
import { storyWindowMs } from './group-stories.ts'
import type { ParallelText } from './lexicon.ts'
import type { StoryProfile } from './story-profile.ts'

/** An entry that others are compared with. */
export interface Neighbour extends Placed {
  readonly seq: number
  readonly entryId: string
  readonly articleId: string
}

/**
 * What matching knows: everything lately, when it runs without a store; what was read for one poll, when it runs on one.
 * It changes as entries are matched, and only so.
 */
export interface NeighbourMemory {
  readonly counts: Map<number, Count>
  /** Key to the entries that have it, oldest first. */
  readonly keys: Map<number, number[]>
  readonly neighbours: Map<number, Neighbour>
  readonly membersOfArticle: Map<string, Neighbour[]>
  readonly storyOfArticle: Map<string, string>
  readonly stories: Map<string, StoryProfile>
  /** Stories that became part of another one. */
  readonly mergedInto: Map<string, string>
  nextSeq: number
  /** What was added, for a store to write; null where nothing is written. */
  readonly changes: MemoryChanges | null
}

export interface MemoryChanges {
  readonly counts: Set<number>
  readonly keys: { readonly key: number; readonly seq: number }[]
  readonly seqs: number[]
  readonly stories: Set<string>
  readonly mergedStories: Set<string>
  readonly parallel: ParallelText[]
}

/**
 * An empty memory.
 * @param firstSeq the number of the next entry; those that are read into the memory have smaller ones
 * @param recording whether what is added is also listed in `changes`
 */
export function createMemory(firstSeq = 1, recording = false): NeighbourMemory {
  return {
    counts: new Map(),
    keys: new Map(),
    neighbours: new Map(),
    membersOfArticle: new Map(),
    storyOfArticle: new Map(),
    stories: new Map(),
    mergedInto: new Map(),
    nextSeq: firstSeq,
    changes: recording ? { counts: new Set(), keys: [], seqs: [], stories: new Set(), mergedStories: new Set(), parallel: [] } : null
  }
}

/** Of the entries that share a key, so many of the newest are looked at. */
export const entriesPerKeyMax = 150

export function addNeighbour(memory: NeighbourMemory, neighbour: Neighbour, storyId: string): void {
  memory.neighbours.set(neighbour.seq, neighbour)
  memory.storyOfArticle.set(neighbour.articleId, storyId)
  const members = memory.membersOfArticle.get(neighbour.articleId)
  if (members) members.push(neighbour)
  else memory.membersOfArticle.set(neighbour.articleId, [neighbour])
}

export function addKey(memory: NeighbourMemory, key: number, seq: number): void {
  const list = memory.keys.get(key)
  if (list === undefined) memory.keys.set(key, [seq])
  else {
    if (list.at(-1) === seq) return
    list.push(seq)
    if (list.length > 2 * entriesPerKeyMax) list.splice(0, list.length - entriesPerKeyMax)
  }
  memory.changes?.keys.push({ key, seq })
}

export function addCount(memory: NeighbourMemory, key: number, now: number, by = 1): void {
  memory.counts.set(key, { n: countNow(memory.counts.get(key), now) + by, at: now })
  memory.changes?.counts.add(key)
}

/** The entries that share most with these keys, the rarer a key the more it says: best first, at most `max`. */
export function nearest(
  memory: NeighbourMemory,
  keys: Iterable<readonly [key: number, weight: number]>,
  max: number
): readonly Neighbour[] {
  const shared = new Map<number, number>()
  for (const [key, weight] of keys) {
    const list = memory.keys.get(key)
    if (list === undefined) continue
    for (let index = Math.max(0, list.length - entriesPerKeyMax); index < list.length; index++) {
      const seq = list[index]!
      shared.set(seq, (shared.get(seq) ?? 0) + weight)
    }
  }
  const ranked = shared.size <= max ? [...shared.keys()] : heaviestSeqs(shared, max)
  return ranked.map((seq) => memory.neighbours.get(seq)).filter((one) => one !== undefined)
}

/** The `max` numbers of most weight, best first, of equal weight the newest: kept in order while counting, because few of thousands stay. */
export function heaviestSeqs(shared: Iterable<readonly [seq: number, weight: number]>, max: number): readonly number[] {
  const seqs: number[] = []
  const weights: number[] = []
  for (const [seq, weight] of shared) {
    const last = seqs.length - 1
    if (last + 1 === max && (weight < weights[last]! || (weight === weights[last]! && seq < seqs[last]!))) continue
    let low = 0
    let high = seqs.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (weights[middle]! > weight || (weights[middle]! === weight && seqs[middle]! > seq)) low = middle + 1
      else high = middle
    }
    seqs.splice(low, 0, seq)
    weights.splice(low, 0, weight)
    if (seqs.length > max) {
      seqs.pop()
      weights.pop()
    }
  }
  return seqs
}

/** The story an article is part of now; undefined for an article that is not known. */
export function storyIdOf(memory: NeighbourMemory, articleId: string): string | undefined {
  let storyId = memory.storyOfArticle.get(articleId)
  for (let into = storyId; into !== undefined; into = memory.mergedInto.get(into)) storyId = into
  return storyId
}

/** Forgets what is too old to be compared with anything at `now`, so that an endless stream is matched in bounded memory. */
export function forgetOld(memory: NeighbourMemory, now: number): void {
  let oldest = memory.nextSeq
  for (const [seq, neighbour] of memory.neighbours) {
    if (neighbour.at >= now - sameUrlWindowMs) {
      oldest = Math.min(oldest, seq)
      continue
    }
    memory.neighbours.delete(seq)
    const members = memory.membersOfArticle.get(neighbour.articleId)?.filter((member) => member.seq !== seq) ?? []
    if (members.length > 0) memory.membersOfArticle.set(neighbour.articleId, members)
    else {
      memory.membersOfArticle.delete(neighbour.articleId)
      memory.storyOfArticle.delete(neighbour.articleId)
    }
  }
  for (const [key, seqs] of memory.keys) {
    if (seqs[0]! >= oldest) continue
    const kept = seqs.filter((seq) => seq >= oldest)
    if (kept.length > 0) memory.keys.set(key, kept)
    else memory.keys.delete(key)
  }
  for (const [storyId, story] of memory.stories) if (story.at < now - storyWindowMs - copyWindowMs) memory.stories.delete(storyId)
  const live = new Set(memory.storyOfArticle.values())
  for (const from of memory.mergedInto.keys()) if (!live.has(from)) memory.mergedInto.delete(from)
  for (const [key, count] of memory.counts) if (countNow(count, now) < FORGOTTEN_BELOW) memory.counts.delete(key)
}

const FORGOTTEN_BELOW = 0.3
