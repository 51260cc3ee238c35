import type { Logger } from '../log.ts'
import { isTaken, type SendOutcome, type SendRequest, troubleOf } from '../model/send-outcome.ts'
import type { Statement } from '../store/database.ts'
import {
  endRequestStatement,
  type HubRequestRecord,
  retryRequestStatement,
  subscribedStatements,
  unsubscribedStatements
} from '../store/hub.ts'
import type { Store } from '../store/store.ts'
import { questionUrl } from './callback-question.ts'
import type { PushDuty } from './push-loop.ts'
import { retryGapMs } from './retry-gap.ts'

export interface VerifyDeps {
  readonly store: Pick<Store, 'claimHubRequests' | 'applyHub'>
  readonly send: (request: SendRequest, signal: AbortSignal) => Promise<SendOutcome>
  /** Nobody can guess it: whoever echoes it reads what the callback's address gets. */
  readonly newChallenge: () => string
  readonly now: () => number
  readonly random: () => number
  readonly log: Logger
}

const TASKS_MAX = 8
/** Longer than any exchange. */
const LEASE_MS = 60_000
/** A callback that does not answer at all is asked so often; one that answers is taken at its word. */
const ATTEMPTS_MAX = 3

/** Asks callbacks whether they meant what was asked for in their name (WebSub section 5.3), and tells those that are denied. */
export function verifyCallbacks({ store, send, newChallenge, now, random, log }: VerifyDeps): PushDuty {
  return {
    name: 'hub requests',
    tasksMax: TASKS_MAX,
    async claim(limit, busyHosts) {
      const requests = await store.claimHubRequests(limit, busyHosts, now(), LEASE_MS)
      return requests.map((request) => ({ host: request.host, run: (signal) => verify(request, signal) }))
    }
  }

  async function verify(request: HubRequestRecord, signal: AbortSignal): Promise<void> {
    const challenge = newChallenge()
    const { mode, topicUrl, leaseMs, reason, callback } = request
    const question = { mode, topicUrl, ...(mode === 'denied' ? {} : { challenge, leaseMs }), ...(reason === null ? {} : { reason }) }
    const outcome = await send({ method: 'GET', url: questionUrl(callback, question) }, signal)
    const end = decideVerification(request, outcome, challenge, now(), random)
    await store.applyHub(end.statements)
    const host = request.host
    if (end.verdict === 'refused') log.info({ host, topic: request.topicId, message: troubleOf(outcome) }, 'hub request not confirmed')
    else if (end.verdict === 'confirmed') log.info({ host, topic: request.topicId, mode }, 'hub request confirmed')
  }
}

export interface Verification {
  readonly verdict: 'confirmed' | 'refused' | 'unanswered' | 'told'
  readonly statements: readonly Statement[]
}

/**
 * What an answer to a verification means: only 2xx with the very challenge confirms; every other answer refuses; none at all is asked
 * for again.
 */
export function decideVerification(
  request: HubRequestRecord,
  outcome: SendOutcome,
  challenge: string,
  now: number,
  random: () => number
): Verification {
  const { mode, attempts } = request
  if (outcome.kind === 'failed' && outcome.failure.transient && attempts + 1 < ATTEMPTS_MAX) {
    return { verdict: 'unanswered', statements: [retryRequestStatement(request, now + retryGapMs(attempts + 1, null, random))] }
  }
  if (mode === 'denied') return { verdict: 'told', statements: [endRequestStatement(request)] }
  const whole = outcome.kind === 'answered' && isTaken(outcome) && outcome.whole
  const echoed = whole && Buffer.from(outcome.body).equals(Buffer.from(challenge))
  if (!echoed) return { verdict: 'refused', statements: [endRequestStatement(request)] }
  return {
    verdict: 'confirmed',
    statements:
      mode === 'subscribe' ? subscribedStatements(request, now) : [...unsubscribedStatements(request.id), endRequestStatement(request)]
  }
}
