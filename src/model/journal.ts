export type JournalKind = 'added' | 'revised' | 'withdrawn'

/** What happened to an article in a topic; the store numbers it when it is written. */
export interface JournalDraft {
  readonly topicId: string
  readonly kind: JournalKind
  readonly articleId: string
  readonly at: number
}

export interface JournalEntry extends JournalDraft {
  /** Counted from 1 without gaps within one instance. */
  readonly seq: number
}
