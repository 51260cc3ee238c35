import { extname } from 'node:path'
import { Piscina } from 'piscina'
import { createMemory } from '../dedupe/neighbour-memory.ts'
import { matchEntry, type MatchOptions } from '../dedupe/match-entry.ts'
import type { TermHit } from '../model/entry.ts'
import type { Tagger } from '../tag/compile-topics.ts'
import { findRegions, type Gazetteer } from '../tag/find-regions.ts'
import { tagArticle } from '../tag/tag-article.ts'
import type { DraftedInput, EnrichInput } from './draft-input.ts'
import { inPortions, workAhead } from './work-ahead.ts'

export interface Enriched {
  readonly id: string
  readonly language: string
  readonly confidence: number
  readonly script?: string
  /** The first item of the article this one copies. */
  readonly duplicateOf: string | null
  readonly article: string
  readonly story: string
  readonly topics: readonly {
    readonly id: string
    readonly score: number
    readonly why: readonly Pick<TermHit, 'term' | 'field' | 'offset' | 'language' | 'rule'>[]
  }[]
  readonly regions: readonly string[]
}

/** What items are read by. Plain data. */
export interface DraftingSettings {
  /** Whether eld is asked for the language too. */
  readonly eld: boolean
  /** ISO 3166, by source. */
  readonly regions: ReadonlyMap<string, string>
}

/** What they are compared with and sorted by. */
export interface EnrichKnowledge {
  readonly tagger: Tagger
  readonly gazetteer: Gazetteer
  readonly match: MatchOptions
}

export interface Enricher extends AsyncDisposable {
  /**
   * Enriches items in time order with what came before in mind, by the functions of the daemon. Once.
   * @param knowledge asked for once the thread has its settings
   * @throws what `inputs` throws, once the items before are given
   */
  enrich(
    inputs: AsyncIterable<EnrichInput>,
    settings: DraftingSettings,
    knowledge: () => EnrichKnowledge
  ): AsyncIterable<readonly Enriched[]>
}

/** Of items that come slowly each is done at once; of many at a time so many cross to the thread and back together. */
const PORTION = 64
const PORTIONS_AHEAD = 3

/** Starts the thread that reads the items, which takes as long as reading a configuration; this one compares them and sorts them into topics. */
export function startEnricher(): Enricher {
  const thread = new Piscina({
    filename: new URL(`./drafting-thread${extname(import.meta.url)}`, import.meta.url).href,
    minThreads: 1,
    maxThreads: 1,
    recordTiming: false
  })
  const draft = (portion: readonly EnrichInput[]) => thread.run(portion, { name: 'draftInThread' }) as Promise<readonly DraftedInput[]>
  return {
    async *enrich(inputs, settings, knowledge) {
      const prepared = thread.run(settings, { name: 'prepareThread' })
      const place = createPlacer(knowledge())
      await prepared
      for await (const drafted of workAhead(inPortions(inputs, PORTION), draft, PORTIONS_AHEAD)) yield drafted.map(place)
    },
    [Symbol.asyncDispose]: () => thread.destroy()
  }
}

function createPlacer({ tagger, gazetteer, match }: EnrichKnowledge): (drafted: DraftedInput) => Enriched {
  const memory = createMemory()
  const openers = new Map<string, string>()

  return ({ id, sourceId, region, at, guess, text, tokens }) => {
    const place = matchEntry(memory, { entryId: id, sourceId, tokens, at, deduplicate: true }, match)
    const opener = openers.get(place.articleId)
    if (opener === undefined) openers.set(place.articleId, id)
    const regions = regionsOf(text, region, gazetteer)
    const topics = tagArticle({ ...text, regions }, tagger)
    return {
      id,
      language: guess.language,
      confidence: Math.round(guess.confidence * 1_000) / 1_000,
      ...(guess.script === undefined ? {} : { script: guess.script }),
      duplicateOf: opener ?? null,
      article: place.articleId,
      story: place.storyId,
      topics: topics
        .filter(({ matched }) => matched)
        .map(({ topicId, score, why }) => ({
          id: topicId,
          score,
          why: why.map(({ term, field, offset, language, rule }) => ({ term, field, offset, language, rule }))
        })),
      regions
    }
  }
}

function regionsOf({ title, summary, language }: DraftedInput['text'], own: string | undefined, gazetteer: Gazetteer): readonly string[] {
  const named = findRegions({ title, summary, language, sourceRegion: own ?? null }, gazetteer).map(({ code }) => code)
  return [...new Set([...(own === undefined ? [] : [own]), ...named])]
}
