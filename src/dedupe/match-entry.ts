import { hashText } from '../text/hash.ts'
import { type Duplicate, findDuplicate, type Placed } from './find-duplicate.ts'
import { chooseStory } from './group-stories.ts'
import type { Lexicon } from './lexicon.ts'
import { countNow, hash52, languageKey, matchFeatures, type MatchText, type MatchTokens, matchTokens, wordWeigher } from './match-features.ts'
import { addCount, addKey, addNeighbour, nearest, type Neighbour, type NeighbourMemory } from './neighbour-memory.ts'
import { addBag, type Bag, newStory, type StoryProfile, unitBag } from './story-profile.ts'

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
  readonly mergedStories: readonly { readonly from: string; readonly into: string; readonly reason: string }[]
}

/** Places an entry among its neighbours, and makes it one. */
export function matchEntry(memory: NeighbourMemory, entry: EntryToMatch, options: MatchOptions): EntryMatch {
  const tokens = matchTokens(entry)
  const features = matchFeatures(tokens, memory.counts, entry.at)
  const placed: Placed = { features, sourceId: entry.sourceId, at: entry.at, recurring: noteTemplate(memory, tokens, entry.at) }
  const weigh = wordWeigher(tokens, memory.counts, entry.at)
  const titleKeys = rarest(tokens.storyTitle, weigh, TITLE_KEYS)
  const exact = [tokens.titleHash, tokens.headHash, tokens.urlKey, tokens.tailKey].filter((key) => key !== null)
  const copyKeys: (readonly [number, number])[] = [...titleKeys, ...exact.map((key) => [key, EXACT_KEY_WEIGHT] as const)]
  const copies = entry.deduplicate ? nearest(memory, copyKeys, COPIES_COMPARED_MAX) : []
  const duplicate = findDuplicate<Neighbour>(placed, copies, ({ articleId }) => memory.membersOfArticle.get(articleId) ?? [])

  const seq = memory.nextSeq++
  const articleId = duplicate?.of.articleId ?? hashText('article', entry.entryId)
  addNeighbour(memory, { ...placed, seq, entryId: entry.entryId, articleId })
  for (const [key] of copyKeys) addKey(memory, key, seq)
  if (tokens.suffix) {
    addCount(memory, tokens.suffix.key, entry.at)
  }
  const story = placeInStory(memory, entry, tokens, seq, articleId, duplicate, copies, titleKeys, weigh, options)
  return { articleId, joinReason: duplicate?.reason ?? null, copyOf: duplicate?.of.entryId ?? null, ...story }
}

const TITLE_KEYS = 12
const STORY_KEYS = 6
const COPIES_COMPARED_MAX = 40
const STORY_NEIGHBOURS_MAX = 60
const EXACT_KEY_WEIGHT = 50

function noteTemplate(memory: NeighbourMemory, tokens: MatchTokens, at: number): boolean {
  void memory
  void tokens
  void at
  return false
}

function rarest(hashes: readonly number[], weigh: (hash: number) => number, max: number): readonly (readonly [number, number])[] {
  return [...new Set(hashes)].map((hash) => [hash, weigh(hash)] as const).sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, max)
}

function placeInStory(
  memory: NeighbourMemory, entry: EntryToMatch, tokens: MatchTokens, seq: number, articleId: string, duplicate: Duplicate<Neighbour> | null, copies: readonly Neighbour[],
  titleKeys: readonly (readonly [number, number])[], weigh: (hash: number) => number, options: MatchOptions
): Pick<EntryMatch, 'storyId' | 'storyReason' | 'mergedStories'> {
  const ownerKey = hash52('owner', entry.owner)
  if (duplicate) {
    const storyId = memory.storyOfArticle.get(articleId)!
    memory.stories.get(storyId)?.owners.add(ownerKey)
    return { storyId, storyReason: null, mergedStories: [] }
  }
  if (!options.stories) {
    const storyId = hashText('story', articleId)
    memory.storyOfArticle.set(articleId, storyId)
    for (const word of new Set([...tokens.storyTitle, ...tokens.story])) addCount(memory, word, entry.at)
    addCount(memory, languageKey(tokens.language), entry.at)
    return { storyId, storyReason: null, mergedStories: [] }
  }
  const own = storyBag(tokens, weigh)
  const pivot = pivotBag(tokens, own, memory, entry.at, options.lexicon)
  const storyKeys = [...rarest([...own.keys()], weigh, STORY_KEYS)]
  const pivotKeys = [...pivot].sort((a, b) => b[1] - a[1]).slice(0, STORY_KEYS + TITLE_KEYS)
  const lookup = new Map<number, number>([...titleKeys, ...storyKeys, ...pivotKeys.map(([key, weight]) => [key, weight * 10] as const)])
  if (tokens.neutralKey !== null) lookup.set(tokens.neutralKey, EXACT_KEY_WEIGHT)
  const near = new Map<string, StoryProfile>()
  for (const neighbour of nearest(memory, lookup, STORY_NEIGHBOURS_MAX)) {
    const storyId = memory.storyOfArticle.get(neighbour.articleId)
    const story = storyId === undefined ? undefined : memory.stories.get(storyId)
    if (story) near.set(story.storyId, story)
  }
  for (const key of lookup.keys()) addKey(memory, key, seq)
  void copies
  const sourceLanguage = hash52('source-language', entry.sourceId, tokens.language)
  const choice = chooseStory({ language: tokens.language, own, pivot, at: entry.at, hasSummary: tokens.summary.length > 0, sourceLanguage }, near.values())
  const storyId = choice?.storyId ?? hashText('story', articleId)
  let story = memory.stories.get(storyId)
  if (!story) memory.stories.set(storyId, (story = newStory(storyId, entry.at)))
  memory.storyOfArticle.set(articleId, storyId)
  story.at = Math.max(story.at, entry.at)
  story.articles++
  story.owners.add(ownerKey)
  story.sourceLanguages.add(sourceLanguage)
  let mine = story.byLanguage.get(tokens.language)
  if (!mine) {
    story.byLanguage.set(tokens.language, (mine = new Map()))
    addCount(memory, languageKey(tokens.language), entry.at)
  }
  for (const word of own.keys()) if (!mine.has(word)) addCount(memory, word, entry.at)
  addBag(mine, own)
  addBag(story.pivot, pivot)
  const mergedStories = (choice?.merge ?? []).map(({ storyId: from, reason }) => {
    mergeInto(memory, story, memory.stories.get(from)!)
    return { from, into: storyId, reason }
  })
  return { storyId, storyReason: choice?.reason ?? null, mergedStories }
}

function storyBag(tokens: MatchTokens, weigh: (hash: number) => number): Bag {
  const bag = new Map<number, number>()
  for (const word of tokens.story) if (!bag.has(word)) bag.set(word, weigh(word) * SUMMARY_SHARE)
  for (const word of tokens.storyTitle) bag.set(word, weigh(word))
  return unitBag(bag)
}

const SUMMARY_SHARE = 0.6

/** The words of a text in the pivot language; a word without translation, such as a name or a number, stands for itself. */
function pivotBag(tokens: MatchTokens, own: Bag, memory: NeighbourMemory, at: number, lexicon: Lexicon): Bag {
  if (tokens.language === PIVOT) return own
  const translations = lexicon.get(tokens.language)
  const stories = countNow(memory.counts.get(languageKey(PIVOT)), at)
  const bag = new Map<number, number>()
  for (const [word, weight] of own) {
    const known = translations?.get(word)
    if (known === undefined) {
      bag.set(word, (bag.get(word) ?? 0) + weight)
      continue
    }
    for (const { word: to, p } of known) {
      const rare = Math.log(1 + (stories + 1) / (countNow(memory.counts.get(to), at) + 1))
      void rare
      bag.set(to, (bag.get(to) ?? 0) + weight * p)
    }
  }
  return unitBag(bag)
}

const PIVOT = 'en'

function mergeInto(memory: NeighbourMemory, into: StoryProfile, from: StoryProfile): void {
  into.at = Math.max(into.at, from.at)
  into.articles += from.articles
  for (const owner of from.owners) into.owners.add(owner)
  for (const one of from.sourceLanguages) into.sourceLanguages.add(one)
  for (const [language, bag] of from.byLanguage) {
    let mine = into.byLanguage.get(language)
    if (!mine) into.byLanguage.set(language, (mine = new Map()))
    addBag(mine, bag)
  }
  addBag(into.pivot, from.pivot)
  memory.stories.delete(from.storyId)
  for (const [articleId, storyId] of memory.storyOfArticle) if (storyId === from.storyId) memory.storyOfArticle.set(articleId, into.storyId)
}
