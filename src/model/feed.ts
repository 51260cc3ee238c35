import type { FailureKind } from './failure.ts'

/** The state of one feed as the store keeps it. JSON records belong to single rooms and are opaque here. */
export interface FeedRecord {
  readonly id: string
  readonly sourceId: string
  readonly owner: string
  readonly configuredUrl: string
  readonly url: string
  readonly active: boolean
  readonly nextPollAt: number
  readonly leaseUntil: number
  readonly etag: string | null
  readonly lastModified: string | null
  /** The address the validators were given by. */
  readonly validatorsUrl: string | null
  readonly bodyHash: string | null
  readonly lastPolledAt: number | null
  readonly lastSuccessAt: number | null
  readonly lastNewAt: number | null
  readonly lastOutcome: PollOutcome | null
  readonly lastFailure: StoredFailure | null
  readonly failuresInRow: number
  readonly failureWeight: number
  readonly itemsInLast: number | null
  readonly rhythm: string | null
  readonly languages: string | null
  readonly hints: string | null
  readonly moves: string | null
  readonly title: string | null
  /** When a hub last announced something of it. */
  readonly pushedAt: number | null
  /** Until when its hub's pushes are relied on, so that it is polled once a day. */
  readonly pushedUntil: number | null
}

export interface StoredFailure {
  readonly kind: FailureKind
  readonly message: string
  readonly status: number | null
  readonly at: number
  /** Until when its host asked to be left alone, which holds over a restart. */
  readonly hostRestsUntil?: number
}

export type PollOutcome = 'updated' | 'same' | 'unchanged' | 'rate-limited' | 'failed'

/** A feed that one worker may poll until `leaseUntil`. */
export interface ClaimedFeed extends FeedRecord {
  readonly leaseToken: string
}

/** One attempt at one feed, as operators see it. */
export interface PollRecord {
  readonly feedId: string
  readonly polledAt: number
  readonly outcome: PollOutcome
  readonly status: number | null
  readonly ms: number
  readonly bytes: number
  readonly items: number
  readonly added: number
  readonly revised: number
  readonly failure: FailureKind | null
  readonly message: string | null
}
