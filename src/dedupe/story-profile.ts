/** A bag of words: hash of a stem to weight. */
export type Bag = ReadonlyMap<number, number>

/** What a story is about: for each language, and for all in the words of the pivot language, the sum of its articles' bags. */
export interface StoryProfile {
  readonly storyId: string
  /** When its newest article was published. */
  at: number
  articles: number
  readonly byLanguage: Map<string, Map<number, number>>
  readonly pivot: Map<number, number>
  /** Who told it, as {@link import('./match-features.ts').hash52} of owner: what corroborates counts owners, not feeds. */
  readonly owners: Set<number>
  /** Of each source one text per language may be linked across languages. */
  readonly sourceLanguages: Set<number>
}

export function newStory(storyId: string, at: number): StoryProfile {
  return { storyId, at, articles: 0, byLanguage: new Map(), pivot: new Map(), owners: new Set(), sourceLanguages: new Set() }
}

/** Adds a text in a language, forgetting the lightest words when there are more than {@link profileWordsMax}. */
export function addBag(story: StoryProfile, language: string, own: Bag, pivot: Bag): void {
  let mine = story.byLanguage.get(language)
  if (!mine) story.byLanguage.set(language, (mine = new Map()))
  add(mine, own)
  add(story.pivot, pivot)
}

/** Makes one story part of another. */
export function mergeProfiles(into: StoryProfile, from: StoryProfile): void {
  into.at = Math.max(into.at, from.at)
  into.articles += from.articles
  for (const owner of from.owners) into.owners.add(owner)
  for (const one of from.sourceLanguages) into.sourceLanguages.add(one)
  for (const [language, bag] of from.byLanguage) addBag(into, language, bag, NOTHING)
  add(into.pivot, from.pivot)
}

const NOTHING: Bag = new Map()

function add(sum: Map<number, number>, bag: Bag): void {
  norms.delete(sum)
  for (const [word, weight] of bag) sum.set(word, (sum.get(word) ?? 0) + weight)
  if (sum.size <= 2 * profileWordsMax) return
  const kept = [...sum].sort((a, b) => b[1] - a[1]).slice(0, profileWordsMax)
  sum.clear()
  for (const [word, weight] of kept) sum.set(word, weight)
}

export const profileWordsMax = 120

/** The cosine of two bags. */
export function cosine(a: Bag, b: Bag): number {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a]
  let dot = 0
  for (const [word, weight] of small) dot += weight * (large.get(word) ?? 0)
  return dot === 0 ? 0 : dot / (norm(a) * norm(b))
}

/** Lengths of bags, until they grow: a story is compared with many texts between two that it takes in. */
const norms = new WeakMap<Bag, number>()

function norm(bag: Bag): number {
  const known = norms.get(bag)
  if (known !== undefined) return known
  let total = 0
  for (const weight of bag.values()) total += weight * weight
  const length = Math.sqrt(total)
  norms.set(bag, length)
  return length
}

/** A bag of length 1. */
export function unitBag(bag: Bag): Map<number, number> {
  const length = norm(bag)
  return new Map([...bag].map(([word, weight]) => [word, weight / length]))
}
