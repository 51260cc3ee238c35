import type { Failure } from './failure.ts'

/** What a server gave to ask «changed?» with: opaque bytes (one character each), never reformatted, belonging to one address. */
export interface Validators {
  readonly etag: string | null
  readonly lastModified: string | null
}

/** One GET. Headers and credentials are sent to the origin of `url` only, validators to the address that gave them only. */
export interface FetchRequest {
  readonly url: string
  /** `feed` and `page` tell the server what is wanted; `text` is for robots.txt. */
  readonly accept: 'feed' | 'page' | 'text'
  readonly validators?: { readonly etag?: string | null; readonly lastModified?: string | null; readonly url?: string | null }
  readonly headers?: Readonly<Record<string, string>>
  readonly basic?: { readonly user: string; readonly password: string }
  readonly bearer?: string
  readonly insecureTls?: boolean
  readonly allowDowngrade?: boolean
  readonly proxy?: string
}

export interface Hop {
  /** The address that answered with a redirect. */
  readonly url: string
  readonly status: number
  readonly permanent: boolean
}

/** How long the answer says it stays fresh (RFC 9111). Durations in milliseconds. */
export interface CacheHints {
  readonly maxAgeMs: number | null
  readonly ageMs: number
  /** By our clock: the server's Expires minus its own Date, from now. */
  readonly expiresAt: number | null
  /** What is left of max-age or, without one, of Expires; null when neither was said. */
  readonly freshMs: number | null
}

/** What every exchange tells, however it ended. */
export interface Exchange {
  readonly finalUrl: string
  readonly hops: readonly Hop[]
  /** Where the feed moved for good: set only when there were redirects and each one was a 301 or 308. */
  readonly permanentUrl: string | null
  readonly ms: number
  readonly wireBytes: number
}

export interface FetchedDocument extends Exchange {
  readonly kind: 'document'
  readonly status: number
  /** Decoded, never empty. */
  readonly bytes: Uint8Array
  readonly contentType: string | null
  readonly contentLanguage: string | null
  /** To be kept together with what the document brought, and only if it could be read to its end. They belong to `finalUrl`. */
  readonly validators: Validators
  /** Of the Link header (RFC 8288), absolute. */
  readonly links: { readonly hub: string | null; readonly self: string | null }
  readonly cache: CacheHints
}

export interface FetchedUnchanged extends Exchange {
  readonly kind: 'unchanged'
  readonly status: 304
  /** Only what the 304 itself carried: a null keeps what is stored (RFC 9110, section 15.4.5). */
  readonly validators: Validators
  readonly cache: CacheHints
}

export interface RefusedAnswer {
  readonly contentType: string | null
  readonly bytes: Uint8Array
}

export interface FetchFailed extends Exchange {
  readonly kind: 'failed'
  readonly status: number | null
  readonly failure: Failure
  /** False when nothing was sent because the host had asked for a pause. */
  readonly sent: boolean
  /** What the refusal said, up to 64 KiB decoded, where it said something: for the operator to look at. */
  readonly answer?: RefusedAnswer
}

export type FetchOutcome = FetchedDocument | FetchedUnchanged | FetchFailed
