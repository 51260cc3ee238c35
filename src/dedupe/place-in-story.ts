import { hash52 } from '../text/hash.ts'
import { isOneForm } from './filled-forms.ts'
import { type Placed, sameUrlWindowMs } from './find-duplicate.ts'
import { chooseStory, type StoryChoice } from './group-stories.ts'
import type { Lexicon, ParallelText } from './lexicon.ts'
import { languageKey } from './match-features.ts'
import { IN_TITLE, type MatchTokens } from './match-tokens.ts'
import { type ArticleGroup, nearest, type Neighbour, type NeighbourMemory, storyIdOf, storyOf } from './neighbour-memory.ts'
import { type Bag, bagOf, mergeProfiles, settle, type StoryProfile } from './story-profile.ts'
import type { WeighedKeys } from './weighed-keys.ts'
import { hasWord, heaviestOf, sizeOf, summedUnitSet, unitSet, wordsIn } from './word-set.ts'

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

type Told = Pick<Placed, 'features' | 'sourceId' | 'at'>

/** @param weights what each stem of the text weighs */
export function storyText({ stems, uses, language }: MatchTokens, weights: Float64Array, lexicon: Lexicon): StoryText {
  const words: number[] = []
  const shares: number[] = []
  for (let place = 0; place < stems.length; place++) {
    if (uses[place] === 0) continue
    words.push(stems[place]!)
    shares.push((uses[place]! & IN_TITLE) === 0 ? weights[place]! * SUMMARY_SHARE : weights[place]!)
  }
  const own = unitSet(words, shares)
  return { own, pivot: translate(own, language, lexicon) }
}

const SUMMARY_SHARE = 0.6
const PIVOT = 'en'
/** Most words without a translation are words that the lexicon lacks, not names. */
const UNTRANSLATED_SHARE = 0.7

/** The words of a text in the pivot language; a word without translation, such as a name or a number, stands for itself. */
export function translate(own: Bag, language: string, lexicon: Lexicon): Bag {
  if (language === PIVOT) return own
  const translations = lexicon.get(language)
  const words: number[] = []
  const weights: number[] = []
  for (let index = own.start; index < own.end; index++) {
    const word = own.hashes[index]!
    const weight = own.weights[index]!
    const known = translations?.get(word)
    if (known === undefined) {
      words.push(word)
      weights.push(weight * UNTRANSLATED_SHARE)
      continue
    }
    for (let meaning = 0; meaning < known.length; meaning++) {
      const { word: to, p } = known[meaning]!
      words.push(to)
      weights.push(weight * Math.sqrt(p))
    }
  }
  return summedUnitSet(words, weights)
}

const STORY_NEIGHBOURS_MAX = 60

/** The story among the neighbours' that a text tells too; null when it opens its own. Nothing changes. */
export function lookForStory(
  memory: NeighbourMemory,
  entry: Told,
  tokens: MatchTokens,
  text: StoryText,
  keys: WeighedKeys,
  lexicon: Lexicon
): StoryFound | null {
  for (const key of tokens.versionKeys) {
    const named = storyOfVersion(memory, entry, tokens, key, 'named as a version in another language')
    // Only of its own texts a source knows the versions.
    if (named !== null && named.through.members.some(({ sourceId }) => sourceId === entry.sourceId)) return named
  }
  const neutral = storyOfVersion(memory, entry, tokens, tokens.neutralKey, 'same address in another language')
  const stories: StoryProfile[] = []
  const groups: ArticleGroup[] = []
  const settled = (own: Bag, language: string): Bag => translate(own, language, lexicon)
  const consider = (group: ArticleGroup): StoryProfile | undefined => {
    const story = storyOf(memory, group)
    if (story === undefined || stories.includes(story)) return story
    stories.push(settle(story, settled))
    groups.push(group)
    return story
  }
  const others = new Set<StoryProfile>()
  for (const place of nearest(memory, keys, STORY_NEIGHBOURS_MAX)) {
    const story = consider(memory.groups[place]!)
    if (story && isOneForm(entry.features, memory.neighbours[place]!.features)) others.add(story)
  }
  const paired: StoryProfile[] = []
  for (const version of versionsBy(memory, entry, tokens, tokens.pairKey, PAIRED_WINDOW_MS)) {
    const story = consider(memory.articles.get(version.articleId)!)
    if (story) paired.push(story)
  }
  const choice = chooseStory(
    {
      ...text,
      language: tokens.language,
      at: entry.at,
      hasSummary: tokens.summary.hashes.length > 0,
      sourceLanguage: sourceLanguageOf(entry, tokens),
      storiesKnown: memory.counts.count(languageKey(tokens.language), memory.counts.worthAt(entry.at))
    },
    stories.filter((story) => !others.has(story)),
    paired
  )
  if (choice === null) return neutral
  return { ...choice, through: groups[stories.findIndex(({ storyId }) => storyId === choice.storyId)]! }
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
export function countedOfStory({ language, stems, uses }: MatchTokens, story: StoryProfile | undefined): readonly number[] {
  const theirs = story && bagOf(story, language)
  const counted = theirs ? [] : [languageKey(language)]
  for (let place = 0; place < stems.length; place++) {
    if (uses[place] !== 0 && !(theirs && hasWord(theirs, stems[place]!))) counted.push(stems[place]!)
  }
  return counted
}

/**
 * What the lexicon learns when a story is told in a language for the first time: the words of both, the pivot's own where the story has them. A
 * text in the pivot language teaches what each of the others says.
 */
export function parallelsOf({ language }: MatchTokens, text: StoryText, story: StoryProfile | undefined): readonly ParallelText[] {
  if (!story || bagOf(story, language) || sizeOf(story.pivot) === 0) return []
  if (language === PIVOT)
    return story.byLanguage.map((one) => ({ language: one.language, words: mainWords(one.bag), pivot: wordsIn(text.own) }))
  return [{ language, words: wordsIn(text.own), pivot: mainWords(bagOf(story, PIVOT) ?? story.pivot) }]
}

function mainWords(bag: Bag): readonly number[] {
  return wordsIn(heaviestOf(bag, PARALLEL_WORDS_MAX))
}

/** Makes stories part of another. @returns those that were known */
export function mergeStories(
  memory: NeighbourMemory,
  into: StoryProfile,
  merge: StoryChoice['merge'],
  lexicon: Lexicon
): readonly StoryMerge[] {
  return merge.flatMap(({ storyId: from, reason }) => {
    const other = memory.stories.get(from)
    if (!other || other === into) return []
    mergeProfiles(
      into,
      settle(other, (own, language) => translate(own, language, lexicon))
    )
    memory.stories.delete(from)
    other.mergedInto = into
    memory.mergedInto.set(from, into.storyId)
    return [{ from, into: into.storyId, reason }]
  })
}

export function sourceLanguageOf({ sourceId }: Pick<Placed, 'sourceId'>, { language }: MatchTokens): number {
  return hash52('source-language', sourceId, language)
}

const PARALLEL_WORDS_MAX = 60
