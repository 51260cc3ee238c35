import { randomBytes } from 'node:crypto'
import type { Config } from '../config/schema.ts'
import { checkAddress, isAllowed } from '../fetch/address-guard.ts'
import { createSender, type Sender } from '../fetch/send-request.ts'
import type { Logger } from '../log.ts'
import type { SendOutcome, SendRequest } from '../model/send-outcome.ts'
import { deliverWebhooks, type WebhookTarget } from '../push/deliver-webhooks.ts'
import { distributeTopics } from '../push/distribute-topics.ts'
import { PushLoop } from '../push/push-loop.ts'
import { hubReachesUs } from '../push/reachable-hub.ts'
import { tendSubscriptions } from '../push/tend-subscriptions.ts'
import { verifyCallbacks } from '../push/verify-callbacks.ts'
import { createAddresses } from '../serve/addresses.ts'
import { changeRecords } from '../serve/api-records.ts'
import { present, type Serving } from '../serve/serving.ts'
import { topicContent } from '../serve/topic-content.ts'
import type { Store } from '../store/store.ts'
import { readVersion } from './read-version.ts'
import type { Terminal } from './terminal.ts'

/** Of one exchange with a callback or a webhook. */
const EXCHANGE_MS_MAX = 10_000
const STOP_MS_MAX = 5_000

export interface Pushing extends AsyncDisposable {
  /** Starts what is due. Never throws. */
  readonly tick: () => Promise<void>
}

/** Wires everything that is pushed for the configuration in force, which may change meanwhile. */
export function createPushing(
  config: () => Config,
  store: Store,
  serving: Serving,
  log: Logger,
  { now, random }: Pick<Terminal, 'now' | 'random'>
): Pushing {
  const senders = currentSender(config, now)
  const send = (request: SendRequest, signal: AbortSignal): Promise<SendOutcome> => senders.sender().send(request, signal)
  const newToken = (): string => randomBytes(16).toString('hex')
  const loop = new PushLoop({
    duties: [
      verifyCallbacks({ store, send, newChallenge: newToken, now, random, log }),
      distributeTopics({
        store,
        send,
        newToken,
        now,
        random,
        log,
        contentOf: (topicUrl) => topicContent(serving, topicUrl),
        topicIds: () => config().topics.map(({ topic }) => topic.id)
      }),
      deliverWebhooks({
        store,
        send,
        targets: () => webhookTargets(config()),
        now,
        random,
        log,
        dataOf: async (entry) => (await changeRecords(store, [entry], present(serving)))[0]
      }),
      tendSubscriptions({
        store,
        send,
        newSecret: newToken,
        now,
        random,
        log,
        maySubscribe: (hubUrl) => maySubscribe(config(), hubUrl),
        callbackUrl: (callbackId) => createAddresses(config().service.server.public_url).absolute(`/websub/${callbackId}`)
      })
    ],
    now,
    onError: (err, duty) => log.error({ err, duty }, 'push failed on the store or a bug')
  })
  let syncedHash: string | null = null
  async function syncWebhooks(): Promise<void> {
    const { hash, service } = config()
    if (hash === syncedHash) return
    await store.syncWebhooks(
      service.webhooks.map(({ id, url }) => ({ id, url })),
      now()
    )
    syncedHash = hash
  }
  return {
    async tick() {
      try {
        await syncWebhooks()
      } catch (err) {
        log.error({ err }, 'webhooks not taken over')
      }
      await loop.tick()
    },
    async [Symbol.asyncDispose]() {
      await loop.stop(STOP_MS_MAX)
      await senders.close()
    }
  }
}

/** What may be reached is the operator's word, so a new configuration gets a new sender; the old one ends with what it has begun. */
function currentSender(config: () => Config, now: () => number): { sender(): Sender; close(): Promise<void> } {
  let made: { readonly hash: string; readonly sender: Sender } | null = null
  return {
    sender() {
      const {
        hash,
        service: { fetch }
      } = config()
      if (made?.hash !== hash) {
        const old = made?.sender
        if (old) setTimeout(() => void old.close(), 2 * EXCHANGE_MS_MAX).unref()
        made = {
          hash,
          sender: createSender({
            version: readVersion(),
            contact: fetch.contact,
            allow: fetch.allow,
            ports: fetch.ports,
            connectTimeoutMs: fetch.connect_timeout,
            totalTimeoutMs: EXCHANGE_MS_MAX,
            now
          })
        }
      }
      return made.sender
    },
    close: async () => made?.sender.close()
  }
}

function webhookTargets({ service: { webhooks } }: Config): readonly WebhookTarget[] {
  return webhooks.map(({ id, url, topics, events, secret }) => ({ id, url, topics, events, secret: secret ?? null }))
}

function maySubscribe({ service: { push, server, fetch } }: Config, hubUrl: string): boolean {
  if (push.subscribe !== 'auto') return push.subscribe === 'always'
  const isPublic = (ip: string): boolean => checkAddress(ip, 443, { allow: [], ports: [443] }) === null
  return hubReachesUs(hubUrl, server.public_url, isPublic, (ip, port) => isAllowed(ip, port, fetch.allow))
}
