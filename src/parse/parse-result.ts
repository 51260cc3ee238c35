import type { Failure } from '../model/failure.ts'
import type { FeedDocument } from '../model/item.ts'

/** What became of the bytes a server sent: a document, or why they are none. */
export type ParseResult =
  { readonly kind: 'parsed'; readonly document: FeedDocument } | { readonly kind: 'failed'; readonly failure: Failure }

/** @returns a failed result; what a server sends by mistake may be right the next time, so `transient` is the caller's word */
export function parseFailure(kind: Failure['kind'], message: string, transient = false): ParseResult {
  return { kind: 'failed', failure: { kind, message, transient } }
}
