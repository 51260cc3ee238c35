import { seededRandom } from './seeded-random.ts'

/** One announcement in English and in a made-up language. */
export interface Announcement {
  readonly english: { readonly title: string; readonly summary: string }
  readonly other: { readonly title: string; readonly summary: string }
}

const SYLLABLES = ['ba', 'de', 'fi', 'go', 'lu', 'ma', 'ne', 'pi', 'ro', 'su', 'ta', 've']
const SAME_EVERYWHERE = ['of', 'and', 'the']
const WORDS = 240

/**
 * Announcements that say the same in two languages which share no word, in other orders of words and with one word that only one of them has.
 * @param seed other announcements of the same two languages for another seed
 */
export function announcements(count: number, seed: number): readonly Announcement[] {
  const random = seededRandom(seed)
  const pick = (max: number): number => Math.floor(max * random() ** 1.5)
  return Array.from({ length: count }, () => {
    const meanings = [...new Set(Array.from({ length: 16 }, () => pick(WORDS)))]
    const turned = [...meanings].sort(() => random() - 0.5)
    const text = (words: readonly string[]) => ({ title: words.slice(0, 6).join(' '), summary: words.slice(6).join(' ') })
    return {
      english: text([...meanings.map(englishOf), SAME_EVERYWHERE[pick(3)]!, englishOf(pick(WORDS))]),
      other: text([...turned.map(otherOf), otherOf(pick(WORDS)), 'xa'])
    }
  })
}

/** A word for a meaning: six letters, so that it is its own stem. */
export function englishOf(meaning: number): string {
  return `e${syllables(meaning * 7 + 1, 3).slice(0, 5)}`
}

export function otherOf(meaning: number): string {
  return `z${syllables(meaning * 5 + 3, 3).slice(0, 5)}`
}

function syllables(number: number, count: number): string {
  let text = ''
  for (let left = number, at = 0; at < count; at++, left = Math.floor(left / SYLLABLES.length)) text += SYLLABLES[left % SYLLABLES.length]
  return text
}
