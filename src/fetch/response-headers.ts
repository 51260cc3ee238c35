import type { CacheHints, Validators } from '../model/fetch-outcome.ts'
import { readHttpDate } from './retry-after.ts'

/** Lower-case names, one value each: of a repeated header the first, of Link and Cache-Control all, joined. */
export type Headers = Readonly<Record<string, string | undefined>>

const VALIDATOR_BYTES_MAX = 256
const LINK_BYTES_MAX = 8_192
const AGE_MS_MAX = 366 * 86_400_000

const LISTS = new Set(['link', 'cache-control', 'content-encoding'])

/** Makes one value of each header undici gives. */
export function flattenHeaders(raw: Readonly<Record<string, string | string[] | undefined>>): Headers {
  const flat: Record<string, string | undefined> = Object.create(null)
  for (const [name, value] of Object.entries(raw)) {
    flat[name] = !Array.isArray(value) ? value : LISTS.has(name) ? value.join(', ') : value[0]
  }
  return flat
}

/**
 * Takes ETag and Last-Modified byte for byte (RFC 9110, section 8.8). What is longer than 256 bytes, holds control
 * characters, or is a lone asterisk (which as If-None-Match would match anything, for ever) is ignored.
 */
export function readValidators(headers: Headers): Validators {
  const etag = usable(headers['etag'])
  return { etag: etag === '*' ? null : etag, lastModified: usable(headers['last-modified']) }
}

/** Reads max-age, Age and Expires (RFC 9111); no-cache and no-store say nothing about pace and are ignored. */
export function readCacheHints(headers: Headers, now: number): CacheHints {
  const maxAge = /(?:^|[\s,])max-age\s*=\s*"?(\d{1,15})/i.exec((headers['cache-control'] ?? '').slice(0, 1_024))
  const age = /^\s*(\d{1,15})\s*$/.exec(headers['age'] ?? '')
  const maxAgeMs = maxAge ? Math.min(Number(maxAge[1]) * 1_000, AGE_MS_MAX) : null
  const ageMs = age ? Math.min(Number(age[1]) * 1_000, AGE_MS_MAX) : 0
  const expires = readHttpDate(headers['expires'] ?? '')
  const expiresAt = expires === null ? null : now + Math.min(AGE_MS_MAX, expires - (readHttpDate(headers['date'] ?? '') ?? now))
  const freshMs = maxAgeMs !== null ? Math.max(0, maxAgeMs - ageMs) : expiresAt !== null ? Math.max(0, expiresAt - now) : null
  return { maxAgeMs, ageMs, expiresAt, freshMs }
}

/** Finds the first hub and self of a Link header (RFC 8288), made absolute; walks it once. */
export function readLinks(headers: Headers, baseUrl: string): { readonly hub: string | null; readonly self: string | null } {
  const text = (headers['link'] ?? '').slice(0, LINK_BYTES_MAX)
  let hub: string | null = null
  let self: string | null = null
  let open = text.indexOf('<')
  while (open !== -1) {
    const close = text.indexOf('>', open + 1)
    if (close === -1) break
    const next = text.indexOf('<', close + 1)
    const rel = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,"]+))/i.exec(text.slice(close + 1, next === -1 ? undefined : next).slice(0, 512))
    const rels = (rel?.[1] ?? rel?.[2] ?? '').toLowerCase().split(/\s+/)
    const url = rels.includes('hub') || rels.includes('self') ? URL.parse(text.slice(open + 1, close), baseUrl) : null
    if (url !== null && (url.protocol === 'http:' || url.protocol === 'https:')) {
      if (rels.includes('hub')) hub ??= url.href
      if (rels.includes('self')) self ??= url.href
    }
    open = next
  }
  return { hub, self }
}

function usable(value: string | undefined): string | null {
  if (value === undefined || value.length > VALIDATOR_BYTES_MAX) return null
  return /^[\x20-\x7e\x80-\xff]+$/.test(value) ? value : null
}
