import { setImmediate } from 'node:timers/promises'
import type { Readable } from 'node:stream'
import { Agent, request as send } from 'undici'
import type { Failure } from '../model/failure.ts'
import type { FetchOutcome, FetchRequest } from '../model/fetch-outcome.ts'
import type { PollPace } from '../model/poll-pace.ts'
import { BOT_CHECK_BYTES_MAX, findBotCheck } from './bot-check.ts'
import { classifyError, classifyStatus, spellUrl } from './classify-failure.ts'
import { createByteBudget, type ByteBudget, type Hold } from './byte-budget.ts'
import { requestHeaders } from './conditional-request.ts'
import { startDeadline } from './deadline.ts'
import { followRedirect, startOf } from './follow-redirect.ts'
import { guardedConnector, type Lookup } from './guarded-connector.ts'
import type { HostGate } from './host-gate.ts'
import { limitInterim } from './interim-answers.ts'
import { readBody, type BodyLimits } from './read-body.ts'
import { exchange, failed, newChain, refuse, type ChainState, type HopResult } from './request-chain.ts'
import { flattenHeaders, readCacheHints, readLinks, readValidators, type Headers } from './response-headers.ts'
import { readRetryAfter } from './retry-after.ts'

export interface FetchOptions {
  /** Courant's version and a way to reach its operator, for the User-Agent. */
  readonly version: string
  readonly contact: string
  readonly allow: readonly string[]
  readonly ports: readonly number[]
  readonly connectTimeoutMs: number
  /** Of the whole exchange, redirects and body included, waiting for the host's turn not. */
  readonly totalTimeoutMs: number
  readonly wireBytesMax: number
  readonly decodedBytesMax: number
  readonly redirectsMax: number
  /** Connections kept to one host; 2 when left out. */
  readonly connectionsPerHost?: number
  readonly now: () => number
  /** Paces requests to one host; every hop asks for its own turn. */
  readonly gate?: HostGate
  /** What all bodies share that are held at once; without it each has its own limits alone. */
  readonly budget?: ByteBudget
  readonly lookup?: Lookup
}

/** What a fetch shares with the poll it is part of. */
export interface FetchScope {
  readonly signal?: AbortSignal | undefined
  /** What the poll goes on to hold of the budget; left out, it counts until the outcome is given. */
  readonly hold?: Hold
  /** Told what is waited for. */
  readonly pace?: PollPace | undefined
}

export interface Fetcher {
  /**
   * Gets one document with a conditional GET, following redirects by hand, each hop through the address guard.
   * Sends no cookies, no Referer and no fragment; keeps no cache.
   * @returns a document, `unchanged` for a 304, or a failure: it throws nothing that a server can cause
   * @throws the signal's reason when the caller aborts
   */
  fetchDocument(request: FetchRequest, scope?: FetchScope): Promise<FetchOutcome>
  /** Ends every connection. Safe to call twice. */
  close(): Promise<void>
}

const CONNECTIONS_PER_HOST = 2
const HEADER_BYTES_MAX = 32_768
const AGENTS_MAX = 64

/** Makes a fetcher. Proxy variables of the environment are ignored; a proxy is used only where a request names one. */
export function createFetcher(options: FetchOptions): Fetcher {
  const agents = new Map<string, Agent>()
  const budget = options.budget ?? createByteBudget(() => Infinity)
  const userAgent = `Courant/${options.version} (+${options.contact.replace(/[^\x21-\x7e]|[()]/g, '')})`

  function agentFor(request: FetchRequest): Agent {
    const key = `${request.insecureTls === true} ${request.proxy ?? ''}`
    const known = agents.get(key)
    if (known) return known
    if (agents.size >= AGENTS_MAX) {
      const [oldest, agent] = agents.entries().next().value!
      agents.delete(oldest)
      void agent.close()
    }
    const agent = new Agent({
      connect: guardedConnector({
        rules: options,
        connectTimeoutMs: options.connectTimeoutMs,
        insecureTls: request.insecureTls === true,
        ...(options.lookup && { lookup: options.lookup }),
        ...(request.proxy !== undefined && { proxy: request.proxy })
      }),
      connections: options.connectionsPerHost ?? CONNECTIONS_PER_HOST,
      pipelining: 1,
      maxHeaderSize: HEADER_BYTES_MAX,
      headersTimeout: options.totalTimeoutMs,
      bodyTimeout: options.totalTimeoutMs,
      allowH2: false
    })
    agents.set(key, agent)
    return agent
  }

  async function fetchDocument(request: FetchRequest, scope: FetchScope = {}): Promise<FetchOutcome> {
    const { hold } = scope
    if (hold !== undefined) return fetchHolding(request, hold, scope)
    const own = budget.open()
    try {
      return await fetchHolding(request, own, scope)
    } finally {
      own.release()
    }
  }

  async function fetchHolding(request: FetchRequest, hold: Hold, { signal, pace }: FetchScope): Promise<FetchOutcome> {
    const state = newChain()
    let next: HopResult = startOf(request)
    while (next.kind === 'redirect') {
      signal?.throwIfAborted()
      const url = next.url
      const entrance = await options.gate?.enter(url.href, signal, () => {
        if (pace) pace.waitsFor = 'turn'
      })
      if (pace) pace.waitsFor = 'server'
      if (entrance?.kind === 'paused') return pausedOutcome(url.href, entrance.untilAt, state, options)
      try {
        next = await oneHop(url, request, state, hold, signal)
      } finally {
        entrance?.leave()
      }
    }
    return { ...next.outcome, ms: Math.round(state.spentMs) }
  }

  async function oneHop(url: URL, request: FetchRequest, state: ChainState, hold: Hold, signal?: AbortSignal): Promise<HopResult> {
    state.seen.add(url.href)
    if (url.origin !== new URL(request.url).origin) state.leftOrigin = true
    const headers = requestHeaders(url, request, state.leftOrigin, userAgent)
    const deadline = startDeadline(options.totalTimeoutMs - state.spentMs)
    const interim = limitInterim()
    const both = AbortSignal.any([deadline.signal, interim.signal, ...(signal ? [signal] : [])])
    let bodyStarted = false
    let body: Readable | undefined
    try {
      const response = await send(url, { method: 'GET', headers, signal: both, dispatcher: agentFor(request), onInfo: interim.onInfo })
      body = response.body
      // A body that is destroyed unread reports that as an error nobody waits for.
      body.on('error', () => undefined)
      bodyStarted = true
      const limits: BodyLimits = {
        ...options,
        take: (bytes) => {
          const room = hold.take(bytes, both)
          return room === null ? null : deadline.waitFor(room)
        }
      }
      return await readAnswer(response.statusCode, flattenHeaders(response.headers), response.body, limits, url, headers, request, state)
    } catch (thrown) {
      signal?.throwIfAborted()
      const limit = [interim.signal, deadline.signal].find(({ aborted }) => aborted)
      const cause: unknown = limit === undefined ? thrown : limit.reason
      const place = { url: url.href, bodyStarted, totalTimeoutMs: options.totalTimeoutMs, connectTimeoutMs: options.connectTimeoutMs }
      return failed(classifyError(cause, place), url, null, state)
    } finally {
      deadline.end()
      state.spentMs += deadline.spentMs()
      body?.destroy()
    }
  }

  async function readAnswer(
    status: number,
    headers: Headers,
    body: Readable & { dump(opts: { limit: number }): Promise<void> },
    limits: BodyLimits,
    url: URL,
    sent: Readonly<Record<string, string>>,
    request: FetchRequest,
    state: ChainState
  ): Promise<HopResult> {
    const now = options.now()
    if (REDIRECTS.has(status)) {
      await body.dump({ limit: BOT_CHECK_BYTES_MAX })
      await setImmediate() // only then is the connection free for the next hop, which else opens another
      return followRedirect(status, headers, url, request, state, options.redirectsMax)
    }
    if (status === 304) {
      await body.dump({ limit: BOT_CHECK_BYTES_MAX })
      if (sent['if-none-match'] === undefined && sent['if-modified-since'] === undefined) {
        const message = `${spellUrl(url.href)} answered 304 Not Modified to a request without conditions; 200 would be right.`
        return refuse('bad-response', message, url, status, state)
      }
      const carried = { validators: readValidators(headers), cache: readCacheHints(headers, now) }
      return { kind: 'end', outcome: { kind: 'unchanged', status, ...carried, ...exchange(url, state) } }
    }
    if (status !== 200 && status !== 203) return readRefusal(status, headers, body, url, state, now)
    pauseWhenUsedUp(headers, url, now)

    const announced = Number(headers['content-length'] ?? 0)
    if (announced > options.wireBytesMax) {
      const message = `${spellUrl(url.href)} announces ${announced} bytes; at most ${options.wireBytesMax} are read.`
      return refuse('too-large', message, url, status, state)
    }
    const contentType = headers['content-type'] ?? null
    const { bytes, wireBytes } = await readBody(body, headers['content-encoding'], limits)
    state.wireBytes += wireBytes
    if (isBlank(bytes)) return refuse('empty', sayEmpty(url, status), url, status, state)
    const checker = findBotCheck(headers, bytes)
    if (checker !== null) return failed(classifyStatus(status, url.href, null, checker), url, status, state, { contentType, bytes })
    return {
      kind: 'end',
      outcome: {
        kind: 'document',
        status,
        bytes,
        contentType,
        contentLanguage: headers['content-language'] ?? null,
        validators: readValidators(headers),
        links: readLinks(headers, url.href),
        cache: readCacheHints(headers, now),
        ...exchange(url, state)
      }
    }
  }

  async function readRefusal(
    status: number,
    headers: Headers,
    body: Readable,
    url: URL,
    state: ChainState,
    now: number
  ): Promise<HopResult> {
    const retryAfter = readRetryAfter(headers, now)
    const limits = { wireBytesMax: BOT_CHECK_BYTES_MAX, decodedBytesMax: BOT_CHECK_BYTES_MAX }
    // The body of a refusal only tells a bot check from the server's own word, so a broken or endless one is no further failure.
    const peeked = await readBody(body, headers['content-encoding'], limits).catch(() => null)
    state.wireBytes += peeked?.wireBytes ?? 0
    const checker = findBotCheck(headers, peeked?.bytes ?? new Uint8Array())
    const rest = retryAfter === null || retryAfter.absurd ? undefined : now + retryAfter.ms
    if (status === 429 || (checker !== null && rest !== undefined)) options.gate?.pause(url.href, rest)
    if (status === 204 || status === 205) return refuse('empty', sayEmpty(url, status), url, status, state)
    const answer =
      peeked === null || isBlank(peeked.bytes) ? undefined : { contentType: headers['content-type'] ?? null, bytes: peeked.bytes }
    return failed(classifyStatus(status, url.href, retryAfter, checker), url, status, state, answer)
  }

  /** Some hosts say with a good answer that it was the last one for now. */
  function pauseWhenUsedUp(headers: Headers, url: URL, now: number): void {
    const remaining = headers['x-ratelimit-remaining'] ?? headers['ratelimit-remaining']
    if (remaining === undefined || !(Number(remaining) < 1)) return
    const reset = readRetryAfter({ ...headers, 'retry-after': undefined }, now)
    if (reset !== null && !reset.absurd) options.gate?.pause(url.href, now + reset.ms)
  }

  return {
    fetchDocument,
    async close() {
      const all = [...agents.values()]
      agents.clear()
      await Promise.all(all.map((agent) => agent.destroy()))
    }
  }
}

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])

function sayEmpty(url: URL, status: number): string {
  return `${spellUrl(url.href)} answered ${status} with nothing in it; what was known is kept.`
}

function isBlank(bytes: Uint8Array): boolean {
  return bytes.byteLength <= 64 && bytes.every((byte) => byte <= 0x20)
}

function pausedOutcome(url: string, untilAt: number, state: ChainState, options: FetchOptions): FetchOutcome {
  const waitMs = Math.max(0, untilAt - options.now())
  const failure: Failure = {
    kind: 'rate-limited',
    message: `${spellUrl(url)} was not asked: its host answered 429 before and rests for another ${Math.ceil(waitMs / 1_000)} s.`,
    transient: true,
    retryAfterMs: waitMs
  }
  return { kind: 'failed', status: null, failure, sent: false, ...exchange(url, state) }
}
