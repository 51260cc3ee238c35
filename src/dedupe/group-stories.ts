import { type Bag, bagOf, type StoryProfile } from './story-profile.ts'
import { cosine, HeldSet, sharedWords } from './word-set.ts'

/** An article that looks for its story. */
export interface StoryText {
  readonly language: string
  readonly own: Bag
  readonly pivot: Bag
  readonly at: number
  readonly hasSummary: boolean
  readonly sourceLanguage: number
  /** How many stories of its language words were weighed by. */
  readonly storiesKnown: number
}

export interface StoryChoice {
  readonly storyId: string
  readonly reason: string
  /** Stories that this article shows to be the same one, as told by it and by themselves. */
  readonly merge: readonly { readonly storyId: string; readonly reason: string }[]
}

/**
 * The story an article belongs to, or null when it opens one of its own. Pure: the stories are not changed.
 * @param paired those of the stories that a feed told which carries the same announcements in another language
 */
export function chooseStory(text: StoryText, stories: readonly StoryProfile[], paired: readonly StoryProfile[] = []): StoryChoice | null {
  ownWords.hold(text.own)
  pivotWords.hold(text.pivot)
  const near: { readonly story: StoryProfile; readonly score: number; readonly across: boolean }[] = []
  for (const story of stories) {
    const age = Math.abs(text.at - story.at)
    if (age > storyWindowMs) continue
    const fading = 0.5 ** (age / FADING_MS)
    const theirs = bagOf(story, text.language)
    const own = theirs ? ownWords.cosine(theirs) * fading : 0
    const toldBySource = story.sourceLanguages.includes(text.sourceLanguage)
    if (own >= ownMin(text, toldBySource)) near.push({ story, score: own, across: false })
    // A story that has this language already is joined through it: a second text of one language and one day is rarely a translation.
    else if (!theirs && !toldBySource) {
      const across = pivotWords.cosine(story.pivot) * fading
      const [least, words] = paired.includes(story)
        ? [ACROSS_PAIRED_MIN, SHARED_WORDS_PAIRED_MIN]
        : [text.hasSummary ? ACROSS_MIN : ACROSS_TITLE_ONLY_MIN, SHARED_WORDS_MIN]
      const anchored = across >= unanchoredMin(text) || story.byLanguage.some(({ bag }) => sharedWords(text.own, bag) > 0)
      if (across >= least && anchored && sharedWords(text.pivot, story.pivot) >= words) near.push({ story, score: across, across: true })
    }
  }
  near.sort((a, b) => b.score - a.score || (a.story.storyId < b.story.storyId ? -1 : 1))
  const best = near.find(({ across }) => !across) ?? near[0]
  if (best === undefined) return null
  const merge = near
    .filter(({ story }) => story !== best.story)
    .map(({ story }) => ({ storyId: story.storyId, alike: storyLikeness(best.story, story) }))
    .filter(({ alike }) => alike >= MERGE_MIN)
    .map(({ storyId, alike }) => ({ storyId, reason: `stories ${alike.toFixed(2).replace(/^0/, '')}, joined by one article` }))
  return {
    storyId: best.story.storyId,
    reason: `${best.across ? 'translated words' : 'words'} ${best.score.toFixed(2).replace(/^0/, '')}`,
    merge
  }
}

const ownWords = new HeldSet()
const pivotWords = new HeldSet()

/**
 * A few stories tell little of how rare a word is: two titles of one source share "the bridge over" as they would a name. Other sources' titles
 * are believed sooner, for what two of them bring at once is rarely two things.
 */
function ownMin({ hasSummary, storiesKnown }: StoryText, toldBySource: boolean): number {
  if (hasSummary) return OWN_MIN
  if (!toldBySource) return OWN_TITLE_ONLY_MIN
  return OWN_TITLE_ONLY_MIN + (OWN_TITLE_ONLY_FIRST_MIN - OWN_TITLE_ONLY_MIN) * Math.max(0, 1 - storiesKnown / STORIES_ENOUGH)
}

/**
 * While few stories of a language are known, every flood warning resembles every other one, and it takes a name or a number that
 * stands in both languages alike to tell them apart.
 */
function unanchoredMin({ storiesKnown }: StoryText): number {
  return UNANCHORED_FIRST_MIN * Math.max(0, 1 - storiesKnown / STORIES_FEW)
}

const UNANCHORED_FIRST_MIN = 0.45
const STORIES_FEW = 10

const OWN_TITLE_ONLY_FIRST_MIN = 0.8
const STORIES_ENOUGH = 60

const HOUR_MS = 3_600_000
export const storyWindowMs = 72 * HOUR_MS
const FADING_MS = 96 * HOUR_MS
const OWN_MIN = 0.34
const OWN_TITLE_ONLY_MIN = 0.15
const ACROSS_MIN = 0.1
const ACROSS_TITLE_ONLY_MIN = 0.3
const ACROSS_PAIRED_MIN = 0.05
const SHARED_WORDS_MIN = 3
const SHARED_WORDS_PAIRED_MIN = 2
const MERGE_MIN = 0.3

/** How alike two stories are in the language they have most in common; stories without a common language are never merged. */
function storyLikeness(a: StoryProfile, b: StoryProfile): number {
  let best = 0
  for (const { language, bag } of a.byLanguage) {
    const other = bagOf(b, language)
    if (other) best = Math.max(best, cosine(bag, other))
  }
  return best
}
