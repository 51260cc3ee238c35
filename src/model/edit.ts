export const EDIT_KINDS = ['pin', 'hide', 'add', 'retitle', 'merge', 'split'] as const

export type EditKind = (typeof EDIT_KINDS)[number]

/** An editor's decision: kept apart from what was ingested and applied again whenever that is decided anew. */
export interface Edit {
  readonly id: string
  readonly kind: EditKind
  /** Left out of an edit that holds in every topic. */
  readonly topicId: string | null
  readonly articleId: string
  /** The new title of a retitle, the other article of a merge. */
  readonly payload: Readonly<Record<string, string>>
  readonly madeBy: string
  readonly why: string
  readonly madeAt: number
}
