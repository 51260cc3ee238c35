export type Coding = 'identity' | 'gzip' | 'br' | 'zstd'

export interface CodedForm {
  readonly bytes: Uint8Array
  /** Strong entity tag, with its quotes. */
  readonly etag: string
}

/** A document ready to be sent. */
export interface Representation {
  readonly contentType: string
  readonly codings: Readonly<{ identity: CodedForm } & Partial<Record<Coding, CodedForm>>>
  /** When the document last changed, in milliseconds since 1970 UTC. */
  readonly changedAt: number
  /** How long caches may keep it without asking, in milliseconds. */
  readonly maxAgeMs: number
  /** Archives never change: caches need not ask even when a reader reloads (RFC 8246). */
  readonly immutable?: boolean
  /** Link header values (RFC 8288), such as `<https://…>; rel="hub"`. */
  readonly links?: readonly string[]
  /** Search engines need not list it: a further page of a feed. */
  readonly noindex?: boolean
  /** For readers that ask for what is new only; left out where no earlier states are kept. */
  readonly delta?: FeedDelta
}

export interface RequestFacts {
  readonly method: string
  /** As Node gives them: names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
}

/** For a feed whose reader asks for what is new only (RFC 3229, instance manipulation `feed`). */
export interface FeedDelta {
  /**
   * What is new since a state.
   * @param etag of that state, in any coding
   * @returns the document that holds just this, with the tag it builds on; null when the state is not known or the whole is as good
   */
  formOf(etag: string): CodedForm | null
}

export interface PlainResponse {
  readonly status: 200 | 226 | 304 | 405 | 406
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** Null for HEAD and for answers without content. */
  readonly body: Uint8Array | null
}

const STALE_WHILE_REVALIDATE_S = 600
const STALE_IF_ERROR_S = 86_400

/**
 * Answers a GET or HEAD of a stored document: the best coding the reader takes (RFC 9110 section 12.5.3), 304 when it has this very
 * document (section 13: If-None-Match beats If-Modified-Since), 226 with what is new when it asks for that. Pure.
 */
export function conditionalResponse(request: RequestFacts, stored: Representation): PlainResponse {
  if (request.method !== 'GET' && request.method !== 'HEAD') return { status: 405, headers: { allow: 'GET, HEAD' }, body: null }
  const coding = chooseCoding(header(request, 'accept-encoding'), stored)
  const { shared, codings } = headersOf(stored)
  if (coding === null)
    return { status: 406, headers: { vary: shared.vary, 'cache-control': 'no-store', 'content-length': '0' }, body: null }
  const known = codings[coding]!
  if (isFresh(request, stored)) return { status: 304, headers: known.fresh, body: null }
  const change = stored.delta === undefined ? null : deltaFor(request, stored.delta)
  if (change !== null) {
    // Caches that know nothing of deltas must not keep one for the whole (RFC 3229 section 10.8).
    const vary = `${shared.vary}, If-None-Match`
    const headers = {
      ...known.fresh,
      vary,
      'cache-control': 'no-store, im',
      'content-type': stored.contentType,
      im: 'feed',
      'delta-base': change.etag,
      'content-length': String(change.bytes.length)
    }
    return { status: 226, headers, body: request.method === 'HEAD' ? null : change.bytes }
  }
  return { status: 200, headers: known.whole, body: request.method === 'HEAD' ? null : stored.codings[coding]!.bytes }
}

/** The headers of a document in each coding: those of a 304 (section 15.4.5), and those of the whole. */
interface KnownHeaders {
  readonly shared: ReturnType<typeof sharedHeaders>
  readonly codings: Readonly<
    Partial<Record<Coding, { readonly fresh: Readonly<Record<string, string>>; readonly whole: Readonly<Record<string, string>> }>>
  >
}

const headersKnown = new WeakMap<Representation, KnownHeaders>()

/** Made once a document: the same records each time. */
function headersOf(stored: Representation): KnownHeaders {
  const known = headersKnown.get(stored)
  if (known) return known
  const shared = sharedHeaders(stored)
  const codings = Object.fromEntries(
    Object.entries(stored.codings).map(([coding, { bytes, etag }]) => {
      const fresh = { ...shared, etag }
      const encoding = coding === 'identity' ? {} : { 'content-encoding': coding }
      return [
        coding,
        { fresh, whole: { ...fresh, 'content-type': stored.contentType, ...encoding, 'content-length': String(bytes.length) } }
      ]
    })
  )
  const made = { shared, codings }
  headersKnown.set(stored, made)
  return made
}

function sharedHeaders(stored: Representation) {
  const maxAge = Math.max(0, Math.floor(stored.maxAgeMs / 1_000))
  const stale = stored.immutable
    ? ', immutable'
    : `, stale-while-revalidate=${STALE_WHILE_REVALIDATE_S}, stale-if-error=${STALE_IF_ERROR_S}`
  return {
    'cache-control': `public, max-age=${maxAge}${stale}`,
    vary: stored.delta ? 'Accept-Encoding, A-IM' : 'Accept-Encoding',
    'last-modified': new Date(stored.changedAt).toUTCString(),
    ...(stored.links && stored.links.length > 0 ? { link: stored.links.join(', ') } : {}),
    ...(stored.noindex ? { 'x-robots-tag': 'noindex' } : {})
  }
}

function header(request: Pick<RequestFacts, 'headers'>, name: string): string | null {
  const value = request.headers[name]
  if (value === undefined) return null
  return typeof value === 'string' ? value : value.join(', ')
}

/** Whether the reader has this document already, in any coding: a tag of another coding of it is as good as the right one. */
export function isFresh(request: Pick<RequestFacts, 'headers'>, stored: Representation): boolean {
  const noneMatch = header(request, 'if-none-match')
  if (noneMatch !== null) {
    const forms = Object.values(stored.codings)
    // Most readers send the one tag they were given.
    if (forms.some(({ etag }) => etag === noneMatch) || noneMatch.trim() === '*') return true
    return entityTags(noneMatch).some((tag) => forms.some(({ etag }) => etag === tag))
  }
  const since = header(request, 'if-modified-since')
  const sinceAt = since === null ? Number.NaN : httpDate(since)
  return sinceAt >= Math.floor(stored.changedAt / 1_000) * 1_000
}

/** The opaque tags of an If-None-Match field, their weakness ignored as weak comparison asks (section 8.8.3.2). */
export function entityTags(field: string): string[] {
  return [...field.slice(0, FIELD_UNITS_MAX).matchAll(/(?:W\/)?("[\x21\x23-\x7e\x80-\xff]*")/g)].map(([, tag]) => tag!)
}

const FIELD_UNITS_MAX = 8_192

const DAY = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)'
const HTTP_DATES = [
  new RegExp(`^${DAY}, \\d{2} [A-Z][a-z]{2} \\d{4} \\d{2}:\\d{2}:\\d{2} GMT$`),
  new RegExp(`^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, \\d{2}-[A-Z][a-z]{2}-\\d{2} \\d{2}:\\d{2}:\\d{2} GMT$`),
  new RegExp(`^${DAY} [A-Z][a-z]{2} [ \\d]\\d \\d{2}:\\d{2}:\\d{2} \\d{4}$`)
]

/** One of the three forms of section 5.6.7, in milliseconds since 1970 UTC; NaN for any other, which is then ignored. */
function httpDate(text: string): number {
  const form = HTTP_DATES.findIndex((pattern) => pattern.test(text))
  if (form < 0) return Number.NaN
  return Date.parse(form === 2 ? `${text} GMT` : text)
}

/** Ours first: brotli is the smallest here, zstd next. */
const PREFERENCE: readonly Coding[] = ['br', 'zstd', 'gzip', 'identity']

function chooseCoding(field: string | null, stored: Representation): Coding | null {
  if (field === null) return 'identity'
  const weights = new Map<string, number>()
  for (const part of field.slice(0, FIELD_UNITS_MAX).split(',')) {
    const [name, ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase())
    const weight = parameters.find((parameter) => parameter.startsWith('q='))
    if (name) weights.set(name === 'x-gzip' ? 'gzip' : name, weight === undefined ? 1 : quality(weight.slice(2)))
  }
  const weightOf = (coding: Coding): number => {
    const own = weights.get(coding) ?? weights.get('*')
    // What is not named is still taken as it is, unless `*;q=0` or `identity;q=0` refuses it.
    return own ?? (coding === 'identity' ? 0.0005 : 0)
  }
  const offered = PREFERENCE.filter((coding) => stored.codings[coding] !== undefined)
  const best = offered.reduce((left, right) => (weightOf(right) > weightOf(left) ? right : left))
  return weightOf(best) > 0 ? best : null
}

function quality(text: string): number {
  return /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(text) ? Number(text) : 0
}

function deltaFor(request: RequestFacts, delta: FeedDelta): CodedForm | null {
  const manipulations = (header(request, 'a-im') ?? '').split(',').map((part) => part.split(';').map((piece) => piece.trim().toLowerCase()))
  const wanted = manipulations.some(([name, weight]) => name === 'feed' && (weight === undefined || quality(weight.replace('q=', '')) > 0))
  if (!wanted) return null
  for (const tag of entityTags(header(request, 'if-none-match') ?? '')) {
    const form = delta.formOf(tag)
    if (form !== null) return form
  }
  return null
}
