import { sameUrlWindowMs } from './find-duplicate.ts'
import { chooseStory, type StoryChoice } from './group-stories.ts'
import type { Lexicon } from './lexicon.ts'
import { hash52, languageKey, type MatchText, type MatchTokens, type Weigher } from './match-features.ts'
import { addCount, nearest, type NeighbourMemory, storyIdOf } from './neighbour-memory.ts'
import { addBag, type Bag, mergeProfiles, newStory, type StoryProfile, unitBag } from './story-profile.ts'

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

interface Told extends MatchText {
  readonly owner: string
  readonly at: number
}

export function storyText(tokens: MatchTokens, weigh: Weigher, lexicon: Lexicon): StoryText {
  const own = new Map<number, number>()
  for (const word of tokens.story) if (!own.has(word)) own.set(word, weigh(word) * SUMMARY_SHARE)
  for (const word of tokens.storyTitle) own.set(word, weigh(word))
  const bag = unitBag(own)
  return { own: bag, pivot: tokens.language === PIVOT ? bag : translate(bag, tokens.language, lexicon) }
}

const SUMMARY_SHARE = 0.6
const PIVOT = 'en'
/** Most words without a translation are words that the lexicon lacks, not names. */
const UNTRANSLATED_SHARE = 0.7

/** The words of a text in the pivot language; a word without translation, such as a name or a number, stands for itself. */
function translate(own: Bag, language: string, lexicon: Lexicon): Bag {
  const translations = lexicon.get(language)
  const bag = new Map<number, number>()
  for (const [word, weight] of own) {
    const known = translations?.get(word)
    if (known === undefined) bag.set(word, (bag.get(word) ?? 0) + weight * UNTRANSLATED_SHARE)
    else for (const { word: to, p } of known) bag.set(to, (bag.get(to) ?? 0) + weight * Math.sqrt(p))
  }
  return unitBag(bag)
}

const STORY_NEIGHBOURS_MAX = 60

/** The story among the neighbours' that a text tells too; null when it opens its own. Nothing changes. */
export function lookForStory(
  memory: NeighbourMemory,
  entry: Told,
  tokens: MatchTokens,
  text: StoryText,
  keys: readonly (readonly [number, number])[]
): StoryChoice | null {
  const stories = new Map<string, StoryProfile>()
  for (const neighbour of nearest(memory, keys, STORY_NEIGHBOURS_MAX)) {
    const story = memory.stories.get(storyIdOf(memory, neighbour.articleId) ?? '')
    if (story) stories.set(story.storyId, story)
  }
  const choice = chooseStory(
    {
      ...text,
      language: tokens.language,
      at: entry.at,
      hasSummary: tokens.summary.length > 0,
      sourceLanguage: sourceLanguageOf(entry, tokens)
    },
    stories.values()
  )
  return choice ?? versionsOf(memory, entry, tokens)
}

/** The story of a text whose address differs from this one's in nothing but the language. */
function versionsOf(memory: NeighbourMemory, entry: Told, tokens: MatchTokens): StoryChoice | null {
  for (const seq of tokens.neutralKey === null ? [] : (memory.keys.get(tokens.neutralKey) ?? [])) {
    const version = memory.neighbours.get(seq)
    if (!version || version.features.language === tokens.language || Math.abs(version.at - entry.at) > sameUrlWindowMs) continue
    const storyId = storyIdOf(memory, version.articleId)
    if (storyId !== undefined) return { storyId, reason: 'same address in another language', merge: [] }
  }
  return null
}

/** Makes a text part of a story and counts its words, each once a story. @returns the stories that were merged into this one */
export function joinStory(
  memory: NeighbourMemory,
  entry: Told,
  tokens: MatchTokens,
  text: StoryText | null,
  storyId: string,
  copy: boolean,
  merge: StoryChoice['merge']
): readonly StoryMerge[] {
  if (text === null) {
    if (!copy) countWords(memory, new Set([...tokens.storyTitle, ...tokens.story]), languageKey(tokens.language), entry.at)
    return []
  }
  let story = memory.stories.get(storyId)
  if (!story) memory.stories.set(storyId, (story = newStory(storyId, entry.at)))
  memory.changes?.stories.add(storyId)
  story.at = Math.max(story.at, entry.at)
  story.owners.add(hash52('owner', entry.owner))
  if (copy) return []
  const theirs = story.byLanguage.get(tokens.language)
  countWords(
    memory,
    theirs ? [...text.own.keys()].filter((word) => !theirs.has(word)) : text.own.keys(),
    theirs ? null : languageKey(tokens.language),
    entry.at
  )
  if (!theirs && story.pivot.size > 0)
    memory.changes?.parallel.push({ language: tokens.language, words: [...text.own.keys()], pivot: heaviest(story.pivot) })
  addBag(story, tokens.language, text.own, text.pivot)
  story.articles++
  story.sourceLanguages.add(sourceLanguageOf(entry, tokens))
  return merge.flatMap(({ storyId: from, reason }) => {
    const other = memory.stories.get(from)
    if (!other) return []
    mergeProfiles(story, other)
    memory.stories.delete(from)
    memory.mergedInto.set(from, storyId)
    memory.changes?.mergedStories.add(from)
    return [{ from, into: storyId, reason }]
  })
}

function countWords(memory: NeighbourMemory, words: Iterable<number>, language: number | null, at: number): void {
  for (const word of words) addCount(memory, word, at)
  if (language !== null) addCount(memory, language, at)
}

function sourceLanguageOf({ sourceId }: Told, { language }: MatchTokens): number {
  return hash52('source-language', sourceId, language)
}

const PARALLEL_WORDS_MAX = 60

function heaviest(bag: Bag): readonly number[] {
  return [...bag]
    .sort((a, b) => b[1] - a[1])
    .slice(0, PARALLEL_WORDS_MAX)
    .map(([word]) => word)
}
