import type { ArticleWithEntries } from '../model/article.ts'
import type { Edit, EditKind, EditOrder, EditRefusal } from '../model/edit.ts'
import { cleanText } from '../text/clean-text.ts'

/** Code points of what an editor writes. */
export const EDIT_LIMITS = { by: 100, why: 500, title: 300, summary: 2_000 } as const

/** What is known when an order is checked. */
export interface OrderFacts {
  /** Topics of the present configuration. */
  readonly topicIds: readonly string[]
  readonly article: Pick<ArticleWithEntries, 'id' | 'entries'>
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
  const mistake = topicMistake(order, facts) ?? textMistake(order) ?? mergeMistake(order, facts) ?? splitMistake(order, facts)
  if (mistake !== null) return mistake
  const { text, into, entry } = order
  const payload = {
    ...(text === undefined ? {} : { text: cleanText(text) }),
    ...(into === undefined ? {} : { into }),
    ...(entry === undefined ? {} : { entry })
  }
  const before = facts.edits.findLast(({ kind, topicId }) => groupOf(kind) === groupOf(order.kind) && topicId === order.topicId)
  if (order.kind !== 'merge' && order.kind !== 'split' && before?.kind === order.kind && before.payload.text === payload.text) {
    return refuse('conflict', `${before.madeBy} made the same edit already (${before.id}); undo that one first`)
  }
  return { kind: 'checked', order: { kind: order.kind, topicId: order.topicId, payload, madeBy: signed.by, why: signed.why } }
}

export type Signature = { readonly kind: 'signed'; readonly by: string; readonly why: string } | EditRefusal

/** Who and why: both are asked for, and short enough to be shown. */
export function checkSignature({ by, why }: Pick<EditOrder, 'by' | 'why'>): Signature {
  const clean = { by: cleanText(by), why: cleanText(why) }
  const mistake =
    lengthMistake('by', clean.by, EDIT_LIMITS.by, 'who makes the edit')
    ?? lengthMistake('why', clean.why, EDIT_LIMITS.why, 'why, in a few words that readers may see')
  return mistake ?? { kind: 'signed', ...clean }
}

export function refuse(reason: EditRefusal['reason'], message: string): EditRefusal {
  return { kind: 'refused', reason, message }
}

/** Edits of one group take each other's place. */
function groupOf(kind: EditKind): string {
  return kind === 'pin' || kind === 'hide' || kind === 'add' ? 'place' : kind
}

const TOPIC_NEEDED: ReadonlySet<EditKind> = new Set(['pin', 'add'])
const TOPIC_POSSIBLE: ReadonlySet<EditKind> = new Set(['pin', 'add', 'hide'])

function topicMistake({ kind, topicId }: EditOrder, { topicIds }: OrderFacts): EditRefusal | null {
  const known = `there are ${topicIds.join(', ') || 'none'}`
  if (topicId === null) return TOPIC_NEEDED.has(kind) ? refuse('invalid', `${kind} needs a topic; ${known}`) : null
  if (!TOPIC_POSSIBLE.has(kind)) return refuse('invalid', `${kind} holds in every topic; leave the topic out`)
  return topicIds.includes(topicId) ? null : refuse('unknown', `there is no topic "${topicId}"; ${known}`)
}

function textMistake({ kind, text }: EditOrder): EditRefusal | null {
  if (kind === 'retitle') return lengthMistake('title', cleanText(text ?? ''), EDIT_LIMITS.title, 'the new title')
  if (kind === 'summarise') return lengthMistake('summary', cleanText(text ?? ''), EDIT_LIMITS.summary, 'the new summary')
  return text === undefined ? null : refuse('invalid', `${kind} takes no text`)
}

function mergeMistake({ kind, into }: EditOrder, { article }: OrderFacts): EditRefusal | null {
  if (kind !== 'merge') return into === undefined ? null : refuse('invalid', `${kind} leads into no other article`)
  if (into === undefined) return refuse('invalid', 'merge needs the article that this one becomes part of')
  return into === article.id ? refuse('conflict', 'these are one article already') : null
}

function splitMistake({ kind, entry }: EditOrder, { article }: OrderFacts): EditRefusal | null {
  if (kind !== 'split') return entry === undefined ? null : refuse('invalid', `${kind} takes no entry`)
  const known = article.entries.map(({ id }) => id)
  if (entry === undefined || !known.includes(entry)) {
    return refuse('unknown', `the article has no entry "${entry ?? ''}"; it has ${known.join(', ')}`)
  }
  return known.length < 2 ? refuse('conflict', 'the article has no other entry; there is nothing to split') : null
}

function lengthMistake(name: string, text: string, codePointsMax: number, asked: string): EditRefusal | null {
  if (text === '') return refuse('invalid', `${name} is empty; say ${asked}`)
  return [...text].length > codePointsMax ? refuse('invalid', `${name} is too long; ${codePointsMax} characters are enough`) : null
}
