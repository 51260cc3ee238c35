import { STATUS_CODES } from 'node:http'
import type { Readable } from 'node:stream'
import { Agent, request as send } from 'undici'
import type { SendOutcome, SendRequest } from '../model/send-outcome.ts'
import { classifyError, spellUrl } from './classify-failure.ts'
import { guardedConnector, type Lookup } from './guarded-connector.ts'
import { limitInterim } from './interim-answers.ts'
import { flattenHeaders } from './response-headers.ts'
import { readRetryAfter } from './retry-after.ts'

export interface SendOptions {
  /** Courant's version and a way to reach its operator, for the User-Agent. */
  readonly version: string
  readonly contact: string
  readonly allow: readonly string[]
  readonly ports: readonly number[]
  readonly connectTimeoutMs: number
  /** Of the whole exchange, answer included. */
  readonly totalTimeoutMs: number
  readonly now: () => number
  readonly lookup?: Lookup
}

/** Sends one request to an address that someone else named; never follows a redirect, keeps no cookie. */
export interface Sender {
  /**
   * @returns what was answered, whatever the status, or why nothing was: it throws nothing that a server can cause
   * @throws the signal's reason when the caller aborts
   */
  send(request: SendRequest, signal?: AbortSignal): Promise<SendOutcome>
  /** Ends every connection. Safe to call twice. */
  close(): Promise<void>
}

/** An answer beyond this is cut: nothing that is waited for is longer. */
export const ANSWER_BYTES_MAX = 4_096
const HEADER_BYTES_MAX = 16_384
const CONNECTIONS_PER_ORIGIN_MAX = 2

/** Makes a sender for callbacks, hubs and webhooks: every address goes through the guard of the fetcher. */
export function createSender(options: SendOptions): Sender {
  const userAgent = `Courant/${options.version} (+${options.contact.replace(/[^\x21-\x7e]|[()]/g, '')})`
  const agent = new Agent({
    connect: guardedConnector({
      rules: options,
      connectTimeoutMs: options.connectTimeoutMs,
      insecureTls: false,
      ...(options.lookup && { lookup: options.lookup })
    }),
    connections: CONNECTIONS_PER_ORIGIN_MAX,
    pipelining: 1,
    maxHeaderSize: HEADER_BYTES_MAX,
    headersTimeout: options.totalTimeoutMs,
    bodyTimeout: options.totalTimeoutMs,
    allowH2: false
  })

  return {
    async send({ url, method, headers, body }, signal) {
      const deadline = new AbortController()
      const overdue = Object.assign(new Error('the time for the whole exchange was over'), { code: 'TOTAL_TIMEOUT' })
      const timer = setTimeout(() => deadline.abort(overdue), options.totalTimeoutMs)
      const interim = limitInterim()
      let answer: Readable | undefined
      try {
        signal?.throwIfAborted()
        const response = await send(url, {
          method,
          headers: { 'user-agent': userAgent, accept: '*/*', ...headers },
          ...(body === undefined ? {} : { body }),
          signal: AbortSignal.any([deadline.signal, interim.signal, ...(signal ? [signal] : [])]),
          dispatcher: agent,
          onInfo: interim.onInfo
        })
        answer = response.body
        answer.on('error', () => undefined)
        const received = flattenHeaders(response.headers)
        const status = response.statusCode
        const retryAfter = readRetryAfter(received, options.now())
        return {
          kind: 'answered',
          status,
          message: `${spellUrl(url)} answered ${status}${STATUS_CODES[status] === undefined ? '' : ` ${STATUS_CODES[status]}`}.`,
          location: received['location'] ?? null,
          retryAfterMs: retryAfter === null || retryAfter.absurd ? null : retryAfter.ms,
          ...(await readStart(answer))
        }
      } catch (thrown) {
        signal?.throwIfAborted()
        const limit = [interim.signal, deadline.signal].find(({ aborted }) => aborted)
        const cause: unknown = limit === undefined ? thrown : limit.reason
        const { totalTimeoutMs, connectTimeoutMs } = options
        return {
          kind: 'failed',
          failure: classifyError(cause, { url, bodyStarted: answer !== undefined, totalTimeoutMs, connectTimeoutMs })
        }
      } finally {
        clearTimeout(timer)
        answer?.destroy()
      }
    },
    close: () => agent.destroy()
  }
}

async function readStart(answer: Readable): Promise<{ readonly body: Uint8Array; readonly whole: boolean }> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of answer as AsyncIterable<Uint8Array>) {
    chunks.push(chunk)
    size += chunk.byteLength
    if (size > ANSWER_BYTES_MAX) return { body: Buffer.concat(chunks).subarray(0, ANSWER_BYTES_MAX), whole: false }
  }
  return { body: Buffer.concat(chunks), whole: true }
}
