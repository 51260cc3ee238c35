import { z } from 'zod'
import { matchTokens, type MatchTokens } from '../dedupe/match-tokens.ts'
import type { LanguageDetector } from '../language/detect-language.ts'
import { type LanguageMemory, rememberLanguage } from '../language/language-memory.ts'
import type { Taggable } from '../model/entry.ts'
import type { Item } from '../model/item.ts'
import { normalizeItem } from '../normalize/normalize-item.ts'
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

/** An item read: all that can be told of it by itself and by what its source wrote before. Plain data. */
export interface DraftedInput {
  readonly id: string
  readonly sourceId: string
  /** ISO 3166, of the source. */
  readonly region: string | undefined
  readonly at: number
  readonly guess: ReturnType<LanguageDetector['judge']>['guess']
  readonly text: Omit<Taggable, 'regions'>
  readonly tokens: MatchTokens
}

/** An item without an address of its own stands at none: relative links lead nowhere. */
const NO_FEED_URL = 'http://feed.invalid/'
const CONTENT_UNITS_MAX = 2_000

/**
 * Reads items one after another, by the functions of the daemon.
 * @param regionOf the region of a source
 * @returns a function that takes the items in time order
 */
export function createInputDrafter(
  detector: LanguageDetector,
  regionOf: (source: string) => string | undefined
): (input: EnrichInput) => DraftedInput {
  const languages = new Map<string, LanguageMemory>()
  let latestAt = 0

  return (input) => {
    const source = input.source ?? ''
    const region = regionOf(source)
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
      region: region ?? null
    })
    if (source !== '') languages.set(source, rememberLanguage(languages.get(source) ?? null, shares))
    // Without a source nothing says that two items come from one.
    const sourceId = source === '' ? input.id : source
    const { language } = guess
    return {
      id: input.id,
      sourceId,
      region,
      at: publishedAt ?? latestAt,
      guess,
      text: {
        title,
        summary,
        contentText: plainText(draft?.contentHtml ?? '').slice(0, CONTENT_UNITS_MAX),
        language,
        sourceId: source,
        categories: []
      },
      tokens: matchTokens({ title, summary, language, canonicalUrl: draft?.canonicalUrl ?? null, sourceId })
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
