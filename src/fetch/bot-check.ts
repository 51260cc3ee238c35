import type { Headers } from './response-headers.ts'

/** What pages of bot checks hold and pages of publishers do not, by who makes them. */
const MARKS: readonly (readonly [string, string])[] = [
  ['_cf_chl_opt', 'Cloudflare'],
  ['_incapsula_resource', 'Imperva'],
  ['sucuri_cloudproxy_js', 'Sucuri'],
  ['captcha-delivery.com', 'DataDome'],
  ['awswafintegration', 'AWS WAF'],
  ['acw_sc__v2', 'Aliyun WAF'],
  ['__jsl_clearance', 'Jiasule'],
  ['px-captcha', 'PerimeterX'],
  ['ddos-guard', 'DDoS-Guard'],
  ['anubis_challenge', 'Anubis'],
  ['just a moment...</title>', 'Cloudflare'],
  ['attention required! | cloudflare', 'Cloudflare']
]

/** A bot check is a small page; larger ones are not searched. */
export const BOT_CHECK_BYTES_MAX = 65_536

/**
 * Tells a bot check from a publisher's own answer.
 * @param bytes the decoded body, or its beginning
 * @returns who checks, or null
 */
export function findBotCheck(headers: Headers, bytes: Uint8Array): string | null {
  if (headers['cf-mitigated'] !== undefined) return 'Cloudflare'
  if (headers['x-amzn-waf-action'] !== undefined) return 'AWS WAF'
  if (bytes.byteLength === 0 || bytes.byteLength > BOT_CHECK_BYTES_MAX) return null
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1').toLowerCase()
  if (!/<(!doctype html|html|script|head)\b/.test(text.slice(0, 2_048))) return null
  return MARKS.find(([mark]) => text.includes(mark))?.[1] ?? null
}
