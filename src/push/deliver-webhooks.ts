import type { Logger } from '../log.ts'
import type { JournalEntry } from '../model/journal.ts'
import { isTaken, type SendOutcome, type SendRequest, troubleOf } from '../model/send-outcome.ts'
import {
  advanceStatement,
  type DeadLetter,
  deadLetterStatements,
  disableStatement,
  forgetLetterStatement,
  releaseStatement,
  retryWebhookStatement,
  type WebhookRecord
} from '../store/webhooks.ts'
import type { Store } from '../store/store.ts'
import { hashText } from '../text/hash.ts'
import type { PushDuty } from './push-loop.ts'
import { retryGapMs } from './retry-gap.ts'
import { webhookHeaders } from './webhook-signature.ts'

/** A webhook as the configuration has it. */
export interface WebhookTarget {
  readonly id: string
  readonly url: string
  /** Ids of topics; `*` stands for all. */
  readonly topics: readonly string[]
  readonly events: readonly JournalEntry['kind'][]
  readonly secret: string | null
}

export interface WebhookDeps {
  readonly store: Pick<Store, 'claimWebhooks' | 'lettersToRetry' | 'journalAfter' | 'applyWebhook'>
  readonly targets: () => readonly WebhookTarget[]
  /** What is told of a change: the article as it is now. */
  readonly dataOf: (entry: JournalEntry) => Promise<unknown>
  readonly send: (request: SendRequest, signal: AbortSignal) => Promise<SendOutcome>
  readonly now: () => number
  readonly random: () => number
  readonly log: Logger
}

const TASKS_MAX = 8
const LEASE_MS = 120_000
/** Then the webhook is given back, so that a long journal holds no lease for ever. */
const WORK_MS_MAX = 60_000
const JOURNAL_PAGE = 200
/** Of silence, overload and faults of the receiver: about four days. */
const ATTEMPTS_MAX = 10
/** Of an event that the receiver refuses (4xx): about an hour, for those behind it wait. */
const REFUSALS_MAX = 7

/** Tells webhooks what topics published, in the order of the journal, each event until it is taken or given up. */
export function deliverWebhooks(deps: WebhookDeps): PushDuty {
  const { store, now, targets } = deps
  return {
    name: 'webhooks',
    tasksMax: TASKS_MAX,
    async claim(limit, busyHosts) {
      const known = new Map(targets().map((target) => [target.id, target]))
      const free = [...known.values()].filter(({ url }) => !busyHosts.includes(new URL(url).host)).map(({ id }) => id)
      const webhooks = await store.claimWebhooks(limit, free, now(), LEASE_MS)
      return webhooks.map((webhook) => {
        const target = known.get(webhook.id)!
        return { host: new URL(target.url).host, run: (signal) => work(webhook, target, deps, signal) }
      })
    }
  }
}

async function work(webhook: WebhookRecord, target: WebhookTarget, deps: WebhookDeps, signal: AbortSignal): Promise<void> {
  const { store, now } = deps
  const until = now() + WORK_MS_MAX
  for (const letter of await store.lettersToRetry(webhook.id, JOURNAL_PAGE)) {
    if (now() > until) break
    if ((await sendLetter(letter, webhook, target, deps, signal)) === 'gone') return
  }
  let at = webhook
  while (now() <= until) {
    const entries = await store.journalAfter(at.seq, JOURNAL_PAGE)
    if (entries.length === 0) break
    for (const entry of entries) {
      if (now() > until) break
      if (!wants(target, entry)) continue
      const outcome = await sendEvent(entry, target, deps, signal)
      const end = decideEvent(at, entry, outcome, now(), deps.random)
      await store.applyWebhook(end.statements)
      tell(end.verdict, outcome, target, deps.log)
      if (end.verdict === 'again' || end.verdict === 'gone') return
      at = { ...at, seq: entry.seq, attempts: 0 }
    }
    // What nobody wants here is passed over in one step.
    const last = entries.at(-1)!.seq
    if (now() <= until && at.seq < last) {
      await store.applyWebhook([advanceStatement(at, last, null)])
      at = { ...at, seq: last, attempts: 0 }
    }
  }
  await store.applyWebhook([releaseStatement(webhook.id)])
}

async function sendLetter(
  letter: DeadLetter,
  webhook: WebhookRecord,
  target: WebhookTarget,
  deps: WebhookDeps,
  signal: AbortSignal
): Promise<Verdict> {
  const { store, now } = deps
  const [entry] = await store.journalAfter(letter.seq - 1, 1)
  if (entry?.seq !== letter.seq) {
    await store.applyWebhook([forgetLetterStatement(webhook.id, letter.seq)])
    return 'taken'
  }
  const outcome = await sendEvent(entry, target, deps, signal)
  const verdict = isTaken(outcome) ? 'taken' : isGone(outcome) ? 'gone' : 'dead'
  tell(verdict, outcome, target, deps.log)
  if (verdict === 'taken') await store.applyWebhook([forgetLetterStatement(webhook.id, letter.seq)])
  else if (verdict === 'gone') await store.applyWebhook([disableStatement(webhook.id, troubleOf(outcome), now())])
  else await store.applyWebhook(deadLetterStatements(webhook, letter.seq, letter.attempts + 1, troubleOf(outcome), now()))
  return verdict
}

async function sendEvent(entry: JournalEntry, target: WebhookTarget, deps: WebhookDeps, signal: AbortSignal): Promise<SendOutcome> {
  const data = await deps.dataOf(entry)
  const body = JSON.stringify({ type: `article.${entry.kind}`, timestamp: new Date(entry.at).toISOString(), data })
  const headers = { 'content-type': 'application/json', ...webhookHeaders(eventId(target.id, entry), body, target.secret, deps.now()) }
  return deps.send({ method: 'POST', url: target.url, headers, body }, signal)
}

/** The same however often the event is sent. The time is in it because a restored backup gives a number of the journal a second time. */
export function eventId(webhookId: string, { seq, at }: Pick<JournalEntry, 'seq' | 'at'>): string {
  return `msg_${hashText(webhookId, String(seq), String(at))}`
}

function wants({ topics, events }: WebhookTarget, { topicId, kind }: JournalEntry): boolean {
  return events.includes(kind) && (topics.includes('*') || topics.includes(topicId))
}

type Verdict = 'taken' | 'again' | 'dead' | 'gone'

/** What an answer to an event means: 2xx took it, 410 ends the webhook, all else is tried again for a while and then a dead letter. */
export function decideEvent(
  webhook: WebhookRecord,
  { seq }: Pick<JournalEntry, 'seq'>,
  outcome: SendOutcome,
  now: number,
  random: () => number
) {
  if (isTaken(outcome)) return { verdict: 'taken' as const, statements: [advanceStatement(webhook, seq, now)] }
  const failure = troubleOf(outcome)
  if (isGone(outcome)) return { verdict: 'gone' as const, statements: [disableStatement(webhook.id, failure, now)] }
  const attempts = webhook.attempts + 1
  if (attempts >= (isRefusal(outcome) ? REFUSALS_MAX : ATTEMPTS_MAX)) {
    const dead = deadLetterStatements(webhook, seq, attempts, failure, now)
    return { verdict: 'dead' as const, statements: [...dead, advanceStatement(webhook, seq, null)] }
  }
  const dueAt = now + retryGapMs(attempts, outcome.kind === 'answered' ? outcome.retryAfterMs : null, random)
  return { verdict: 'again' as const, statements: [retryWebhookStatement(webhook, attempts, dueAt, failure, now)] }
}

function isGone(outcome: SendOutcome): boolean {
  return outcome.kind === 'answered' && outcome.status === 410
}

/** The receiver's word on this very event, and no trouble that passes. */
function isRefusal(outcome: SendOutcome): boolean {
  return outcome.kind === 'answered' && outcome.status >= 400 && outcome.status <= 499 && outcome.status !== 408 && outcome.status !== 429
}

function tell(verdict: Verdict, outcome: SendOutcome, { id }: WebhookTarget, log: Logger): void {
  if (verdict === 'taken') log.debug({ webhook: id }, 'webhook delivered')
  else if (verdict === 'again') log.warn({ webhook: id, verdict, message: troubleOf(outcome) }, 'webhook not delivered')
  else log.error({ webhook: id, verdict, message: troubleOf(outcome) }, 'webhook not delivered')
}
