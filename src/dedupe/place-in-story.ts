import { sameUrlWindowMs } from './find-duplicate.ts'
import { chooseStory, type StoryChoice } from './group-stories.ts'
import type { Lexicon, ParallelText } from './lexicon.ts'
import { hash52, languageKey, type MatchText, type MatchTokens, type Weigher } from './match-features.ts'
import { type ArticleGroup, mergedStory, nearest, type Neighbour, type NeighbourMemory, storyIdOf } from './neighbour-memory.ts'
import { type Bag, bagOf, mergeProfiles, settle, type StoryProfile } from './story-profile.ts'
import { hasWord, heaviestOf, sizeOf, unitSet, wordsIn } from './word-set.ts'

/** What a text is about: in its own words and in those of the pivot language, both of length 1. */
export interface StoryText {
  readonly own: Bag
  readonly pivot: Bag
}

export interface StoryMerge {
  readonly from: string
  readonly into: string
  readonly reason: string
}

/** The story a text tells, and the article that showed the way there. */
export interface StoryFound extends StoryChoice {
  readonly through: ArticleGroup
}

interface Told extends MatchText {
  readonly at: number
}

export function storyText(tokens: MatchTokens, weigh: Weigher, lexicon: Lexicon): StoryText {
  const weights = new Map<number, number>()
  for (const word of tokens.story) if (!weights.has(word)) weights.set(word, weigh(word) * SUMMARY_SHARE)
  for (const word of tokens.storyTitle) weights.set(word, weigh(word))
  const own = unitSet(weights)
  return { own, pivot: translate(own, tokens.language, lexicon) }
}

const SUMMARY_SHARE = 0.6
const PIVOT = 'en'
/** Most words without a translation are words that the lexicon lacks, not names. */
const UNTRANSLATED_SHARE = 0.7

/** The words of a text in the pivot language; a word without translation, such as a name or a number, stands for itself. */
export function translate(own: Bag, language: string, lexicon: Lexicon): Bag {
  if (language === PIVOT) return own
  const translations = lexicon.get(language)
  const bag = new Map<number, number>()
  for (let index = own.start; index < own.end; index++) {
    const [word, weight] = [own.hashes[index]!, own.weights[index]!]
    const known = translations?.get(word)
    if (known === undefined) bag.set(word, (bag.get(word) ?? 0) + weight * UNTRANSLATED_SHARE)
    else for (const { word: to, p } of known) bag.set(to, (bag.get(to) ?? 0) + weight * Math.sqrt(p))
  }
  return unitSet(bag)
}

const STORY_NEIGHBOURS_MAX = 60

/** The story among the neighbours' that a text tells too; null when it opens its own. Nothing changes. */
export function lookForStory(
  memory: NeighbourMemory,
  entry: Told,
  tokens: MatchTokens,
  text: StoryText,
  keys: readonly (readonly [number, number])[],
  lexicon: Lexicon
): StoryFound | null {
  for (const key of tokens.versionKeys) {
    const named = storyOfVersion(memory, entry, tokens, key, 'named as a version in another language')
    // Only of its own texts a source knows the versions.
    if (named !== null && named.through.members.some(({ sourceId }) => sourceId === entry.sourceId)) return named
  }
  const neutral = storyOfVersion(memory, entry, tokens, tokens.neutralKey, 'same address in another language')
  const stories = new Map<StoryProfile, ArticleGroup>()
  const settled = (own: Bag, language: string): Bag => translate(own, language, lexicon)
  for (const place of nearest(memory, keys, STORY_NEIGHBOURS_MAX)) {
    const group = memory.groups[place]!
    const story = memory.stories.get(mergedStory(memory, group.storyId))
    if (story && !stories.has(story)) stories.set(settle(story, settled), group)
  }
  const paired = new Set<StoryProfile>()
  for (const version of versionsBy(memory, entry, tokens, tokens.pairKey, PAIRED_WINDOW_MS)) {
    const group = memory.articles.get(version.articleId)!
    const story = memory.stories.get(mergedStory(memory, group.storyId))
    if (!story) continue
    paired.add(story)
    if (!stories.has(story)) stories.set(settle(story, settled), group)
  }
  const choice = chooseStory(
    {
      ...text,
      language: tokens.language,
      at: entry.at,
      hasSummary: tokens.summary.length > 0,
      sourceLanguage: sourceLanguageOf(entry, tokens),
      storiesKnown: memory.counts.count(languageKey(tokens.language), memory.counts.worthAt(entry.at))
    },
    stories.keys(),
    paired
  )
  if (choice === null) return neutral
  return { ...choice, through: stories.get(memory.stories.get(choice.storyId)!)! }
}

/** Feeds of one publisher bring a text in all their languages within so long. */
const PAIRED_WINDOW_MS = 36 * 3_600_000

/** The story of a version of this text in another language, as the publisher links it. */
function storyOfVersion(memory: NeighbourMemory, entry: Told, tokens: MatchTokens, key: number | null, reason: string): StoryFound | null {
  for (const version of versionsBy(memory, entry, tokens, key, sameUrlWindowMs)) {
    const storyId = storyIdOf(memory, version.articleId)
    if (storyId !== undefined) return { storyId, reason, merge: [], through: memory.articles.get(version.articleId)! }
  }
  return null
}

const versions = new Uint32Array(150)

/** Entries of other languages that share a key with this one, the newest first. */
function versionsBy(memory: NeighbourMemory, entry: Told, tokens: MatchTokens, key: number | null, windowMs: number): readonly Neighbour[] {
  if (key === null) return []
  const found: Neighbour[] = []
  const count = memory.postings.numbersOf(key, memory.oldest, versions)
  for (let index = count - 1; index >= 0; index--) {
    const version = memory.neighbours[versions[index]! - memory.oldest]!
    if (version.features.language !== tokens.language && Math.abs(version.at - entry.at) <= windowMs) found.push(version)
  }
  return found
}

/** The words that a text adds to the counts: each counts once a story, and the story once for its language. */
export function countedOfStory(tokens: MatchTokens, text: StoryText | null, story: StoryProfile | undefined): readonly number[] {
  if (text === null) return [languageKey(tokens.language), ...new Set([...tokens.storyTitle, ...tokens.story])]
  const words = wordsIn(text.own)
  const theirs = story && bagOf(story, tokens.language)
  return theirs ? words.filter((word) => !hasWord(theirs, word)) : [languageKey(tokens.language), ...words]
}

/**
 * What the lexicon learns when a story is told in a language for the first time: the words of both, the pivot's own where the story has them. A
 * text in the pivot language teaches what each of the others says.
 */
export function parallelsOf({ language }: MatchTokens, text: StoryText, story: StoryProfile | undefined): readonly ParallelText[] {
  if (!story || bagOf(story, language) || sizeOf(story.pivot) === 0) return []
  if (language === PIVOT) return story.byLanguage.map((one) => ({ language: one.language, words: mainWords(one.bag), pivot: wordsIn(text.own) }))
  return [{ language, words: wordsIn(text.own), pivot: mainWords(bagOf(story, PIVOT) ?? story.pivot) }]
}

function mainWords(bag: Bag): readonly number[] {
  return wordsIn(heaviestOf(bag, PARALLEL_WORDS_MAX))
}

/** Makes stories part of another. @returns those that were known */
export function mergeStories(memory: NeighbourMemory, into: StoryProfile, merge: StoryChoice['merge'], lexicon: Lexicon): readonly StoryMerge[] {
  return merge.flatMap(({ storyId: from, reason }) => {
    const other = memory.stories.get(from)
    if (!other || other === into) return []
    mergeProfiles(into, settle(other, (own, language) => translate(own, language, lexicon)))
    memory.stories.delete(from)
    memory.mergedInto.set(from, into.storyId)
    return [{ from, into: into.storyId, reason }]
  })
}

export function sourceLanguageOf({ sourceId }: MatchText, { language }: MatchTokens): number {
  return hash52("source-language", sourceId, language)
}

const PARALLEL_WORDS_MAX = 60
