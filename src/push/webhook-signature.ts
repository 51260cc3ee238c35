import { createHmac } from 'node:crypto'

const PREFIX = 'whsec_'

/**
 * The key of a webhook's secret: what follows `whsec_` is base64, as Standard Webhooks writes secrets; any other text is the key itself.
 */
export function webhookKey(secret: string): Buffer {
  return secret.startsWith(PREFIX) ? Buffer.from(secret.slice(PREFIX.length), 'base64') : Buffer.from(secret)
}

/**
 * Headers of one delivery (Standard Webhooks 1.0.0): the id stays the same however often it is tried, time and signature are of
 * this attempt.
 * @param secret null leaves the signature out
 */
export function webhookHeaders(id: string, body: string, secret: string | null, now: number): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(now / 1_000))
  const signature = secret === null ? null : createHmac('sha256', webhookKey(secret)).update(`${id}.${timestamp}.${body}`).digest('base64')
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, ...(signature === null ? {} : { 'webhook-signature': `v1,${signature}` }) }
}
