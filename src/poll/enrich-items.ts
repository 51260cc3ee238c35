import { z } from 'zod'
import { createMemory, type NeighbourMemory } from '../dedupe/neighbour-memory.ts'
import { matchEntry, type MatchOptions } from '../dedupe/match-entry.ts'
import { matchTokens } from '../dedupe/match-tokens.ts'
import type { LanguageDetector } from '../language/detect-language.ts'
import { type LanguageMemory, rememberLanguage } from '../language/language-memory.ts'
import type { TermHit } from '../model/entry.ts'
import type { Item } from '../model/item.ts'
import { canonicalUrl } from '../normalize/canonical-url.ts'
import { normalizeItem } from '../normalize/normalize-item.ts'
import type { Tagger } from '../tag/compile-topics.ts'
import { findRegions, type Gazetteer } from '../tag/find-regions.ts'
import { tagArticle } from '../tag/tag-article.ts'
import { plainText } from '../text/plain-text.ts'
import { readDate } from '../text/read-date.ts'

const optionalText = z
  .string()
  .nullish()
  .transform((text) => text ?? undefined)

/** One line of `courant enrich`; fields that are not ours are ignored. */
export const enrichInputSchema = z.object({
  id: z.union([z.string(), z.number()]).transform(String),
  source: optionalText,
  owner: optionalText,
  url: optionalText,
  title: z.string(),
  summary: optionalText,
  content: optionalText,
  declared: optionalText,
  published: optionalText
})

export type EnrichInput = z.output<typeof enrichInputSchema>

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

export interface EnrichDeps {
  readonly detector: LanguageDetector
  readonly tagger: Tagger
  readonly gazetteer: Gazetteer
  readonly match: MatchOptions
  readonly regionOf: (source: string) => string | undefined
}

/** An item without an address of its own stands at none: relative links lead nowhere. */
const NO_FEED_URL = 'http://feed.invalid/'
const CONTENT_UNITS_MAX = 2_000

/**
 * Enriches items one after another with what came before in mind, by the functions of the daemon.
 * @returns a function that takes the items in time order
 */
export function createEnricher({ detector, tagger, gazetteer, match, regionOf }: EnrichDeps): (input: EnrichInput) => Enriched {
  const memory: NeighbourMemory = createMemory()
  const languages = new Map<string, LanguageMemory>()
  const openers = new Map<string, string>()
  let latestAt = 0

  return (input) => {
    const source = input.source ?? ''
    const publishedAt = input.published === undefined ? null : readDate(input.published)
    latestAt = Math.max(latestAt, publishedAt ?? 0)
    const draft = normalizeItem(itemOf(input), { feedUrl: NO_FEED_URL, now: latestAt })
    const title = draft?.title ?? input.title
    const summary = draft?.summary ?? ''
    const { guess, shares } = detector.judge({
      title,
      text: summary,
      declared: input.declared ?? null,
      sourceMemory: source === '' ? null : (languages.get(source) ?? null),
      region: regionOf(source) ?? null
    })
    if (source !== '') languages.set(source, rememberLanguage(languages.get(source) ?? null, shares))
    // Without a source nothing says that two items come from one.
    const sourceId = source === '' ? input.id : source
    const place = matchEntry(
      memory,
      {
        entryId: input.id,
        sourceId,
        tokens: matchTokens({
          title,
          summary,
          language: guess.language,
          canonicalUrl: draft?.url == null ? null : canonicalUrl(draft.url),
          sourceId
        }),
        at: publishedAt ?? latestAt,
        deduplicate: true
      },
      match
    )
    const opener = openers.get(place.articleId)
    if (opener === undefined) openers.set(place.articleId, input.id)
    const regions = regionsOf(title, summary, guess.language, regionOf(source), gazetteer)
    const matches = tagArticle(
      {
        title,
        summary,
        contentText: plainText(draft?.contentHtml ?? '').slice(0, CONTENT_UNITS_MAX),
        language: guess.language,
        sourceId: source,
        regions,
        categories: []
      },
      tagger
    )
    return {
      id: input.id,
      language: guess.language,
      confidence: Math.round(guess.confidence * 1_000) / 1_000,
      ...(guess.script === undefined ? {} : { script: guess.script }),
      duplicateOf: opener ?? null,
      article: place.articleId,
      story: place.storyId,
      topics: matches
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

function itemOf({ id, url, title, summary, content, declared }: EnrichInput): Item {
  return {
    id,
    title,
    authors: [],
    categories: [],
    enclosures: [],
    ...(url === undefined ? {} : { url }),
    ...(summary === undefined ? {} : { summary }),
    ...(content === undefined ? {} : { content }),
    ...(declared === undefined ? {} : { language: declared })
  }
}

function regionsOf(title: string, summary: string, language: string, own: string | undefined, gazetteer: Gazetteer): readonly string[] {
  const named = findRegions({ title, summary, language, sourceRegion: own ?? null }, gazetteer).map(({ code }) => code)
  return [...new Set([...(own === undefined ? [] : [own]), ...named])]
}
