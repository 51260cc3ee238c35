/** Names under which nobody else finds anything (RFC 6761, RFC 8375, RFC 9476). */
const PRIVATE_NAMES = /(?:^|\.)(?:localhost|local|localdomain|internal|intranet|lan|home|corp|test|invalid|example|alt|home\.arpa)$/

/**
 * Whether a hub can be expected to reach us: any hub can reach a public address; a private one only hubs of the same private network, which
 * are those that the operator has named in `fetch.allow`.
 * @param isPublicAddress judges the text of an IP address
 * @param isAllowed whether an address and port are named in `fetch.allow`
 */
export function hubReachesUs(
  hubUrl: string,
  publicUrl: string,
  isPublicAddress: (ip: string) => boolean,
  isAllowed: (ip: string, port: number) => boolean
): boolean {
  const hub = new URL(hubUrl)
  const own = new URL(publicUrl).hostname.replace(/^\[|\]$/g, '')
  const isAddress = /^[\d.]+$/.test(own) || own.includes(':')
  if (isAddress ? isPublicAddress(own) : own.includes('.') && !PRIVATE_NAMES.test(own)) return true
  const host = hub.hostname.replace(/^\[|\]$/g, '')
  return isAllowed(host === 'localhost' ? '127.0.0.1' : host, Number(hub.port || (hub.protocol === 'https:' ? 443 : 80)))
}
