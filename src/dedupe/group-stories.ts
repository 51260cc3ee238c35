import { type Bag, bagOf, type StoryProfile } from './story-profile.ts'
import { cosine, sharedWords } from './word-set.ts'

/** An article that looks for its story. */
export interface StoryText {
  readonly language: string
  readonly own: Bag
  readonly pivot: Bag
  readonly at: number
  readonly hasSummary: boolean
  readonly sourceLanguage: number
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
export function chooseStory(text: StoryText, stories: Iterable<StoryProfile>, paired: ReadonlySet<StoryProfile> = new Set()): StoryChoice | null {
  const near: { readonly story: StoryProfile; readonly score: number; readonly across: boolean }[] = []
  for (const story of stories) {
    const age = Math.abs(text.at - story.at)
    if (age > storyWindowMs) continue
    const fading = 0.5 ** (age / FADING_MS)
    const theirs = bagOf(story, text.language)
    const own = theirs ? cosine(text.own, theirs) * fading : 0
    if (own >= (text.hasSummary ? OWN_MIN : OWN_TITLE_ONLY_MIN)) near.push({ story, score: own, across: false })
    // A story that has this language already is joined through it: a second text of one language and one day is rarely a translation.
    else if (!theirs && !story.sourceLanguages.includes(text.sourceLanguage)) {
      const across = cosine(text.pivot, story.pivot) * fading
      const [least, words] = paired.has(story)
        ? [ACROSS_PAIRED_MIN, SHARED_WORDS_PAIRED_MIN]
        : [text.hasSummary ? ACROSS_MIN : ACROSS_TITLE_ONLY_MIN, SHARED_WORDS_MIN]
      if (across >= least && sharedWords(text.pivot, story.pivot) >= words)
        near.push({ story, score: across, across: true })
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

const HOUR_MS = 3_600_000
export const storyWindowMs = 72 * HOUR_MS
const FADING_MS = 96 * HOUR_MS
const OWN_MIN = 0.25
const OWN_TITLE_ONLY_MIN = 0.15
const ACROSS_MIN = 0.08
const ACROSS_TITLE_ONLY_MIN = 0.3
const ACROSS_PAIRED_MIN = 0.05
const SHARED_WORDS_MIN = 3
const SHARED_WORDS_PAIRED_MIN = 2
const MERGE_MIN = 0.35

/** How alike two stories are in the language they have most in common; stories without a common language are never merged. */
function storyLikeness(a: StoryProfile, b: StoryProfile): number {
  let best = 0
  for (const { language, bag } of a.byLanguage) {
    const other = bagOf(b, language)
    if (other) best = Math.max(best, cosine(bag, other))
  }
  return best
}
