import { addedSets, heaviestOf, sizeOf, storedSet, type WordSet } from './word-set.ts'

/** A bag of words: stems with their weights. */
export type Bag = WordSet

/** What a story is about: for each language, and for all in the words of the pivot language, the sum of its articles' bags. */
export interface StoryProfile {
  readonly storyId: string
  /** When its newest article was published. */
  at: number
  byLanguage: readonly { readonly language: string; readonly bag: Bag }[]
  pivot: Bag
  /** Of each source one text per language may be linked across languages. */
  sourceLanguages: readonly number[]
  /** Texts that were read from a store and not added up yet: most stories are never looked at again. */
  unsettled: readonly { readonly language: string; readonly own: Bag }[]
  /** The story this one became part of. */
  mergedInto: StoryProfile | null
  /** Too old for another text to tell it. */
  forgotten: boolean
}

export function newStory(storyId: string, at: number): StoryProfile {
  return { storyId, at, byLanguage: [], pivot: NOTHING, sourceLanguages: [], unsettled: [], mergedInto: null, forgotten: false }
}

const NOTHING: Bag = storedSet([], [])

/** Adds up what was read of a story. @param translate gives a text in the pivot language */
export function settle(story: StoryProfile, translate: (own: Bag, language: string) => Bag): StoryProfile {
  const { unsettled } = story
  if (unsettled.length === 0) return story
  story.unsettled = []
  for (const { language, own } of unsettled) addBag(story, language, own, translate(own, language))
  return story
}

/** What a story says in a language; undefined when it says nothing in it. */
export function bagOf({ byLanguage }: StoryProfile, language: string): Bag | undefined {
  for (const one of byLanguage) if (one.language === language) return one.bag
  return undefined
}

/** Adds a text in a language, forgetting the lightest words when there are more than {@link profileWordsMax}. */
export function addBag(story: StoryProfile, language: string, own: Bag, pivot: Bag): void {
  const before = bagOf(story, language)
  const bag = before ? add(before, own) : own
  story.byLanguage = before
    ? story.byLanguage.map((one) => (one.language === language ? { language, bag } : one))
    : [...story.byLanguage, { language, bag }]
  story.pivot = sizeOf(story.pivot) === 0 ? pivot : add(story.pivot, pivot)
}

/** Makes one story part of another. */
export function mergeProfiles(into: StoryProfile, from: StoryProfile): void {
  into.at = Math.max(into.at, from.at)
  into.sourceLanguages = [...new Set([...into.sourceLanguages, ...from.sourceLanguages])]
  for (const { language, bag } of from.byLanguage) addBag(into, language, bag, NOTHING)
  into.pivot = add(into.pivot, from.pivot)
}

function add(sum: Bag, bag: Bag): Bag {
  if (sizeOf(bag) === 0) return sum
  const both = addedSets(sum, bag)
  return sizeOf(both) > 2 * profileWordsMax ? heaviestOf(both, profileWordsMax) : both
}

export const profileWordsMax = 120
