/** What a subscriber asks our hub for (WebSub section 5.1). */
export interface HubRequest {
  readonly mode: 'subscribe' | 'unsubscribe'
  /** As it was sent, its own query included. */
  readonly callback: string
  readonly topicUrl: string
  readonly secret: string | null
  readonly leaseMs: number
}

export type HubRequestReading =
  { readonly kind: 'read'; readonly request: HubRequest } | { readonly kind: 'refused'; readonly message: string }

const SECRET_BYTES_MAX = 199
const CALLBACK_UNITS_MAX = 2_048
const LEASE_MS_DEFAULT = 10 * 86_400_000
export const LEASE_MS_MAX = 30 * 86_400_000

/**
 * Reads the form a subscriber posts. Parameters that are not known are ignored; a lease longer than 30 days becomes 30 days, and none
 * 10 days: no subscription is for ever.
 * @param form the body, application/x-www-form-urlencoded
 */
export function readHubRequest(form: string): HubRequestReading {
  const fields = new URLSearchParams(form)
  for (const name of ['hub.mode', 'hub.callback', 'hub.topic', 'hub.secret', 'hub.lease_seconds']) {
    if (fields.getAll(name).length > 1) return refused(`${name} is given ${fields.getAll(name).length} times; give it once.`)
  }
  const mode = fields.get('hub.mode')
  if (mode !== 'subscribe' && mode !== 'unsubscribe') return refused('hub.mode is needed: "subscribe" or "unsubscribe".')
  const callback = fields.get('hub.callback') ?? ''
  const trouble = callbackTrouble(callback)
  if (trouble !== null) return refused(trouble)
  const topicUrl = fields.get('hub.topic') ?? ''
  if (topicUrl === '') return refused('hub.topic is needed: the address of a topic feed, as its rel="self" link gives it.')
  const secret = fields.get('hub.secret')
  if (secret !== null && Buffer.byteLength(secret) > SECRET_BYTES_MAX) {
    return refused('hub.secret is too long; it must be shorter than 200 bytes.')
  }
  const leaseMs = readLease(fields.get('hub.lease_seconds'))
  if (leaseMs === null) return refused('hub.lease_seconds is no positive whole number of seconds.')
  return { kind: 'read', request: { mode, callback, topicUrl, secret: secret === '' ? null : secret, leaseMs } }
}

function callbackTrouble(callback: string): string | null {
  if (callback === '') return 'hub.callback is needed: the http or https address to deliver to.'
  if (callback.length > CALLBACK_UNITS_MAX) return `hub.callback is longer than ${CALLBACK_UNITS_MAX} characters.`
  const url = URL.parse(callback)
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return 'hub.callback is no http or https address.'
  if (url.username !== '' || url.password !== '') {
    return 'hub.callback holds a user name or password; put what tells it apart into its path.'
  }
  return url.hash === '' ? null : 'hub.callback has a fragment (#…), which is never sent; leave it out.'
}

function readLease(text: string | null): number | null {
  if (text === null || text === '') return LEASE_MS_DEFAULT
  if (!/^\d{1,15}$/.test(text) || Number(text) === 0) return null
  return Math.min(Number(text) * 1_000, LEASE_MS_MAX)
}

function refused(message: string): HubRequestReading {
  return { kind: 'refused', message }
}
