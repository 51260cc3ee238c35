import type { Config } from '../config/schema.ts'

const CONTENT_SECURITY_POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self' https: data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

const SECURITY = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer'
}
const SECURITY_OVER_TLS = { ...SECURITY, 'strict-transport-security': 'max-age=31536000' }

/** What every answer carries. */
export function securityHeaders({ service }: Config): Readonly<Record<string, string>> {
  return service.server.public_url.startsWith('https:') ? SECURITY_OVER_TLS : SECURITY
}

/** Lets scripts of other sites read what is public anyway, with the headers that readers of feeds need. */
export const CROSS_ORIGIN = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'ETag, Link, Last-Modified, IM, Delta-Base'
}

const OF_FEEDS = new Map(
  [SECURITY, SECURITY_OVER_TLS].map((security) => [
    security as object,
    { ...security, ...CROSS_ORIGIN } as Readonly<Record<string, string>>
  ])
)

/** What every answer of a topic feed carries beside the headers of its document; the same record each time. */
export function feedHeaders(config: Config): Readonly<Record<string, string>> {
  return OF_FEEDS.get(securityHeaders(config))!
}
