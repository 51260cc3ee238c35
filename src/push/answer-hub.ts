import type { Statement } from '../store/database.ts'
import { confirmedStatement, deniedStatement, forgetSubscriptionStatement, type PushSubscription } from '../store/push-subscriptions.ts'

/** What a hub asks our callback (WebSub section 5.3). */
export interface HubQuestion {
  readonly mode: string
  readonly topicUrl: string
  readonly challenge: string | null
  readonly leaseSeconds: number | null
}

export type HubAnswer =
  | { readonly kind: 'agreed'; readonly challenge: string; readonly statements: readonly Statement[] }
  | { readonly kind: 'noted'; readonly statements: readonly Statement[] }
  /** We asked for no such thing. */
  | { readonly kind: 'disagreed' }

const LEASE_MS_MAX = 365 * 86_400_000
/** Of hubs that keep to an older specification and name none. */
const LEASE_MS_DEFAULT = 86_400_000
/** Renewed when a fifth of the lease is left. */
const RENEW_SHARE = 0.8
const DENIED_MS = 86_400_000

/** Agrees to what we asked for ourselves, by the very topic, and to nothing else. */
export function answerHub(
  subscription: PushSubscription,
  { mode, topicUrl, challenge, leaseSeconds }: HubQuestion,
  now: number
): HubAnswer {
  const { state } = subscription
  if (topicUrl !== subscription.topicUrl) return { kind: 'disagreed' }
  if (mode === 'denied') {
    return { kind: 'noted', statements: [deniedStatement(subscription, now + DENIED_MS, 'The hub denied the subscription.')] }
  }
  if (challenge === null || challenge === '') return { kind: 'disagreed' }
  if (mode === 'unsubscribe' && state === 'leaving') {
    return { kind: 'agreed', challenge, statements: [forgetSubscriptionStatement(subscription)] }
  }
  if (mode !== 'subscribe' || (state !== 'asked' && state !== 'active') || leaseSeconds === 0) return { kind: 'disagreed' }
  const leaseMs = Math.min(leaseSeconds === null ? LEASE_MS_DEFAULT : leaseSeconds * 1_000, LEASE_MS_MAX)
  const renewAt = Math.ceil(now + leaseMs * RENEW_SHARE)
  return { kind: 'agreed', challenge, statements: [confirmedStatement(subscription, now + leaseMs, renewAt)] }
}
