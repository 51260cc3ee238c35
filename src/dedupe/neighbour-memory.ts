import { copyWindowMs, type Placed, sameUrlWindowMs } from './find-duplicate.ts'
import { storyWindowMs } from './group-stories.ts'
import { PostingRing } from './posting-ring.ts'
import type { StoryProfile } from './story-profile.ts'
import type { WeighedKeys } from './weighed-keys.ts'
import { WordCounts } from './word-counts.ts'

/** An entry that others are compared with. */
export interface Neighbour extends Placed {
  readonly entryId: string
  readonly articleId: string
}

/** An article among the neighbours. */
export interface ArticleGroup {
  readonly id: string
  /** The story it was put in; {@link storyIdOf} knows what became of that. */
  readonly storyId: string
  /** What became of that story, as {@link storyOf} last found it. */
  story: StoryProfile | undefined
  /** Its entries, those remembered. */
  readonly members: Neighbour[]
}

/**
 * What matching knows: counts of words, and the newest entries with the stories they tell. It changes as entries are
 * remembered, and only so.
 */
export interface NeighbourMemory {
  readonly counts: WordCounts
  readonly postings: PostingRing
  /** Numbered as they came: the first of them is number `oldest`. */
  readonly neighbours: Neighbour[]
  /** The article of each neighbour, at the same place: what is looked at most is found without a search. */
  readonly groups: ArticleGroup[]
  oldest: number
  readonly articles: Map<string, ArticleGroup>
  readonly stories: Map<string, StoryProfile>
  /** Stories that became part of another one. */
  readonly mergedInto: Map<string, string>
  readonly neighboursMax: number
}

/**
 * An empty memory.
 * @param neighboursMax so many of the newest entries are compared with
 */
export function createMemory(neighboursMax = neighboursKeptMax): NeighbourMemory {
  return {
    counts: new WordCounts(),
    postings: new PostingRing(BLOCKS_MAX),
    neighbours: [],
    groups: [],
    oldest: 0,
    articles: new Map(),
    stories: new Map(),
    mergedInto: new Map(),
    neighboursMax
  }
}

/** About a kilobyte each. */
export const neighboursKeptMax = 65_536
/** Some 40 keys an entry, of which a few are of no other and take a block of their own: 32 MB at most. */
const BLOCKS_MAX = 1_048_576

/** Of the entries that share a key, so many of the newest are looked at. */
const ENTRIES_PER_KEY_MAX = 150

/** Makes an entry one that later ones are compared with. @param keys what it is found by */
export function addNeighbour(memory: NeighbourMemory, neighbour: Neighbour, storyId: string, keys: Iterable<number>): void {
  const number = memory.oldest + memory.neighbours.push(neighbour) - 1
  let article = memory.articles.get(neighbour.articleId)
  if (article) article.members.push(neighbour)
  else memory.articles.set(neighbour.articleId, (article = { id: neighbour.articleId, storyId, story: undefined, members: [neighbour] }))
  memory.groups.push(article)
  for (const key of keys) memory.postings.add(key, number)
  if (number % ENTRIES_BETWEEN_FORGETTING === ENTRIES_BETWEEN_FORGETTING - 1) forgetOld(memory, neighbour.at)
}

const ENTRIES_BETWEEN_FORGETTING = 2_048

let weighed = new Float64Array(1_024)
let touched = new Uint32Array(1_024)

/**
 * The entries that share most with these keys, the rarer a key the more it says: best first, of equal ones the newest; at most `max`.
 * @returns their places among the neighbours
 */
export function nearest({ neighbours, oldest, postings }: NeighbourMemory, { keys, weights }: WeighedKeys, max: number): readonly number[] {
  if (weighed.length < neighbours.length) {
    weighed = new Float64Array(2 * neighbours.length)
    touched = new Uint32Array(weighed.length)
  }
  let seen = 0
  for (let index = 0; index < keys.length; index++) {
    if (weights[index] === 0) continue // what has no weight counts as not seen below
    seen = postings.weigh(keys[index]!, weights[index]!, oldest, ENTRIES_PER_KEY_MAX, weighed, touched, seen)
  }
  const best = heaviest(seen, max)
  for (let index = 0; index < seen; index++) weighed[touched[index]!] = 0
  return best
}

/** Kept in order while they are gone through, because few of thousands stay. */
function heaviest(seen: number, max: number): readonly number[] {
  const best: number[] = []
  let least = -1
  let oldestOfLeast = -1
  for (let index = 0; index < seen; index++) {
    const at = touched[index]!
    const weight = weighed[at]!
    if (best.length === max && (weight < least || (weight === least && at < oldestOfLeast))) continue
    let low = 0
    let high = best.length
    while (low < high) {
      const middle = (low + high) >> 1
      const other = weighed[best[middle]!]!
      if (other > weight || (other === weight && best[middle]! > at)) low = middle + 1
      else high = middle
    }
    if (best.length < max) best.push(at)
    for (let place = best.length - 1; place > low; place--) best[place] = best[place - 1]!
    best[low] = at
    oldestOfLeast = best[best.length - 1]!
    least = weighed[oldestOfLeast]!
  }
  return best
}

/** The story an article is part of now; undefined for an article that is not known. */
export function storyIdOf(memory: NeighbourMemory, articleId: string): string | undefined {
  const article = memory.articles.get(articleId)
  return article && mergedStory(memory, article.storyId)
}

/** The story an article is part of now; undefined when it is not remembered. */
export function storyOf(memory: NeighbourMemory, article: ArticleGroup): StoryProfile | undefined {
  let story = article.story
  while (story?.mergedInto) story = story.mergedInto
  if (story === undefined || story.forgotten) story = memory.stories.get(mergedStory(memory, article.storyId))
  return (article.story = story)
}

/** What became of a story: itself, or the one it is part of by now. */
export function mergedStory({ mergedInto }: NeighbourMemory, storyId: string): string {
  if (mergedInto.size === 0) return storyId
  let id = storyId
  for (let into = mergedInto.get(id); into !== undefined; into = mergedInto.get(id)) id = into
  return id
}

/** Forgets what is too old to be compared with anything at `now`, and the oldest of too many. */
function forgetOld(memory: NeighbourMemory, now: number): void {
  const { neighbours, articles } = memory
  let gone = 0
  while (gone < neighbours.length && (neighbours.length - gone > memory.neighboursMax || neighbours[gone]!.at < now - sameUrlWindowMs)) {
    const neighbour = neighbours[gone]!
    const { members } = memory.groups[gone++]!
    members.splice(members.indexOf(neighbour), 1)
    if (members.length === 0) articles.delete(neighbour.articleId)
  }
  neighbours.splice(0, gone)
  memory.groups.splice(0, gone)
  memory.oldest += gone
  for (const [storyId, story] of memory.stories) {
    if (story.at >= now - storyWindowMs - copyWindowMs) continue
    story.forgotten = true
    memory.stories.delete(storyId)
  }
  if (memory.mergedInto.size === 0) return
  const live = new Set<string>()
  for (const { storyId } of articles.values()) {
    for (let into: string | undefined = storyId; into !== undefined && !live.has(into); into = memory.mergedInto.get(into)) live.add(into)
  }
  for (const from of memory.mergedInto.keys()) if (!live.has(from)) memory.mergedInto.delete(from)
}
