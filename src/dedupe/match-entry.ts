import { hashText } from '../text/hash.ts'
import { findDuplicate, type Placed } from './find-duplicate.ts'
import type { Lexicon } from './lexicon.ts'
import {
  addTokenCounts,
  type MatchText,
  type MatchTokens,
  matchFeatures,
  matchTokens,
  recursOnDays,
  type Weigher,
  wordWeigher
} from './match-features.ts'
import { addCount, addKey, addNeighbour, forgetOld, nearest, type Neighbour, type NeighbourMemory, storyIdOf } from './neighbour-memory.ts'
import { joinStory, lookForStory, type StoryMerge, type StoryText, storyText } from './place-in-story.ts'

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

/**
 * Places an entry among its neighbours, and makes it one. Nothing of another entry changes: joining an article is a mark on this one.
 * The ids follow from the entry's, so a replay gives them again.
 */
export function matchEntry(memory: NeighbourMemory, entry: EntryToMatch, options: MatchOptions): EntryMatch {
  const { tokens, copyKeys, story, storyKeys } = lookupOf(memory.counts, entry, options)
  const placed: Placed = {
    features: matchFeatures(tokens, memory.counts, entry.at),
    sourceId: entry.sourceId,
    at: entry.at,
    recurring: recursOnDays(tokens, memory.counts, entry.at)
  }
  const candidates = entry.deduplicate ? nearest(memory, copyKeys, COPIES_COMPARED_MAX) : []
  const duplicate = findDuplicate<Neighbour>(placed, candidates, ({ articleId }) => memory.membersOfArticle.get(articleId) ?? [])
  const articleId = duplicate?.of.articleId ?? hashText('article', entry.entryId)
  const found = duplicate || story === null ? null : lookForStory(memory, entry, tokens, story, storyKeys)

  const seq = memory.nextSeq++
  const storyId = (duplicate ? storyIdOf(memory, articleId) : found?.storyId) ?? hashText('story', articleId)
  addNeighbour(memory, { ...placed, seq, entryId: entry.entryId, articleId }, storyId)
  memory.changes?.seqs.push(seq)
  for (const [key] of copyKeys) addKey(memory, key, seq)
  if (!duplicate) for (const [key] of storyKeys) addKey(memory, key, seq)
  addTokenCounts(tokens, memory.counts, entry.at, (key) => addCount(memory, key, entry.at))
  const mergedStories = joinStory(memory, entry, tokens, story, storyId, duplicate !== null, found?.merge ?? [])
  if (seq % ENTRIES_BETWEEN_FORGETTING === 0 && memory.changes === null) forgetOld(memory, entry.at)
  return {
    articleId,
    joinReason: duplicate?.reason ?? null,
    copyOf: duplicate?.of.entryId ?? null,
    storyId,
    storyReason: found?.reason ?? null,
    mergedStories
  }
}

const COPIES_COMPARED_MAX = 40
const ENTRIES_BETWEEN_FORGETTING = 5_000

/** What to look an entry up by, each key with how much it says. */
export interface Lookup {
  readonly tokens: MatchTokens

  readonly copyKeys: readonly (readonly [key: number, weight: number])[]
  /** Null when stories are not wanted. */
  readonly story: StoryText | null
  readonly storyKeys: readonly (readonly [key: number, weight: number])[]
}

/** The keys of an entry: its rarest words, whole title, address; for its story also words of the summary and their translations. */
export function lookupOf(
  counts: NeighbourMemory['counts'],
  entry: EntryToMatch,
  { lexicon, stories }: MatchOptions,
  tokens: MatchTokens = matchTokens(entry)
): Lookup {
  const weigh = wordWeigher(tokens, counts, entry.at)
  const exact = [tokens.titleHash, tokens.headHash, tokens.urlKey, tokens.tailKey].filter((key) => key !== null)
  const titleKeys = rarest(tokens.storyTitle, weigh, TITLE_KEYS)
  const copyKeys = [...titleKeys, ...exact.map((key) => [key, EXACT_KEY_WEIGHT] as const)]
  if (!stories) return { tokens, copyKeys, story: null, storyKeys: [] }
  const story = storyText(tokens, weigh, lexicon)
  const storyKeys = new Map<number, number>([...titleKeys, ...rarest(story.own.keys(), weigh, STORY_KEYS)])
  const translated = [...story.pivot].sort((a, b) => b[1] - a[1]).slice(0, PIVOT_KEYS)
  for (const [key, share] of translated) storyKeys.set(key, share * SHARE_AS_WEIGHT)
  if (tokens.neutralKey !== null) storyKeys.set(tokens.neutralKey, EXACT_KEY_WEIGHT)
  return { tokens, copyKeys, story, storyKeys: [...storyKeys] }
}

const TITLE_KEYS = 12
const STORY_KEYS = 6
const PIVOT_KEYS = 18
const EXACT_KEY_WEIGHT = 50
/** Shares of a bag of length 1 beside logarithms of how rare a word is. */
const SHARE_AS_WEIGHT = 10

function rarest(hashes: Iterable<number>, weigh: Weigher, max: number): readonly (readonly [number, number])[] {
  return [...new Set(hashes)]
    .map((hash) => [hash, weigh(hash)] as const)
    .sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .slice(0, max)
}
