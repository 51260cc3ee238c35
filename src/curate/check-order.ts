import type { Edit, EditOrder, EditRefusal } from '../model/edit.ts'
import { cleanText } from '../text/clean-text.ts'

/** Code points of what an editor writes. */
export const EDIT_LIMITS = { by: 100, why: 500 } as const

/** What is known when an order is checked. */
export interface OrderFacts {
  /** Topics of the present configuration. */
  readonly topicIds: readonly string[]
  /** Edits of the article that hold, oldest first. */
  readonly edits: readonly Edit[]
}

/** What an edit says beside its article: who and why, cleaned, and its payload. */
export type CheckedOrder = Pick<Edit, 'kind' | 'topicId' | 'payload' | 'madeBy' | 'why'>

export type CheckResult = { readonly kind: 'checked'; readonly order: CheckedOrder } | EditRefusal

/** Whether an order about an article that exists makes sense, and says something new. */
export function checkOrder(order: EditOrder, facts: OrderFacts): CheckResult {
  const signed = checkSignature(order)
  if (signed.kind === 'refused') return signed
  const wrong = topicMistake(order, facts)
  if (wrong !== null) return wrong
  const checked: CheckedOrder = { kind: order.kind, topicId: order.topicId, payload: {}, madeBy: signed.by, why: signed.why }
  const before = facts.edits.findLast(({ kind, topicId }) => PLACING.has(kind) && topicId === order.topicId)
  if (before?.kind === order.kind) return refuse('conflict', `${before.madeBy} made the same edit already (${before.id}); undo that one first`)
  return { kind: 'checked', order: checked }
}

/** Who and why: both are asked for, and short enough to be shown. */
export function checkSignature({ by, why }: Pick<EditOrder, 'by' | 'why'>): { readonly kind: 'signed'; readonly by: string; readonly why: string } | EditRefusal {
  const texts = { by: cleanText(by), why: cleanText(why) }
  const asked = { by: 'who makes the edit', why: 'why, in a few words that readers may see' }
  for (const name of ['by', 'why'] as const) {
    if (texts[name] === '') return refuse('invalid', `${name} is empty; say ${asked[name]}`)
    if ([...texts[name]].length > EDIT_LIMITS[name]) return refuse('invalid', `${name} is too long; ${EDIT_LIMITS[name]} characters are enough`)
  }
  return { kind: 'signed', ...texts }
}

export function refuse(reason: EditRefusal['reason'], message: string): EditRefusal {
  return { kind: 'refused', reason, message }
}

const PLACING: ReadonlySet<string> = new Set(['pin', 'hide', 'add'])

function topicMistake({ kind, topicId }: EditOrder, { topicIds }: OrderFacts): EditRefusal | null {
  if (topicId === null) return kind === 'hide' ? null : refuse('invalid', `${kind} needs a topic; there are ${topicIds.join(', ') || 'none'}`)
  return topicIds.includes(topicId) ? null : refuse('unknown', `there is no topic "${topicId}"; there are ${topicIds.join(', ') || 'none'}`)
}
