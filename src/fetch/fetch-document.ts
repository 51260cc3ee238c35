import type { Readable } from 'node:stream'
import { Agent, request as send } from 'undici'
import type { Failure, FailureKind } from '../model/failure.ts'
import type { Exchange, FetchOutcome, FetchRequest, Hop } from '../model/fetch-outcome.ts'
import { BOT_CHECK_BYTES_MAX, findBotCheck } from './bot-check.ts'
import { classifyError, classifyStatus, spellUrl } from './classify-failure.ts'
import { guardedConnector, type Lookup } from './guarded-connector.ts'
import type { HostGate } from './host-gate.ts'
import { readBody } from './read-body.ts'
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
  readonly now: () => number
  /** Paces requests to one host; every hop asks for its own turn. */
  readonly gate?: HostGate
  readonly lookup?: Lookup
}

export interface Fetcher {
  /**
   * Gets one document with a conditional GET, following redirects by hand, each hop through the address guard.
   * Sends no cookies, no Referer and no fragment; keeps no cache.
   * @returns a document, `unchanged` for a 304, or a failure: it throws nothing that a server can cause
   * @throws the signal's reason when the caller aborts
   */
  fetchDocument(request: FetchRequest, signal?: AbortSignal): Promise<FetchOutcome>
  /** Ends every connection. Safe to call twice. */
  close(): Promise<void>
}

const HEADER_BYTES_MAX = 32_768
const LOCATION_BYTES_MAX = 8_192
const AGENTS_MAX = 64

const ACCEPT: Readonly<Record<FetchRequest['accept'], string>> = {
  feed: 'application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, text/html;q=0.4, */*;q=0.1',
  page: 'text/html, application/xhtml+xml, application/xml;q=0.9, application/json;q=0.8, */*;q=0.1',
  text: 'text/plain, */*;q=0.1'
}

/** Headers that belong to the exchange itself or to an honest User-Agent; an operator's own headers never replace them. */
const RESERVED_HEADERS = new Set([
  'host', 'connection', 'content-length', 'transfer-encoding', 'accept-encoding', 'user-agent', 'if-none-match', 'if-modified-since',
  'te', 'trailer', 'upgrade', 'keep-alive', 'proxy-authorization', 'proxy-connection', 'expect', 'referer'
])

/** Makes a fetcher. Proxy variables of the environment are ignored; a proxy is used only where a request names one. */
export function createFetcher(options: FetchOptions): Fetcher {
  const agents = new Map<string, Agent>()
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
      connections: 2,
      pipelining: 1,
      maxHeaderSize: HEADER_BYTES_MAX,
      headersTimeout: options.totalTimeoutMs,
      bodyTimeout: options.totalTimeoutMs,
      allowH2: false
    })
    agents.set(key, agent)
    return agent
  }

  async function fetchDocument(request: FetchRequest, signal?: AbortSignal): Promise<FetchOutcome> {
    const state: ChainState = { hops: [], seen: new Set(), spentMs: 0, wireBytes: 0, leftOrigin: false }
    let next: HopResult = startOf(request)
    while (next.kind === 'redirect') {
      signal?.throwIfAborted()
      const url = next.url
      const entrance = await options.gate?.enter(url.href, signal)
      if (entrance?.kind === 'paused') return pausedOutcome(url.href, entrance.untilAt, state, options)
      const startedAt = performance.now()
      try {
        next = await oneHop(url, request, state, signal)
      } finally {
        state.spentMs += performance.now() - startedAt
        entrance?.leave()
      }
    }
    return { ...next.outcome, ms: Math.round(state.spentMs) }
  }

  async function oneHop(url: URL, request: FetchRequest, state: ChainState, signal?: AbortSignal): Promise<HopResult> {
    state.seen.add(url.href)
    if (url.origin !== new URL(request.url).origin) state.leftOrigin = true
    const headers = requestHeaders(url, request, state, userAgent)
    const deadline = new AbortController()
    const timer = setTimeout(
      () => deadline.abort(Object.assign(new Error('the time for the whole exchange was over'), { code: 'TOTAL_TIMEOUT' })),
      Math.max(1, options.totalTimeoutMs - state.spentMs)
    )
    const both = signal ? AbortSignal.any([signal, deadline.signal]) : deadline.signal
    let bodyStarted = false
    let body: Readable | undefined
    try {
      const response = await send(url, { method: 'GET', headers, signal: both, dispatcher: agentFor(request) })
      body = response.body
      // A body that is destroyed unread reports that as an error nobody waits for.
      body.on('error', () => undefined)
      bodyStarted = true
      return await readAnswer(response.statusCode, flattenHeaders(response.headers), response.body, url, headers, request, state)
    } catch (thrown) {
      signal?.throwIfAborted()
      const cause = deadline.signal.aborted ? deadline.signal.reason : thrown
      const place = { url: url.href, bodyStarted, totalTimeoutMs: options.totalTimeoutMs, connectTimeoutMs: options.connectTimeoutMs }
      return failed(classifyError(cause, place), url, null, state)
    } finally {
      clearTimeout(timer)
      body?.destroy()
    }
  }

  async function readAnswer(
    status: number, headers: Headers, body: Readable & { dump(opts: { limit: number }): Promise<void> }, url: URL,
    sent: Readonly<Record<string, string>>, request: FetchRequest, state: ChainState
  ): Promise<HopResult> {
    const now = options.now()
    if (REDIRECTS.has(status)) {
      await body.dump({ limit: BOT_CHECK_BYTES_MAX })
      return followRedirect(status, headers, url, request, state, options.redirectsMax)
    }
    if (status === 304) {
      await body.dump({ limit: BOT_CHECK_BYTES_MAX })
      if (sent['if-none-match'] === undefined && sent['if-modified-since'] === undefined) {
        return refuse('bad-response', `${spellUrl(url.href)} answered 304 Not Modified to a request without conditions; 200 would be right.`, url, status, state)
      }
      return { kind: 'end', outcome: { kind: 'unchanged', status, validators: readValidators(headers), cache: readCacheHints(headers, now), ...exchange(url, state) } }
    }
    if (status !== 200 && status !== 203) return readRefusal(status, headers, body, url, state, now)
    pauseWhenUsedUp(headers, url, now)

    const announced = Number(headers['content-length'] ?? 0)
    if (announced > options.wireBytesMax) {
      return refuse('too-large', `${spellUrl(url.href)} announces ${announced} bytes; at most ${options.wireBytesMax} are read.`, url, status, state)
    }
    const { bytes, wireBytes } = await readBody(body, headers['content-encoding'], options)
    state.wireBytes += wireBytes
    if (isBlank(bytes)) return refuse('empty', `${spellUrl(url.href)} answered ${status} with nothing in it; what was known is kept.`, url, status, state)
    const checker = findBotCheck(headers, bytes)
    if (checker !== null) return failed(classifyStatus(status, url.href, null, checker), url, status, state)
    return {
      kind: 'end',
      outcome: {
        kind: 'document', status, bytes,
        contentType: headers['content-type'] ?? null,
        contentLanguage: headers['content-language'] ?? null,
        validators: readValidators(headers),
        links: readLinks(headers, url.href),
        cache: readCacheHints(headers, now),
        ...exchange(url, state)
      }
    }
  }

  async function readRefusal(status: number, headers: Headers, body: Readable, url: URL, state: ChainState, now: number): Promise<HopResult> {
    const retryAfter = readRetryAfter(headers, now)
    const limits = { wireBytesMax: BOT_CHECK_BYTES_MAX, decodedBytesMax: BOT_CHECK_BYTES_MAX }
    // The body of a refusal only tells a bot check from the server's own word, so a broken or endless one is no further failure.
    const peeked = await readBody(body, headers['content-encoding'], limits).catch(() => null)
    state.wireBytes += peeked?.wireBytes ?? 0
    const checker = findBotCheck(headers, peeked?.bytes ?? new Uint8Array())
    if (status === 429) options.gate?.pause(url.href, retryAfter === null || retryAfter.absurd ? undefined : now + retryAfter.ms)
    if (status === 204 || status === 205) return refuse('empty', `${spellUrl(url.href)} answered ${status} without content; what was known is kept.`, url, status, state)
    return failed(classifyStatus(status, url.href, retryAfter, checker), url, status, state)
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

interface ChainState {
  readonly hops: Hop[]
  readonly seen: Set<string>
  spentMs: number
  wireBytes: number
  /** Once a redirect led to another origin, credentials stay behind, even if it leads back. */
  leftOrigin: boolean
}

type HopResult = { readonly kind: 'redirect'; readonly url: URL } | { readonly kind: 'end'; readonly outcome: FetchOutcome }

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])

function startOf(request: FetchRequest): HopResult {
  const url = URL.parse(request.url)
  const state: ChainState = { hops: [], seen: new Set(), spentMs: 0, wireBytes: 0, leftOrigin: false }
  const reason = url === null ? 'is no address' : reasonAgainst(url)
  if (url === null || reason !== null) {
    return refuse('refused-url', `${spellUrl(request.url)} ${reason}; one with http or https and without user name or password is needed.`, request.url, null, state)
  }
  url.hash = ''
  return { kind: 'redirect', url }
}

function followRedirect(status: number, headers: Headers, from: URL, request: FetchRequest, state: ChainState, redirectsMax: number): HopResult {
  const where = spellUrl(from.href)
  const location = headers['location']
  if (location === undefined || location === '') {
    return refuse('bad-response', `${where} answered ${status} without saying where to; a Location header would.`, from, status, state)
  }
  const to = location.length > LOCATION_BYTES_MAX ? null : URL.parse(decodeBytes(location), from.href)
  const reason = to === null ? 'is no address' : reasonAgainst(to)
  if (to === null || reason !== null) {
    return refuse('refused-url', `${where} redirects to ${spellUrl(location)}, which ${reason}; http and https are followed.`, from, status, state)
  }
  to.hash = ''
  if (from.protocol === 'https:' && to.protocol === 'http:' && request.allowDowngrade !== true) {
    return refuse('redirect-downgrade', `${where} redirects from https to ${spellUrl(to.href)}; set allow_downgrade for this feed to follow it.`, from, status, state)
  }
  state.hops.push({ url: from.href, status, permanent: status === 301 || status === 308 })
  if (state.seen.has(to.href)) {
    const cookies = headers['set-cookie'] === undefined ? '' : ' and sets a cookie, which Courant does not keep'
    return refuse('redirect-loop', `${where} redirects in a circle to ${spellUrl(to.href)}${cookies}.`, from, status, state)
  }
  if (state.hops.length > redirectsMax) {
    return refuse('redirect-loop', `${spellUrl(request.url)} redirects more than ${redirectsMax} times; give the address it ends at.`, from, status, state)
  }
  return { kind: 'redirect', url: to }
}

function requestHeaders(url: URL, request: FetchRequest, state: ChainState, userAgent: string): Record<string, string> {
  const headers: Record<string, string> = { 'user-agent': userAgent, accept: ACCEPT[request.accept], 'accept-encoding': 'gzip, br' }
  if (!state.leftOrigin) {
    for (const [name, value] of Object.entries(request.headers ?? {})) {
      if (!RESERVED_HEADERS.has(name.toLowerCase())) headers[name.toLowerCase()] = value
    }
    if (request.bearer !== undefined) headers['authorization'] = `Bearer ${request.bearer}`
    if (request.basic !== undefined) headers['authorization'] = `Basic ${Buffer.from(`${request.basic.user}:${request.basic.password}`).toString('base64')}`
  }
  const validators = request.validators
  if (validators && url.href === withoutHash(validators.url ?? request.url)) {
    if (validators.etag) headers['if-none-match'] = validators.etag
    if (validators.lastModified) headers['if-modified-since'] = validators.lastModified
  }
  return headers
}

function reasonAgainst(url: URL): string | null {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return `has the scheme ${url.protocol.slice(0, 20)}`
  if (url.username !== '' || url.password !== '') return 'holds a user name or password'
  return url.hostname === '' ? 'names no host' : null
}

function withoutHash(url: string): string {
  const parsed = URL.parse(url)
  if (parsed === null) return url
  parsed.hash = ''
  return parsed.href
}

/** Header values come as one character a byte; addresses beyond ASCII are meant as UTF-8. */
function decodeBytes(value: string): string {
  const text = Buffer.from(value, 'latin1').toString('utf8')
  return text.includes('\ufffd') ? value : text
}

function isBlank(bytes: Uint8Array): boolean {
  return bytes.byteLength <= 64 && bytes.every((byte) => byte <= 0x20)
}

function exchange(url: URL | string, state: ChainState): Exchange {
  const finalUrl = typeof url === 'string' ? url : url.href
  const moved = state.hops.length > 0 && state.hops.every((hop) => hop.permanent)
  return { finalUrl, hops: state.hops, permanentUrl: moved ? finalUrl : null, ms: Math.round(state.spentMs), wireBytes: state.wireBytes }
}

function refuse(kind: FailureKind, message: string, url: URL | string, status: number | null, state: ChainState): HopResult {
  const failure: Failure = { kind, message, transient: kind === 'empty', ...(status !== null && { status }) }
  return failed(failure, url, status, state)
}

function failed(failure: Failure, url: URL | string, status: number | null, state: ChainState): HopResult {
  return { kind: 'end', outcome: { kind: 'failed', status, failure, sent: true, ...exchange(url, state) } }
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
