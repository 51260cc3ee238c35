import type { Logger } from '../log.ts'
import { isTaken, type SendOutcome, type SendRequest, troubleOf } from '../model/send-outcome.ts'
import type { Statement } from '../store/database.ts'
import {
  deliveredStatements,
  failedDeliveryStatements,
  type HubDelivery,
  type HubSubscription,
  requestStatement,
  unsubscribedStatements
} from '../store/hub.ts'
import type { Store } from '../store/store.ts'
import { hubSignature } from './hub-signature.ts'
import type { PushDuty } from './push-loop.ts'
import { retryGapMs } from './retry-gap.ts'

/** A topic feed as it is served now. */
export interface TopicContent {
  readonly bytes: Uint8Array
  readonly contentType: string
  readonly etag: string
  /** Value of the Link header: hub and self. */
  readonly link: string
}

export interface DistributeDeps {
  readonly store: Pick<
    Store,
    'journalAfter' | 'hubCursor' | 'fanOutTopics' | 'claimHubDeliveries' | 'applyHub' | 'queueOtherTopics' | 'dropEndedHubSubscriptions'
  >
  /** Ids of the topics that are published now. */
  readonly topicIds: () => readonly string[]
  /** @returns null when that address is no topic feed of ours any more */
  readonly contentOf: (topicUrl: string) => Promise<TopicContent | null>
  readonly send: (request: SendRequest, signal: AbortSignal) => Promise<SendOutcome>
  /** Names a request; no two are equal. */
  readonly newToken: () => string
  readonly now: () => number
  readonly random: () => number
  readonly log: Logger
}

const TASKS_MAX = 8
const LEASE_MS = 60_000
const JOURNAL_PAGE = 1_000
/** Changes that come within this become one delivery. */
const BURST_MS = 500
/** Between two deliveries to one subscription. */
const SPACING_MS = 5_000
/** Then the delivery is given up, until the topic changes again. */
const ATTEMPTS_MAX = 7
const SWEEP_EVERY_MS = 60_000

/** Sends what a topic feed has become to everyone who subscribed to it (WebSub section 7), driven by the journal. */
export function distributeTopics(deps: DistributeDeps): PushDuty {
  const { store, now } = deps
  let sweptAt = 0
  return {
    name: 'hub deliveries',
    tasksMax: TASKS_MAX,
    async claim(limit, busyHosts) {
      if (Math.abs(now() - sweptAt) >= SWEEP_EVERY_MS) {
        sweptAt = now()
        await store.dropEndedHubSubscriptions(now())
        await store.queueOtherTopics(deps.topicIds(), now())
      }
      await fanOut(deps)
      const deliveries = await store.claimHubDeliveries(limit, busyHosts, now(), LEASE_MS)
      const contents = new Map<string, Promise<TopicContent | null>>()
      const contentOf = (topicUrl: string): Promise<TopicContent | null> => {
        const known = contents.get(topicUrl) ?? deps.contentOf(topicUrl)
        contents.set(topicUrl, known)
        return known
      }
      return deliveries.map((delivery) => ({
        host: delivery.subscription.host,
        run: (signal) => deliver(delivery, { ...deps, contentOf }, signal)
      }))
    }
  }
}

/** Reads the journal to its end and puts what it says into the outbox. */
async function fanOut({ store, now }: DistributeDeps): Promise<void> {
  for (;;) {
    const from = await store.hubCursor()
    const entries = await store.journalAfter(from, JOURNAL_PAGE)
    if (entries.length === 0) return
    const topicIds = [...new Set(entries.map(({ topicId }) => topicId))]
    const { seq, at } = entries.at(-1)!
    await store.fanOutTopics({ from, to: seq, topicIds, dueAt: Math.min(at, now()) + BURST_MS, spacingMs: SPACING_MS, now: now() })
    if (entries.length < JOURNAL_PAGE) return
  }
}

async function deliver(delivery: HubDelivery, deps: DistributeDeps, signal: AbortSignal): Promise<void> {
  const { store, now, random, log } = deps
  const { subscription } = delivery
  const { host, topicId: topic } = subscription
  if (subscription.endsAt <= now()) return store.applyHub(unsubscribedStatements(subscription.id))
  const content = await deps.contentOf(subscription.topicUrl)
  if (content === null) {
    log.info({ host, topic }, 'hub subscription ended, its feed is gone')
    return store.applyHub(deniedStatements(subscription, deps.newToken(), now()))
  }
  // The subscriber has just this: another variant of the topic changed, or it changed back.
  if (content.etag === subscription.feedEtag) return store.applyHub(deliveredStatements(delivery, content.etag, null, now()))
  const outcome = await deps.send(deliveryRequest(subscription, content), signal)
  const end = decideDelivery(delivery, outcome, content.etag, now(), random)
  await store.applyHub(end.statements)
  if (end.verdict === 'taken') log.info({ host, topic }, 'topic feed delivered')
  else log.warn({ host, topic, verdict: end.verdict, message: troubleOf(outcome) }, 'topic feed not delivered')
}

/** The whole feed with its own type, and proof that it is from us for who gave a secret. */
export function deliveryRequest({ callback, secret }: Pick<HubSubscription, 'callback' | 'secret'>, content: TopicContent): SendRequest {
  return {
    method: 'POST',
    url: callback,
    headers: {
      'content-type': content.contentType,
      link: content.link,
      ...(secret === null ? {} : { 'x-hub-signature': hubSignature(secret, content.bytes) })
    },
    body: content.bytes
  }
}

export interface DeliveryEnd {
  readonly verdict: 'taken' | 'again' | 'given up' | 'gone'
  readonly statements: readonly Statement[]
}

/** What an answer to a delivery means: 2xx took it, 410 ends the subscription, all else, redirects too, is tried again for a while. */
export function decideDelivery(delivery: HubDelivery, outcome: SendOutcome, etag: string, now: number, random: () => number): DeliveryEnd {
  if (isTaken(outcome)) return { verdict: 'taken', statements: deliveredStatements(delivery, etag, now, now + SPACING_MS) }
  if (outcome.kind === 'answered' && outcome.status === 410) {
    return { verdict: 'gone', statements: unsubscribedStatements(delivery.subscription.id) }
  }
  const attempts = delivery.attempts + 1
  const givenUp = attempts >= ATTEMPTS_MAX
  const dueAt = now + retryGapMs(attempts, outcome.kind === 'answered' ? outcome.retryAfterMs : null, random)
  return {
    verdict: givenUp ? 'given up' : 'again',
    statements: failedDeliveryStatements(delivery, troubleOf(outcome), givenUp ? null : dueAt)
  }
}

function deniedStatements(subscription: HubSubscription, token: string, now: number): readonly Statement[] {
  const { id, callback, host, topicId, topicUrl } = subscription
  return [
    ...unsubscribedStatements(id),
    requestStatement(
      {
        id,
        mode: 'denied',
        callback,
        host,
        topicId,
        topicUrl,
        secret: null,
        leaseMs: 0,
        reason: 'This topic feed is not published any more.',
        feedEtag: null,
        token,
        attempts: 0
      },
      now
    )
  ]
}
