import { STATUS_CODES } from 'node:http'
import type { Failure, FailureKind } from '../model/failure.ts'
import type { RetryAfter } from './retry-after.ts'

export interface ErrorPlace {
  readonly url: string
  /** Whether the answer's head had come: a connection that ends then is a cut body, not a reset. */
  readonly bodyStarted: boolean
  readonly totalTimeoutMs: number
  readonly connectTimeoutMs: number
}

/**
 * Names what undici, the system, TLS or a decompressor threw while one address was fetched.
 * @returns the failure; `internal` for what is none of these, so that our own bugs stay visible
 */
export function classifyError(thrown: unknown, place: ErrorPlace): Failure {
  const error = rootOf(thrown)
  const code = String(error.code ?? '')
  const where = spellUrl(place.url)
  const kind = kindOf(error, code, place.bodyStarted)
  return { kind, message: sayError(kind, code, error.message, where, place), transient: TRANSIENT.has(kind) }
}

/**
 * Names a refusal by its HTTP status.
 * @param challenged whether the answer is a bot check rather than the server's own word
 */
export function classifyStatus(status: number, url: string, retryAfter: RetryAfter | null, challenged: string | null): Failure {
  const kind = challenged !== null ? 'blocked' : kindOfStatus(status)
  const where = spellUrl(url)
  const failure = { kind, message: sayStatus(kind, status, where, retryAfter, challenged), transient: TRANSIENT.has(kind), status }
  return retryAfter === null ? failure : { ...failure, retryAfterMs: retryAfter.ms }
}

/** The address as messages and logs show it: without query, in which tokens travel, and clipped. */
export function spellUrl(url: string): string {
  const parsed = URL.parse(url)
  const plain =
    parsed === null
      ? url
      : `${parsed.protocol}${parsed.host === '' ? '' : `//${parsed.host}`}${parsed.pathname}${parsed.search === '' ? '' : '?…'}`
  return plain.length > 200 ? `${plain.slice(0, 199)}…` : plain
}

const TRANSIENT: ReadonlySet<FailureKind> = new Set([
  'dns',
  'connect',
  'timeout',
  'reset',
  'http-server',
  'rate-limited',
  'unavailable',
  'truncated',
  'empty',
  'limit'
])

const DNS_CODES = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA', 'EAI_NONAME', 'ENODATA', 'ESERVFAIL', 'EREFUSED', 'ENONAME'])
const CONNECT_CODES = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL', 'EHOSTDOWN', 'ENETDOWN', 'EACCES', 'EPERM'])
const TIMEOUT_CODES = new Set([
  'ETIMEDOUT',
  'ETIMEOUT',
  'TOTAL_TIMEOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT'
])
const RESET_CODES = new Set([
  'ECONNRESET',
  'EPIPE',
  'ECONNABORTED',
  'UND_ERR_SOCKET',
  'UND_ERR_CLOSED',
  'UND_ERR_DESTROYED',
  'ERR_STREAM_PREMATURE_CLOSE'
])
const NOT_HTTP_CODES = new Set(['UND_ERR_INFO', 'UND_ERR_NOT_SUPPORTED', 'TOO_MANY_INTERIM'])
const TLS_CODE =
  /^(CERT_|UNABLE_TO_|DEPTH_ZERO|SELF_SIGNED|ERR_TLS|ERR_SSL|EPROTO|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH|CRL_|ERROR_IN_C)/
const DECODER_CODE = /^(Z_|ERR_BROTLI|ERR__ERROR|ERR_PADDING|ERR_ZSTD|ZSTD_|ERR_ZLIB|BAD_ENCODING)/

function kindOf(error: NodeJS.ErrnoException, code: string, bodyStarted: boolean): FailureKind {
  if (code === 'ADDRESS_REFUSED') return 'refused-address'
  if (code === 'BODY_TOO_LARGE' || code === 'UND_ERR_HEADERS_OVERFLOW' || code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE') return 'too-large'
  if (code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH' || code === 'Z_BUF_ERROR' || code === 'CODING_CUT') return 'truncated'
  if (TIMEOUT_CODES.has(code)) return 'timeout'
  if (DNS_CODES.has(code) || error.syscall === 'getaddrinfo') return 'dns'
  if (CONNECT_CODES.has(code)) return 'connect'
  if (RESET_CODES.has(code)) return bodyStarted ? 'truncated' : 'reset'
  if (TLS_CODE.test(code)) return 'tls'
  if (DECODER_CODE.test(code)) return 'bad-encoding'
  if (error.name === 'HTTPParserError' || code.startsWith('HPE_') || NOT_HTTP_CODES.has(code)) return 'bad-response'
  if (code === 'ERR_INVALID_URL') return 'refused-url'
  return 'internal'
}

function sayError(kind: FailureKind, code: string, detail: string, where: string, place: ErrorPlace): string {
  const host = URL.parse(place.url)?.hostname ?? where
  switch (kind) {
    case 'refused-address':
      return `${where} was not fetched: ${detail}; only public addresses are, or those named with their port in fetch.allow.`
    case 'too-large':
      return `${where} sent too much: ${code === 'UND_ERR_HEADERS_OVERFLOW' ? 'more than 32 KiB of headers' : detail}.`
    case 'truncated':
      return `${where} broke off before the end of its answer (${code}); a complete answer is needed.`
    case 'timeout':
      return code === 'UND_ERR_CONNECT_TIMEOUT' || code === 'ETIMEDOUT'
        ? `${host} accepted no connection within ${place.connectTimeoutMs} ms.`
        : `${where} was not finished within ${place.totalTimeoutMs} ms.`
    case 'dns':
      return `The name ${host} could not be looked up (${code}); check its spelling, or whether the site still exists.`
    case 'connect':
      return `${host} could not be connected to (${code}).`
    case 'reset':
      return `${host} closed the connection before it answered (${code}).`
    case 'tls':
      return `${host} has no certificate that verifies (${code}: ${detail}); it needs a valid one, or insecure_tls for this feed.`
    case 'bad-encoding':
      return `${where} sent a body that its Content-Encoding does not decode (${detail}).`
    case 'bad-response':
      return `${where} answered something that is not HTTP (${detail}).`
    case 'refused-url':
      return `${where} is no address to fetch; one with http or https is needed.`
    default:
      return `Fetching ${where} failed inside Courant (${code || 'no code'}: ${detail}).`
  }
}

function kindOfStatus(status: number): FailureKind {
  switch (status) {
    case 401:
    case 407:
      return 'unauthorized'
    case 404:
      return 'not-found'
    case 408:
      return 'timeout'
    case 410:
      return 'gone'
    case 429:
      return 'rate-limited'
    case 503:
      return 'unavailable'
  }
  if (status >= 500 && status <= 599) return 'http-server'
  return status >= 400 && status <= 499 ? 'http-client' : 'bad-response'
}

function sayStatus(kind: FailureKind, status: number, where: string, retryAfter: RetryAfter | null, challenged: string | null): string {
  const answered = `${where} answered ${status}${STATUS_CODES[status] === undefined ? '' : ` ${STATUS_CODES[status]}`}`
  const wait = retryAfter === null ? '' : ` and asks to wait ${Math.ceil(retryAfter.ms / 1_000)} s`
  switch (kind) {
    case 'blocked':
      return `${answered} with a bot check (${challenged}); ask the publisher to admit this User-Agent to the feed.`
    case 'gone':
      return `${answered}: the publisher took it away for good; find its successor or remove the feed.`
    case 'not-found':
      return `${answered}: check the address, or probe the site for the one it has now.`
    case 'unauthorized':
      return `${answered}: set basic or bearer credentials for this feed.`
    case 'rate-limited':
      return `${answered}${wait}: this host is asked too often.`
    case 'http-client':
      return `${answered}: it refuses this request as it is.`
    case 'bad-response':
      return `${answered}, which is no answer to a GET; 200 or 304 would be.`
    default:
      return `${answered}${wait}.`
  }
}

function rootOf(thrown: unknown): NodeJS.ErrnoException {
  let error = thrown
  for (let depth = 0; depth < 5; depth++) {
    if (error instanceof AggregateError && error.errors[0] instanceof Error) error = error.errors[0]
    else if (error instanceof Error && !('code' in error) && error.cause instanceof Error) error = error.cause
    else break
  }
  return error instanceof Error ? error : new Error(String(error))
}
