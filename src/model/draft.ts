import type { Enclosure } from './item.ts'

/** Where the language of an entry was learned. */
export type LanguageFrom = 'script' | 'text' | 'declared' | 'source' | 'none'

export interface LanguageGuess {
  /** BCP 47, with a script where it matters (zh-Hans, sr-Latn); `und` when nothing speaks for any. */
  readonly language: string
  /** 0 to 1. */
  readonly confidence: number
  readonly languageFrom: LanguageFrom
  /** ISO 15924 code of the script most of the text is written in, left out for text without letters. */
  readonly script?: string
}

/**
 * An item, cleaned: plain-text title and summary, safe HTML, checked URLs, times in milliseconds since 1970 UTC.
 * `normalize/` makes it, `language/` completes it.
 */
export interface Draft {
  /** The item's own id as published, opaque. */
  readonly guid: string | null
  /** http(s) address as published, absolute. */
  readonly url: string | null
  /** The address folded for comparison only (never shown, never fetched). */
  readonly canonicalUrl: string | null
  readonly title: string
  readonly summary: string
  readonly contentHtml: string
  readonly publishedAt: number | null
  readonly publishedFrom: 'feed' | 'page' | 'url' | null
  readonly updatedAt: number | null
  readonly authors: readonly string[]
  readonly categories: readonly string[]
  readonly enclosures: readonly Enclosure[]
  readonly imageUrl: string | null
  readonly declaredLanguage: string | null
  readonly alternates: Readonly<Record<string, string>>
}

export interface LocatedDraft extends Draft, LanguageGuess {}
