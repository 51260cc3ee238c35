import type { PreparedDraft } from '../dedupe/compare-entries.ts'
import type { Failure } from '../model/failure.ts'
import type { FetchedDocument, FetchedUnchanged, FetchFailed } from '../model/fetch-outcome.ts'
import type { FeedInfo } from '../model/item.ts'
import type { PageVisit } from '../store/article-pages.ts'
import type { SeenItems } from '../store/seen-items.ts'

/** What one poll brought, before anything is compared with what is known. */
export type Reading =
  | {
      readonly kind: 'read'
      readonly exchange: FetchedDocument
      readonly bodyHash: string
      readonly info: FeedInfo
      /** Of the items that were not seen before. */
      readonly drafts: readonly PreparedDraft[]
      /** Items in the document, and how many of them could not be used. */
      readonly items: number
      readonly itemsLeftOut: number
      /** What an operator reads when the document has more items than are read. */
      readonly cut: string | null
      /** False when something of the document is still to come: it was cut off, or links are left for the next poll. */
      readonly whole: boolean
      /** Article pages that were visited and must be remembered, because they could not be had now or before. */
      readonly visits: readonly PageVisit[]
      readonly languages: string | null
      /** The items of the document by name, to be kept once they are entries; since when they were not all read anew. */
      readonly seen: SeenItems
    }
  | { readonly kind: 'same'; readonly exchange: FetchedDocument; readonly bodyHash: string }
  | { readonly kind: 'unchanged'; readonly exchange: FetchedUnchanged }
  | {
      readonly kind: 'failed'
      readonly failure: Failure
      /** Null when the failure is our own: nothing is known of the exchange. */
      readonly exchange: FetchFailed | FetchedDocument | null
    }
