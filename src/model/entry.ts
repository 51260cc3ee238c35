import type { LocatedDraft } from './draft.ts'

/** What one feed published, as the store keeps it. Its key is (feed, guid or what stands for it): no other feed can touch it. */
export interface Entry extends LocatedDraft {
  readonly id: string
  readonly feedId: string
  readonly sourceId: string
  readonly owner: string
  readonly articleId: string
  /** Which content this is, counted from 1. */
  readonly revision: number
  readonly contentHash: string
  readonly firstSeenAt: number
  readonly lastSeenAt: number
  /** Why it joined its article, when it did not open it: "url", "title .93 + summary .88", "edit". */
  readonly joinReason: string | null
  /** An editor moved it to its article, where it leads no entry that came by itself. */
  readonly moved?: boolean
  /** When its summary and text were let go of, as retention says; its title stays. */
  readonly expiredAt?: number
}

/** One place where a term was found. */
export interface TermHit {
  readonly term: string
  readonly field: 'title' | 'summary' | 'content'
  /** In UTF-16 units from the start of the field as stored. */
  readonly offset: number
  /** How many UTF-16 units of the field it covers. */
  readonly length: number
  /** The list it was found in: the language of the terms, not of the text. */
  readonly language: string
  readonly rule: 'strong' | 'subject' | 'supporting' | 'decisive' | 'near' | 'context' | 'exclude' | 'where' | 'edit' | 'learned'
}

/** Why an article is in a topic, or just not. */
export interface TopicMatch {
  readonly topicId: string
  readonly score: number
  readonly matched: boolean
  readonly why: readonly TermHit[]
}

/** What tagging needs to know of an article. */
export interface Taggable {
  readonly title: string
  readonly summary: string
  readonly contentText: string
  readonly language: string
  readonly sourceId: string
  readonly regions: readonly string[]
  readonly categories: readonly string[]
}
