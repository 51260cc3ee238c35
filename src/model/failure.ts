/**
 * Why a poll brought nothing. Each kind is explained to operators in docs/states.md, which a test holds complete.
 * `transient` failures are expected to pass by themselves and weigh less in the feed's health.
 */
// prettier-ignore
export const FAILURE_KINDS = [
  'dns', 'connect', 'tls', 'timeout', 'reset', 'refused-address', 'refused-url', 'redirect-loop', 'redirect-downgrade',
  'http-client', 'http-server', 'not-found', 'gone', 'unauthorized', 'blocked', 'rate-limited', 'unavailable',
  'too-large', 'bad-encoding', 'truncated', 'bad-response', 'empty', 'not-a-feed', 'no-items-selected', 'too-costly', 'limit',
  'internal'
] as const

export type FailureKind = (typeof FAILURE_KINDS)[number]

export interface Failure {
  readonly kind: FailureKind
  /** One sentence for the operator: what happened, where, and what would be right if we know. */
  readonly message: string
  readonly transient: boolean
  readonly status?: number
  /** How long the server asked us to wait, in milliseconds from the answer. */
  readonly retryAfterMs?: number
}
