import type { Count } from '../model/neighbour.ts'
import type { Placed } from './find-duplicate.ts'
import { countNow } from './match-features.ts'
import type { StoryProfile } from './story-profile.ts'

/** An entry that others are compared with. */
export interface Neighbour extends Placed {
  readonly seq: number
  readonly entryId: string
  readonly articleId: string
}

/**
 * What matching knows: everything, when it runs without a store; what was read for one poll, when it runs on one.
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
  /** Neutral address to the story it was told in, with its language. */
  nextSeq: number
}

export function createMemory(firstSeq = 1): NeighbourMemory {
  return { counts: new Map(), keys: new Map(), neighbours: new Map(), membersOfArticle: new Map(), storyOfArticle: new Map(), stories: new Map(), nextSeq: firstSeq }
}

export function addNeighbour(memory: NeighbourMemory, neighbour: Neighbour): void {
  memory.neighbours.set(neighbour.seq, neighbour)
  const members = memory.membersOfArticle.get(neighbour.articleId)
  if (members) members.push(neighbour)
  else memory.membersOfArticle.set(neighbour.articleId, [neighbour])
}

export const entriesPerKeyMax = 150

export function addKey(memory: NeighbourMemory, key: number, seq: number): void {
  const list = memory.keys.get(key)
  if (list === undefined) memory.keys.set(key, [seq])
  else {
    list.push(seq)
    if (list.length > 2 * entriesPerKeyMax) list.splice(0, list.length - entriesPerKeyMax)
  }
}

export function addCount(memory: NeighbourMemory, key: number, now: number, by = 1): void {
  memory.counts.set(key, { n: countNow(memory.counts.get(key), now) + by, at: now })
}

/** The entries that share most with these keys, the rarer a key the more it says: best first, at most `max`. */
export function nearest(memory: NeighbourMemory, keys: Iterable<readonly [key: number, weight: number]>, max: number): readonly Neighbour[] {
  const shared = new Map<number, number>()
  for (const [key, weight] of keys) {
    const list = memory.keys.get(key)
    if (list === undefined) continue
    for (let index = Math.max(0, list.length - entriesPerKeyMax); index < list.length; index++) {
      const seq = list[index]!
      shared.set(seq, (shared.get(seq) ?? 0) + weight)
    }
  }
  const ranked = shared.size <= max ? [...shared] : [...shared].sort((a, b) => b[1] - a[1] || b[0] - a[0]).slice(0, max)
  return ranked.map(([seq]) => memory.neighbours.get(seq)).filter((one) => one !== undefined)
}
