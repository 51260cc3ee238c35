import { hashBeside } from '../text/hash.ts'
import { findDuplicate, type Placed } from './find-duplicate.ts'
import type { Lexicon, ParallelText } from './lexicon.ts'
import {
  countedOfSource,
  type MatchText,
  type MatchTokens,
  matchFeatures,
  matchTokens,
  recursOnDays,
  type Weigher,
  wordWeigher
} from './match-features.ts'
import { addNeighbour, type ArticleGroup, nearest, type Neighbour, type NeighbourMemory, storyIdOf } from './neighbour-memory.ts'
import {
  countedOfStory, lookForStory, mergeStories, parallelsOf, sourceLanguageOf, type StoryMerge, type StoryText, storyText
} from './place-in-story.ts'
import { addBag, type Bag, newStory, type StoryProfile } from './story-profile.ts'

/** An entry that is new to us. */
export interface EntryToMatch extends MatchText {
  readonly entryId: string
  readonly owner: string
  /** When it was published or, if that is unknown or unlikely, first seen. */
  readonly at: number
  /** False for feeds that want to stand alone: the entry joins no other's article. */
  readonly deduplicate: boolean
}

export interface MatchOptions {
  readonly lexicon: Lexicon
  /** False: entries are only compared as copies; each article is a story of its own. */
  readonly stories: boolean
}

/** Where an entry belongs, and why. */
export interface EntryMatch {
  readonly articleId: string
  /** Null for an entry that opens its article. */
  readonly joinReason: string | null
  /** The entry it copies. */
  readonly copyOf: string | null
  readonly storyId: string
  readonly storyReason: string | null
  readonly mergedStories: readonly StoryMerge[]
}

/** All that is kept of a placed entry: with these a memory is made again. */
export interface IndexedEntry {
  readonly neighbour: Neighbour
  readonly storyId: string
  /** What later ones find it by. */
  readonly keys: readonly number[]
  /** What it added to the counts. */
  readonly counted: readonly number[]
  /** What it added to its story; null for a copy. */
  readonly own: Bag | null
  readonly sourceLanguage: number
}

/** An entry placed, with what a store keeps of that. */
export interface Placement {
  readonly match: EntryMatch
  readonly indexed: IndexedEntry
  readonly parallels: readonly ParallelText[]
  /** The article, as remembered, that the entry joined or whose story it tells; null when it opened its own. */
  readonly through: ArticleGroup | null
}

/**
 * Places an entry among its neighbours, and makes it one. Nothing of another entry changes: joining an article is a mark on this one.
 * The ids follow from the entry's, so a replay gives them again.
 */
export function matchEntry(memory: NeighbourMemory, entry: EntryToMatch, options: MatchOptions): EntryMatch {
  return placeEntry(memory, entry, options).match
}

/** As {@link matchEntry}, for a caller that keeps what was learned. */
export function placeEntry(memory: NeighbourMemory, entry: EntryToMatch, options: MatchOptions): Placement {
  const { lexicon } = options
  const lookup = lookupOf(memory.counts, entry, options)
  const { tokens, copyKeys, storyKeys } = lookup
  const placed: Placed = {
    features: matchFeatures(tokens, memory.counts, entry.at, lookup.weigh),
    sourceId: entry.sourceId,
    at: entry.at,
    recurring: recursOnDays(tokens, memory.counts, entry.at)
  }
  const candidates = entry.deduplicate ? nearest(memory, copyKeys, COPIES_COMPARED_MAX).map((place) => memory.neighbours[place]!) : []
  const duplicate = findDuplicate<Neighbour>(placed, candidates, ({ articleId }) => memory.articles.get(articleId)?.members ?? [])
  const articleId = duplicate?.of.articleId ?? hashBeside(entry.entryId, 'article', entry.entryId)
  const found = duplicate || lookup.story === null ? null : lookForStory(memory, entry, tokens, lookup.story, storyKeys, lexicon)
  const through = duplicate ? (memory.articles.get(articleId) ?? null) : (found?.through ?? null)
  const storyId = (duplicate ? storyIdOf(memory, articleId) : found?.storyId) ?? hashBeside(articleId, 'story', articleId)

  const known = memory.stories.get(storyId)
  const own = duplicate || lookup.story === null ? null : lookup.story.own
  const indexed: IndexedEntry = {
    neighbour: { ...placed, entryId: entry.entryId, articleId },
    storyId,
    keys: keysIn(copyKeys, duplicate ? [] : storyKeys),
    counted: [...(duplicate ? [] : countedOfStory(tokens, lookup.story, known)), ...countedOfSource(tokens, memory.counts, entry.at)],
    own,
    sourceLanguage: sourceLanguageOf(entry, tokens)
  }
  const parallels = own === null || lookup.story === null ? [] : parallelsOf(tokens, lookup.story, known)
  const story = remember(memory, indexed, own === null ? null : lookup.story!.pivot)
  return {
    match: {
      articleId,
      joinReason: duplicate?.reason ?? null,
      copyOf: duplicate?.of.entryId ?? null,
      storyId,
      storyReason: found?.reason ?? null,
      mergedStories: found === null || story === null ? [] : mergeStories(memory, story, found.merge, lexicon)
    },
    indexed,
    parallels,
    through
  }
}

/**
 * Makes an entry one that later ones are compared with, as it was placed now or once.
 * @param pivot its words in the pivot language; null when they are not made yet
 * @returns its story; null for a copy whose story is not remembered
 */
export function remember(memory: NeighbourMemory, { neighbour, storyId, keys, counted, own, sourceLanguage }: IndexedEntry, pivot: Bag | null): StoryProfile | null {
  const { at, articleId, features } = neighbour
  addNeighbour(memory, neighbour, storyId, keys)
  for (const key of counted) memory.counts.add(key, at)
  const id = storyIdOf(memory, articleId) ?? storyId
  let story = memory.stories.get(id)
  if (!story && own === null) return null
  if (!story) memory.stories.set(id, (story = newStory(id, at)))
  story.at = Math.max(story.at, at)
  if (own === null) return story
  if (pivot === null) story.unsettled = [...story.unsettled, { language: features.language, own }]
  else addBag(story, features.language, own, pivot)
  if (!story.sourceLanguages.includes(sourceLanguage)) story.sourceLanguages = [...story.sourceLanguages, sourceLanguage]
  return story
}

const COPIES_COMPARED_MAX = 40

/** What to look an entry up by, each key with how much it says. */
export interface Lookup {
  readonly tokens: MatchTokens
  readonly weigh: Weigher
  readonly copyKeys: readonly (readonly [key: number, weight: number])[]
  /** Null when stories are not wanted. */
  readonly story: StoryText | null
  readonly storyKeys: readonly (readonly [key: number, weight: number])[]
}

/** The keys of an entry: its rarest words, whole title, address; for its story also words of the summary and their translations. */
export function lookupOf(counts: NeighbourMemory['counts'], entry: EntryToMatch, { lexicon, stories }: MatchOptions): Lookup {
  const tokens = matchTokens(entry)
  const weigh = rememberedWeigher(wordWeigher(tokens, counts, entry.at))
  const exact = [tokens.titleHash, tokens.headHash, tokens.urlKey, tokens.tailKey].filter((key) => key !== null)
  const titleKeys = rarest(tokens.storyTitle, weigh, TITLE_KEYS)
  const copyKeys = [...titleKeys, ...exact.map((key) => [key, EXACT_KEY_WEIGHT] as const)]
  if (!stories) return { tokens, weigh, copyKeys, story: null, storyKeys: [] }
  const story = storyText(tokens, weigh, lexicon)
  const storyKeys = new Map<number, number>([...titleKeys, ...rarest(hashesOf(story.own), weigh, STORY_KEYS)])
  for (const [key, share] of heaviestWords(story.pivot, PIVOT_KEYS)) storyKeys.set(key, share * SHARE_AS_WEIGHT)
  if (tokens.neutralKey !== null) storyKeys.set(tokens.neutralKey, EXACT_KEY_WEIGHT)
  if (tokens.pairKey !== null) storyKeys.set(tokens.pairKey, PAIR_KEY_WEIGHT)
  return { tokens, weigh, copyKeys, story, storyKeys: [...storyKeys] }
}

const TITLE_KEYS = 12
const STORY_KEYS = 6
const PIVOT_KEYS = 24
const EXACT_KEY_WEIGHT = 50
/** Every text of both feeds has it. */
const PAIR_KEY_WEIGHT = 0.1
/** Shares of a bag of length 1 beside logarithms of how rare a word is. */
const SHARE_AS_WEIGHT = 10

type WeighedKey = readonly [key: number, weight: number]

function rarest(hashes: ArrayLike<number>, weigh: Weigher, max: number): readonly WeighedKey[] {
  const best: WeighedKey[] = []
  for (let index = 0; index < hashes.length; index++) keepHeaviest(best, hashes[index]!, weigh(hashes[index]!), max)
  return best
}

function heaviestWords({ hashes, weights, start, end }: Bag, max: number): readonly WeighedKey[] {
  const best: WeighedKey[] = []
  for (let index = start; index < end; index++) keepHeaviest(best, hashes[index]!, weights[index]!, max)
  return best
}

/** Puts a key at its place in a short list, heaviest first, of equal ones the lower key; a key that is there already has the same weight. */
function keepHeaviest(best: WeighedKey[], key: number, weight: number, max: number): void {
  let place = best.length
  while (place > 0 && (weight > best[place - 1]![1] || (weight === best[place - 1]![1] && key < best[place - 1]![0]))) place--
  if (place === max || (place > 0 && best[place - 1]![0] === key)) return
  best.splice(place, 0, [key, weight])
  if (best.length > max) best.pop()
}

function hashesOf({ hashes, start, end }: Bag): Uint32Array {
  return hashes.subarray(start, end)
}

function keysIn(...lists: readonly (readonly WeighedKey[])[]): readonly number[] {
  const keys = new Set<number>()
  for (const list of lists) for (const [key] of list) keys.add(key)
  return [...keys]
}

/** A text's words are weighed for its title, its summary and its story alike. */
function rememberedWeigher(weigh: Weigher): Weigher {
  const weights = new Map<number, number>()
  return (hash) => {
    let weight = weights.get(hash)
    if (weight === undefined) weights.set(hash, (weight = weigh(hash)))
    return weight
  }
}
