import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { decodeTranslations, encodeTranslations } from '../../src/dedupe/learned-lexicon.ts'
import { learnTranslations } from '../../src/dedupe/learn-translations.ts'
import type { Lexicon } from '../../src/dedupe/lexicon.ts'
import { type EntryToMatch, matchEntry } from '../../src/dedupe/match-entry.ts'
import { createMemory } from '../../src/dedupe/neighbour-memory.ts'
import { createLexiconLearning, createLiveLexicon, learnLexicons, trainInThread, type Train } from '../../src/poll/learn-lexicons.ts'
import { createNeighbourWindow } from '../../src/poll/neighbour-window.ts'
import { countParallelTexts, readLexicons } from '../../src/store/neighbours.ts'
import { createStore, type Store } from '../../src/store/store.ts'
import { hash32 } from '../../src/text/hash.ts'
import { wordsOf } from '../../src/text/words.ts'
import { ENGINES } from '../support/databases.ts'
import { aText } from '../support/match-texts.ts'
import { announcements } from '../support/two-languages.ts'

const HOUR_MS = 3_600_000
const NOON = Date.UTC(2026, 2, 3, 12)
const KNOWS_NOTHING: Lexicon = { get: () => undefined }
const here: Train = async (texts) => encodeTranslations(learnTranslations(texts))

/** Each announcement in English, then an hour later in the other language. @param linked whether its publisher names the first */
function published(count: number, seed: number, linked: boolean): readonly EntryToMatch[] {
  return announcements(count, seed).flatMap(({ english, other }, index) => {
    const [at, url] = [NOON + 2 * index * HOUR_MS, `https://ministry.example/${seed}/${index}`]
    const common = { sourceId: 'ministry' }
    return [
      aText({ ...common, ...english, entryId: `en-${seed}-${index}`, canonicalUrl: `${url}e`, at }),
      aText({
        ...common,
        ...other,
        entryId: `xx-${seed}-${index}`,
        language: 'xx',
        canonicalUrl: `${url}o`,
        at: at + HOUR_MS,
        ...(linked ? { alternateUrls: [`${url}e`] } : {})
      })
    ]
  })
}

/** How many texts of the other language are found to tell the story of their own announcement, and how many that of another. */
function found(lexicon: Lexicon): { readonly right: number; readonly wrong: number } {
  const memory = createMemory()
  const entries = published(60, 2, false)
  const places = entries.map((entry) => matchEntry(memory, entry, { lexicon, stories: true }))
  const storyOf = new Map(entries.map(({ entryId }, index) => [entryId, places[index]!.storyId]))
  const pairs = entries
    .filter(({ tokens }) => tokens.language === 'xx')
    .map(({ entryId }) => [storyOf.get(entryId), storyOf.get(entryId.replace('xx', 'en'))] as const)
  const right = pairs.filter(([a, b]) => a === b).length
  const english = new Set(entries.flatMap(({ entryId, tokens }) => (tokens.language === 'en' ? [storyOf.get(entryId)] : [])))
  return { right, wrong: pairs.filter(([a, b]) => a !== b && english.has(a)).length }
}

describe.each(ENGINES)('learning on $name', ({ open }) => {
  let store: Store
  beforeEach(async () => {
    store = createStore(await open())
    const window = createNeighbourWindow(store.database)
    const entries = published(150, 1, true)
    const { statements } = await window.place(entries, { lexicon: KNOWS_NOTHING, stories: true }, NOON)
    await store.database.batch(statements)
  })
  afterEach(() => store.close())

  test('texts that a publisher links make others be found that nobody links', async () => {
    const collected = (await countParallelTexts(store.database)).get('xx')!
    expect(collected).toBeGreaterThan(130) // some tell a story that the other language told already
    const lexicon = createLiveLexicon(KNOWS_NOTHING)
    expect(found(lexicon).right).toBe(0)
    let now = NOON
    const learn = createLexiconLearning(store, lexicon, { now: () => now, signal: new AbortController().signal }, here)
    expect(await learn()).toEqual([]) // the first day is for collecting
    now += 25 * HOUR_MS
    expect(await learn()).toEqual([{ language: 'xx', texts: collected, words: expect.any(Number) }])
    const after = found(lexicon)
    expect(after.right).toBeGreaterThanOrEqual(54)
    expect(after.wrong).toBeLessThanOrEqual(2)
    // Another process takes it over without learning, and so does the next start.
    const other = createLiveLexicon(KNOWS_NOTHING)
    expect(await createLexiconLearning(store, other, { now: () => now, signal: new AbortController().signal }, here)()).toEqual([])
    expect(found(other)).toEqual(after)
  })

  test('too few texts teach nothing, and a stop ends it between languages', async () => {
    await store.database.batch([{ sql: 'delete from parallel_text where at > $1', values: [NOON + 60 * HOUR_MS] }])
    expect(await learnLexicons(store.database, here, NOON)).toEqual([])
    expect(await learnLexicons(store.database, () => Promise.reject(new Error('asked')), NOON, AbortSignal.abort())).toEqual([])
    expect(await readLexicons(store.database)).toEqual([])
  })
})

test('a thread learns what this one would', async () => {
  const texts = announcements(120, 3).map(({ english, other }) => ({
    language: 'xx',
    words: wordsOf(other.title).map((word) => hash32(word)),
    pivot: wordsOf(english.title).map((word) => hash32(word))
  }))
  expect(decodeTranslations(await trainInThread(texts))).toEqual(decodeTranslations(await here(texts)))
})
