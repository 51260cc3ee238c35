import type { FetchRequest } from '../model/fetch-outcome.ts'
import { spellUrl } from './classify-failure.ts'
import { newChain, refuse, type ChainState, type HopResult } from './request-chain.ts'
import type { Headers } from './response-headers.ts'

const LOCATION_BYTES_MAX = 8_192

/**
 * Decides where a redirect leads (RFC 9110, section 15.4): http and https only, no credentials, not from https to http
 * unless the feed allows it, not in a circle, not further than `redirectsMax` hops.
 */
export function followRedirect(
  status: number,
  headers: Headers,
  from: URL,
  request: FetchRequest,
  state: ChainState,
  redirectsMax: number
): HopResult {
  const where = spellUrl(from.href)
  const location = headers['location']
  if (location === undefined || location === '') {
    return refuse('bad-response', `${where} answered ${status} without saying where to; a Location header would.`, from, status, state)
  }
  const to = location.length > LOCATION_BYTES_MAX ? null : URL.parse(decodeBytes(location), from.href)
  const reason = to === null ? 'is no address' : reasonAgainst(to)
  if (to === null || reason !== null) {
    return refuse(
      'refused-url',
      `${where} redirects to ${spellUrl(location)}, which ${reason}; http and https are followed.`,
      from,
      status,
      state
    )
  }
  to.hash = ''
  if (from.protocol === 'https:' && to.protocol === 'http:' && request.allowDowngrade !== true) {
    return refuse(
      'redirect-downgrade',
      `${where} redirects from https to ${spellUrl(to.href)}; set allow_downgrade for this feed to follow it.`,
      from,
      status,
      state
    )
  }
  state.hops.push({ url: from.href, status, permanent: status === 301 || status === 308 })
  if (state.seen.has(to.href)) {
    const cookies = headers['set-cookie'] === undefined ? '' : ' and sets a cookie, which Courant does not keep'
    return refuse('redirect-loop', `${where} redirects in a circle to ${spellUrl(to.href)}${cookies}.`, from, status, state)
  }
  if (state.hops.length > redirectsMax) {
    return refuse(
      'redirect-loop',
      `${spellUrl(request.url)} redirects more than ${redirectsMax} times; give the address it ends at.`,
      from,
      status,
      state
    )
  }
  return { kind: 'redirect', url: to }
}

/** The first address of a chain, or why it is none to fetch. */
export function startOf(request: FetchRequest): HopResult {
  const url = URL.parse(request.url)
  const reason = url === null ? 'is no address' : reasonAgainst(url)
  if (url === null || reason !== null) {
    return refuse(
      'refused-url',
      `${spellUrl(request.url)} ${reason}; one with http or https and without user name or password is needed.`,
      request.url,
      null,
      newChain()
    )
  }
  url.hash = ''
  return { kind: 'redirect', url }
}

function reasonAgainst(url: URL): string | null {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return `has the scheme ${url.protocol.slice(0, 20)}`
  if (url.username !== '' || url.password !== '') return 'holds a user name or password'
  return url.hostname === '' ? 'names no host' : null
}

/** Header values come as one character a byte; addresses beyond ASCII are meant as UTF-8. */
function decodeBytes(value: string): string {
  const text = Buffer.from(value, 'latin1').toString('utf8')
  return text.includes('\ufffd') ? value : text
}
