import type { StoredDocument } from './answer-stored.ts'
import type { Representation } from './conditional-response.ts'

/** What the thread in front is started with. */
export interface FrontThreadData {
  readonly host: string
  readonly port: number
  readonly connectionsMax: number
  /** Where the application listens, for all that is not stored. */
  readonly socketPath: string
}

/** A stored document as it goes to the thread: its bytes stand in memory that both share. */
export interface SentDocument extends Pick<StoredDocument, 'around'> {
  readonly stored: Omit<Representation, 'delta'>
  readonly hasDelta: boolean
}

export type ToFront =
  | { readonly kind: 'keep'; readonly route: string; readonly document: SentDocument }
  | { readonly kind: 'drop'; readonly route: string }
  | { readonly kind: 'close' }

export type FromFront =
  | { readonly kind: 'listening'; readonly address: string; readonly port: number }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }
  /** Once in a while: how many answers it gave, by status, and the routes that were asked for. */
  | { readonly kind: 'answered'; readonly counts: readonly (readonly [number, number])[]; readonly routes: readonly string[] }
  | { readonly kind: 'closed' }
