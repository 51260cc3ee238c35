/** What a server asked for with a refusal. `absurd` marks a wait beyond what is honoured: no statement about the whole host. */
export interface RetryAfter {
  readonly ms: number
  readonly absurd: boolean
}

export const RETRY_AFTER_MAX_MS = 7 * 86_400_000

/**
 * Reads how long to wait from the headers of a refusal: Retry-After in seconds or as an HTTP-date (RFC 9110, section
 * 10.2.3), else the reset of an exhausted rate limit (x-ratelimit-reset, ratelimit-reset; seconds from now or since 1970).
 * A date is measured against the server's own Date, so that a wrong clock on either side does no harm.
 * @returns milliseconds from now, 0 to 7 days, or null when nothing readable was said
 */
export function readRetryAfter(headers: Readonly<Record<string, string | undefined>>, now: number): RetryAfter | null {
  const retryAfter = headers['retry-after']?.trim()
  if (retryAfter !== undefined) {
    const ms = readSeconds(retryAfter) ?? readDate(retryAfter, headers['date'], now)
    if (ms !== null) return clamp(ms)
  }
  const reset = (headers['x-ratelimit-reset'] ?? headers['ratelimit-reset'] ?? headers['x-rate-limit-reset'])?.trim()
  const seconds = reset === undefined ? null : readSeconds(reset)
  if (seconds === null) return null
  return clamp(fromReset(seconds, now))
}

/**
 * Reads an HTTP-date in any of the three forms of RFC 9110, section 5.6.7.
 * @returns milliseconds since 1970 UTC, or null
 */
export function readHttpDate(text: string): number | null {
  if (text.length > 64 || !/[A-Za-z]/.test(text)) return null
  // The asctime form names no zone but means UTC.
  const at = Date.parse(/(GMT|UTC|[+-]\d{4})\s*$/.test(text) ? text : `${text} GMT`)
  return Number.isNaN(at) ? null : at
}

function readSeconds(text: string): number | null {
  return /^\d{1,20}(\.\d{1,9})?$/.test(text) ? Number(text) * 1_000 : null
}

function readDate(text: string, serverDate: string | undefined, now: number): number | null {
  const at = readHttpDate(text)
  if (at === null) return null
  const serverNow = serverDate === undefined ? null : readHttpDate(serverDate)
  return Math.max(0, at - (serverNow ?? now))
}

/** Servers send seconds to wait, seconds since 1970, or milliseconds since 1970. */
function fromReset(ms: number, now: number): number {
  if (ms >= 1e15) return Math.max(0, ms / 1_000 - now)
  if (ms >= 1e12) return Math.max(0, ms - now)
  return ms
}

function clamp(ms: number): RetryAfter {
  return { ms: Math.round(Math.min(ms, RETRY_AFTER_MAX_MS)), absurd: ms > RETRY_AFTER_MAX_MS }
}
