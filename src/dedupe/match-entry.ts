import { hashBeside } from '../text/hash.ts'
import { findDuplicate, type Placed } from './find-duplicate.ts'
import type { Lexicon, ParallelText } from './lexicon.ts'
import { countedOfSource, matchFeatures, recursOnDays, stemWeights, storyWeights } from './match-features.ts'
import { IN_SUMMARY, IN_TITLE, type MatchTokens } from './match-tokens.ts'
import { addNeighbour, type ArticleGroup, nearest, type Neighbour, type NeighbourMemory, storyIdOf } from './neighbour-memory.ts'
import {
  countedOfStory,
  lookForStory,
  mergeStories,
  parallelsOf,
  sourceLanguageOf,
  type StoryMerge,
  type StoryText,
  storyText
} from './place-in-story.ts'
import { addBag, type Bag, newStory, type StoryProfile } from './story-profile.ts'
import { KeyList, type WeighedKeys } from './weighed-keys.ts'

/** An entry that is new to us. */
export interface EntryToMatch {
  readonly entryId: string
  readonly sourceId: string
  readonly tokens: MatchTokens
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
  const { tokens } = entry
  const lookup = lookupOf(memory.counts, entry, options)
  const { copyKeys, storyKeys } = lookup
  const placed: Placed = {
    features: matchFeatures(tokens, memory.counts, entry.at, lookup.weights),
    sourceId: entry.sourceId,
    at: entry.at,
    recurring: recursOnDays(tokens, memory.counts, entry.at)
  }
  const candidates = entry.deduplicate ? nearest(memory, copyKeys, COPIES_COMPARED_MAX).map((place) => memory.neighbours[place]!) : []
  const duplicate = findDuplicate<Neighbour>(placed, candidates, ({ articleId }) => memory.articles.get(articleId)?.members ?? [])
  const articleId = duplicate?.of.articleId ?? hashBeside(entry.entryId, 'article', entry.entryId)
  const found = duplicate || lookup.story === null ? null : lookForStory(memory, placed, tokens, lookup.story, storyKeys, lexicon)
  const through = duplicate ? (memory.articles.get(articleId) ?? null) : (found?.through ?? null)
  const storyId = (duplicate ? storyIdOf(memory, articleId) : found?.storyId) ?? hashBeside(articleId, 'story', articleId)

  const known = memory.stories.get(storyId)
  const own = duplicate || lookup.story === null ? null : lookup.story.own
  const indexed: IndexedEntry = {
    neighbour: { ...placed, entryId: entry.entryId, articleId },
    storyId,
    keys: duplicate ? copyKeys.keys : distinct(copyKeys.keys, storyKeys.keys),
    counted: [...(duplicate ? [] : countedOfStory(tokens, known)), ...countedOfSource(tokens, memory.counts, entry.at)],
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
export function remember(
  memory: NeighbourMemory,
  { neighbour, storyId, keys, counted, own, sourceLanguage }: IndexedEntry,
  pivot: Bag | null
): StoryProfile | null {
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

/** What to look an entry up by. */
export interface Lookup {
  /** What each stem of the text weighs. */
  readonly weights: Float64Array
  readonly copyKeys: WeighedKeys
  /** Null when stories are not wanted. */
  readonly story: StoryText | null
  readonly storyKeys: WeighedKeys
}

/** The keys of an entry: its rarest words, whole title, address; for its story also words of the summary and their translations. */
export function lookupOf(counts: NeighbourMemory['counts'], { tokens, at }: EntryToMatch, { lexicon, stories }: MatchOptions): Lookup {
  const weights = stemWeights(tokens, counts, at)
  const titleKeys = rarest(tokens, weights, IN_TITLE, TITLE_KEYS)
  const copyKeys = new KeyList(titleKeys)
  for (const key of [tokens.titleHash, tokens.headHash, tokens.urlKey, tokens.tailKey])
    if (key !== null) copyKeys.put(key, EXACT_KEY_WEIGHT)
  if (!stories) return { weights, copyKeys, story: null, storyKeys: NO_KEYS }
  const ofWords = storyWeights(tokens, counts, at)
  const story = storyText(tokens, ofWords, lexicon)
  const storyKeys = new KeyList(titleKeys)
  const ofStory = rarest(tokens, ofWords, IN_TITLE | IN_SUMMARY, STORY_KEYS)
  for (let index = 0; index < ofStory.keys.length; index++) storyKeys.put(ofStory.keys[index]!, ofStory.weights[index]!)
  const ofPivot = heaviestWords(story.pivot, PIVOT_KEYS)
  for (let index = 0; index < ofPivot.keys.length; index++) storyKeys.put(ofPivot.keys[index]!, ofPivot.weights[index]! * SHARE_AS_WEIGHT)
  if (tokens.neutralKey !== null) storyKeys.put(tokens.neutralKey, EXACT_KEY_WEIGHT)
  if (tokens.pairKey !== null) storyKeys.put(tokens.pairKey, PAIR_KEY_WEIGHT)
  return { weights, copyKeys, story, storyKeys }
}

const NO_KEYS: WeighedKeys = new KeyList()
const TITLE_KEYS = 12
const STORY_KEYS = 6
const PIVOT_KEYS = 24
const EXACT_KEY_WEIGHT = 50
/** Every text of both feeds has it. */
const PAIR_KEY_WEIGHT = 0.1
/** Shares of a bag of length 1 beside logarithms of how rare a word is. */
const SHARE_AS_WEIGHT = 10

/** The heaviest stems of a text that stand in its title, or anywhere. */
function rarest({ stems, uses }: MatchTokens, weights: Float64Array, use: number, max: number): WeighedKeys {
  const best = new KeyList()
  for (let place = 0; place < stems.length; place++) if ((uses[place]! & use) !== 0) best.keepHeaviest(stems[place]!, weights[place]!, max)
  return best
}

function heaviestWords({ hashes, weights, start, end }: Bag, max: number): WeighedKeys {
  const best = new KeyList()
  for (let index = start; index < end; index++) best.keepHeaviest(hashes[index]!, weights[index]!, max)
  return best
}

function distinct(one: readonly number[], other: readonly number[]): readonly number[] {
  const both = one.slice()
  for (const key of other) if (!one.includes(key)) both.push(key)
  return both
}
