import type { Failure } from './failure.ts'

/** One request to an address that someone else named: a callback, a hub, a webhook. */
export interface SendRequest {
  readonly url: string
  readonly method: 'GET' | 'POST'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Uint8Array | string
}

export interface SendAnswer {
  readonly kind: 'answered'
  readonly status: number
  /** One sentence for the operator. */
  readonly message: string
  /** Of a redirect, as it was sent; none is followed. */
  readonly location: string | null
  /** How long the server asks us to wait, in milliseconds. */
  readonly retryAfterMs: number | null
  /** The start of the answer, and whether it was all of it. */
  readonly body: Uint8Array
  readonly whole: boolean
}

export type SendOutcome = SendAnswer | { readonly kind: 'failed'; readonly failure: Failure }

/** 2xx: what a receiver acknowledged. */
export function isTaken(outcome: SendOutcome): boolean {
  return outcome.kind === 'answered' && outcome.status >= 200 && outcome.status <= 299
}

/** Why a delivery was not taken, in one sentence for the operator. */
export function troubleOf(outcome: SendOutcome): string {
  return outcome.kind === 'answered' ? outcome.message : outcome.failure.message
}
