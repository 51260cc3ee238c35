import { readNumbers, writeNumbers } from './number-bytes.ts'
import type { Bag, StoryProfile } from './story-profile.ts'

const VERSION = 1

export function encodeProfile(story: StoryProfile): Uint8Array {
  const out = writeNumbers()
  const bag = (words: Bag): void =>
    out.list([...words], ([word, weight]) => {
      out.whole(word)
      out.weight(weight)
    })
  out.whole(VERSION)
  out.whole(story.articles)
  out.list([...story.byLanguage], ([language, words]) => {
    out.text(language)
    bag(words)
  })
  bag(story.pivot)
  out.list([...story.owners], out.whole)
  out.list([...story.sourceLanguages], out.whole)
  return out.bytes()
}

/** @returns null for bytes of another version, or none of ours */
export function decodeProfile(storyId: string, at: number, bytes: Uint8Array): StoryProfile | null {
  const input = readNumbers(bytes)
  const bag = (): Map<number, number> => {
    const words = new Map<number, number>()
    for (let rest = input.count(); rest > 0; rest--) words.set(input.whole(), input.weight())
    return words
  }
  try {
    if (input.whole() !== VERSION) return null
    return {
      storyId,
      at,
      articles: input.whole(),
      byLanguage: new Map(input.list(() => [input.text(), bag()] as const)),
      pivot: bag(),
      owners: new Set(input.list(input.whole)),
      sourceLanguages: new Set(input.list(input.whole))
    }
  } catch {
    return null
  }
}
