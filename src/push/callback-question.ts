/** What a hub asks or tells a callback by GET (WebSub sections 5.2 and 5.3). */
export interface CallbackQuestion {
  readonly mode: 'subscribe' | 'unsubscribe' | 'denied'
  readonly topicUrl: string
  readonly challenge?: string
  readonly leaseMs?: number
  readonly reason?: string
}

/**
 * The address to ask a callback at: its own query is kept byte for byte, ours is appended.
 * @param callback an absolute address without fragment
 */
export function questionUrl(callback: string, { mode, topicUrl, challenge, leaseMs, reason }: CallbackQuestion): string {
  const query = new URLSearchParams({ 'hub.mode': mode, 'hub.topic': topicUrl })
  if (challenge !== undefined) query.set('hub.challenge', challenge)
  if (leaseMs !== undefined) query.set('hub.lease_seconds', String(Math.max(1, Math.floor(leaseMs / 1_000))))
  if (reason !== undefined) query.set('hub.reason', reason)
  const glue = !callback.includes('?') ? '?' : /[?&]$/.test(callback) ? '' : '&'
  return `${callback}${glue}${query}`
}
