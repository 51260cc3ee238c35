import type { LocatedDraft } from '../model/draft.ts'
import type { Failure } from '../model/failure.ts'
import type { FetchedDocument, FetchedUnchanged, FetchFailed } from '../model/fetch-outcome.ts'
import type { FeedInfo } from '../model/item.ts'

/** What one poll brought, before anything is compared with what is known. */
export type Reading =
  | {
      readonly kind: 'read'
      readonly exchange: FetchedDocument
      readonly bodyHash: string
      readonly info: FeedInfo
      readonly drafts: readonly LocatedDraft[]
      /** Items in the document, and how many of them could not be used. */
      readonly items: number
      readonly itemsLeftOut: number
      /** False when something of the document is still to come: it was cut off, or links are left for the next poll. */
      readonly whole: boolean
      readonly languages: string | null
    }
  | { readonly kind: 'same'; readonly exchange: FetchedDocument; readonly bodyHash: string }
  | { readonly kind: 'unchanged'; readonly exchange: FetchedUnchanged }
  | {
      readonly kind: 'failed'
      readonly failure: Failure
      /** Null when the failure is our own: nothing is known of the exchange. */
      readonly exchange: FetchFailed | FetchedDocument | null
    }
