export const EDIT_KINDS = ['pin', 'hide', 'add', 'retitle', 'summarise', 'merge', 'split'] as const

export type EditKind = (typeof EDIT_KINDS)[number]

/** An editor's decision: kept apart from what was ingested and applied again whenever that is decided anew. */
export interface Edit {
  readonly id: string
  readonly kind: EditKind
  /** Left out of an edit that holds in every topic. */
  readonly topicId: string | null
  readonly articleId: string
  /** The `text` of a retitle or summarise; the article a merge or split leads `into`; the `entry` of a split. */
  readonly payload: Readonly<Record<string, string>>
  readonly madeBy: string
  readonly why: string
  readonly madeAt: number
}

/** An edit with what became of it. */
export interface EditRecord extends Edit {
  readonly undoneAt: number | null
  readonly undoneBy: string | null
  readonly undoneWhy: string | null
}

/** What an editor asks for, before it is checked. */
export interface EditOrder {
  readonly kind: EditKind
  readonly articleId: string
  /** Null for every topic. */
  readonly topicId: string | null
  /** The new title or summary. */
  readonly text?: string | undefined
  /** The article that the merged one becomes part of. */
  readonly into?: string | undefined
  /** The entry that becomes an article of its own. */
  readonly entry?: string | undefined
  readonly by: string
  readonly why: string
}

/** A page to be shown in a topic, whether it is known already or not. */
export interface AddOrder extends Pick<EditOrder, 'by' | 'why'> {
  readonly url: string
  readonly topicId: string
}

/** Why an order is not carried out: there is no such thing, it makes no sense, or it says what holds already. */
export interface EditRefusal {
  readonly kind: 'refused'
  readonly reason: 'unknown' | 'invalid' | 'conflict'
  /** For the editor. */
  readonly message: string
}
