import type { Failure, FailureKind } from '../model/failure.ts'
import type { Exchange, FetchOutcome, Hop, RefusedAnswer } from '../model/fetch-outcome.ts'

/** What a chain of requests for one document has come to so far. */
export interface ChainState {
  readonly hops: Hop[]
  readonly seen: Set<string>
  spentMs: number
  wireBytes: number
  /** Once a redirect led to another origin, credentials stay behind, even if it leads back. */
  leftOrigin: boolean
}

/** Where to go next, or how it ended. */
export type HopResult = { readonly kind: 'redirect'; readonly url: URL } | { readonly kind: 'end'; readonly outcome: FetchOutcome }

export function newChain(): ChainState {
  return { hops: [], seen: new Set(), spentMs: 0, wireBytes: 0, leftOrigin: false }
}

/** The part of an outcome that every exchange has. */
export function exchange(url: URL | string, state: ChainState): Exchange {
  const finalUrl = typeof url === 'string' ? url : url.href
  const moved = state.hops.length > 0 && state.hops.every((hop) => hop.permanent)
  return { finalUrl, hops: state.hops, permanentUrl: moved ? finalUrl : null, ms: Math.round(state.spentMs), wireBytes: state.wireBytes }
}

/** Ends the chain with a failure that only we can name. */
export function refuse(kind: FailureKind, message: string, url: URL | string, status: number | null, state: ChainState): HopResult {
  const failure: Failure = { kind, message, transient: kind === 'empty', ...(status !== null && { status }) }
  return failed(failure, url, status, state)
}

export function failed(failure: Failure, url: URL | string, status: number | null, state: ChainState, answer?: RefusedAnswer): HopResult {
  const outcome = { kind: 'failed', status, failure, sent: true, ...exchange(url, state), ...(answer && { answer }) } as const
  return { kind: 'end', outcome }
}
