import type { Logger } from '../log.ts'
import { isTaken, type SendOutcome, type SendRequest, troubleOf } from '../model/send-outcome.ts'
import type { Statement } from '../store/database.ts'
import {
  askAgainStatement,
  forgetSubscriptionStatement,
  type HubOffer,
  leaveStatement,
  type PushSubscription,
  wantStatement
} from '../store/push-subscriptions.ts'
import type { Store } from '../store/store.ts'
import type { PushDuty } from './push-loop.ts'
import { retryGapMs } from './retry-gap.ts'

export interface TendDeps {
  readonly store: Pick<Store, 'hubOffers' | 'pushSubscriptions' | 'claimPushSubscriptions' | 'syncPushedFeeds' | 'applyPushSubscriptions'>
  /** Whether we may subscribe at this hub: it must be able to reach us. */
  readonly maySubscribe: (hubUrl: string) => boolean
  /** The address of our callback for one subscription. */
  readonly callbackUrl: (callbackId: string) => string
  /** Nobody can guess it. */
  readonly newSecret: () => string
  readonly send: (request: SendRequest, signal: AbortSignal) => Promise<SendOutcome>
  readonly now: () => number
  readonly random: () => number
  readonly log: Logger
}

const TASKS_MAX = 4
const LOOK_EVERY_MS = 15_000
const LEASE_SECONDS = 10 * 86_400
/** A hub that took the request has so long to ask our callback. */
const CONFIRM_MS = 3_600_000
const GAP_MS_MIN = 60_000
const REDIRECTS_MAX = 3
/** So often a hub is told that we leave; then its lease runs out by itself. */
const FAREWELLS_MAX = 3

/** Subscribes at the hubs that polled feeds offer, renews before leases end, and leaves where nothing is offered any more. */
export function tendSubscriptions(deps: TendDeps): PushDuty {
  const { store, now } = deps
  let lookedAt = Number.NEGATIVE_INFINITY
  return {
    name: 'subscriptions',
    tasksMax: TASKS_MAX,
    async claim(limit) {
      if (Math.abs(now() - lookedAt) >= LOOK_EVERY_MS) {
        lookedAt = now()
        const offers = (await store.hubOffers()).filter(({ hubUrl }) => deps.maySubscribe(hubUrl))
        const changes = decideSubscriptions(offers, await store.pushSubscriptions(), deps.newSecret, now())
        if (changes.length > 0) await store.applyPushSubscriptions(changes)
        await store.syncPushedFeeds(now())
      }
      const due = await store.claimPushSubscriptions(limit, now(), now() + CONFIRM_MS)
      return due.map((subscription) => ({ host: new URL(subscription.hubUrl).host, run: (signal) => ask(subscription, deps, signal) }))
    }
  }
}

/** What has to change so that exactly the offers are subscribed to; one that moved to another hub or topic begins anew. */
export function decideSubscriptions(
  offers: readonly HubOffer[],
  standing: readonly PushSubscription[],
  newSecret: () => string,
  now: number
): readonly Statement[] {
  const offered = new Map(offers.map((offer) => [offer.feedId, offer]))
  const known = new Map(standing.map((subscription) => [subscription.feedId, subscription]))
  const wanted = offers.filter((offer) => {
    const old = known.get(offer.feedId)
    return old === undefined || old.state === 'leaving' || old.hubUrl !== offer.hubUrl || old.topicUrl !== offer.topicUrl
  })
  const left = standing.filter(({ feedId, state }) => state !== 'leaving' && !offered.has(feedId))
  return [
    ...wanted.map((offer) => wantStatement(offer, newSecret(), newSecret(), now)),
    ...left.map(({ feedId }) => leaveStatement(feedId, now))
  ]
}

async function ask(subscription: PushSubscription, deps: TendDeps, signal: AbortSignal): Promise<void> {
  const { store, now, random, log } = deps
  const { state, feedId: feed, attempts, leaseEndsAt } = subscription
  if (state === 'leaving' && (leaseEndsAt <= now() || attempts > FAREWELLS_MAX)) {
    return store.applyPushSubscriptions([forgetSubscriptionStatement(subscription)])
  }
  const outcome = await askHub(subscription, deps, signal)
  if (isTaken(outcome)) return log.debug({ feed, mode: state === 'leaving' ? 'unsubscribe' : 'subscribe' }, 'hub asked')
  const dueAt = now() + Math.max(GAP_MS_MIN, retryGapMs(attempts, outcome.kind === 'answered' ? outcome.retryAfterMs : null, random))
  log.info({ feed, message: troubleOf(outcome) }, 'hub not asked')
  await store.applyPushSubscriptions([askAgainStatement(subscription, dueAt, troubleOf(outcome))])
}

/** A hub may send subscribers on to another address, and only by these two (WebSub section 5.1). */
async function askHub(subscription: PushSubscription, { send, callbackUrl }: TendDeps, signal: AbortSignal): Promise<SendOutcome> {
  const { state, callbackId, hubUrl, topicUrl, secret } = subscription
  const mode = state === 'leaving' ? 'unsubscribe' : 'subscribe'
  const form = new URLSearchParams({ 'hub.mode': mode, 'hub.topic': topicUrl, 'hub.callback': callbackUrl(callbackId) })
  if (state !== 'leaving') {
    form.set('hub.secret', secret)
    form.set('hub.lease_seconds', String(LEASE_SECONDS))
  }
  let url = hubUrl
  for (let hop = 0; ; hop++) {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const outcome = await send({ method: 'POST', url, headers, body: form.toString() }, signal)
    const moved = outcome.kind === 'answered' && (outcome.status === 307 || outcome.status === 308) && outcome.location !== null
    const next = moved && hop < REDIRECTS_MAX ? URL.parse(outcome.location!, url) : null
    if (next === null || (next.protocol !== 'https:' && (next.protocol !== 'http:' || url.startsWith('https:')))) return outcome
    url = next.href
  }
}
