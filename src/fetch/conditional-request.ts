import type { FetchRequest } from '../model/fetch-outcome.ts'

const ACCEPT: Readonly<Record<FetchRequest['accept'], string>> = {
  feed:
    'application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, application/xml;q=0.8, '
    + 'text/xml;q=0.8, application/json;q=0.7, text/html;q=0.4, */*;q=0.1',
  page: 'text/html, application/xhtml+xml, application/xml;q=0.9, application/json;q=0.8, */*;q=0.1',
  text: 'text/plain, */*;q=0.1'
}

/** Headers that belong to the exchange itself or to an honest User-Agent; an operator's own headers never replace them. */
// prettier-ignore
const RESERVED_HEADERS = new Set([
  'host', 'connection', 'content-length', 'transfer-encoding', 'accept-encoding', 'user-agent', 'if-none-match', 'if-modified-since',
  'te', 'trailer', 'upgrade', 'keep-alive', 'proxy-authorization', 'proxy-connection', 'expect', 'referer'
])

/**
 * Builds the headers of one hop: what is wanted, the validators if this very address gave them, and the operator's own
 * headers and credentials.
 * @param leftOrigin a redirect led to another origin before: headers and credentials stay behind
 */
export function requestHeaders(url: URL, request: FetchRequest, leftOrigin: boolean, userAgent: string): Record<string, string> {
  const headers: Record<string, string> = { 'user-agent': userAgent, accept: ACCEPT[request.accept], 'accept-encoding': 'gzip, br, zstd' }
  if (!leftOrigin) {
    for (const [name, value] of Object.entries(request.headers ?? {})) {
      if (!RESERVED_HEADERS.has(name.toLowerCase())) headers[name.toLowerCase()] = value
    }
    if (request.bearer !== undefined) headers['authorization'] = `Bearer ${request.bearer}`
    if (request.basic !== undefined) {
      const pair = `${request.basic.user}:${request.basic.password}`
      headers['authorization'] = `Basic ${Buffer.from(pair).toString('base64')}`
    }
  }
  const validators = request.validators
  if (validators && url.href === withoutHash(validators.url ?? request.url)) {
    if (validators.etag) headers['if-none-match'] = validators.etag
    if (validators.lastModified) headers['if-modified-since'] = validators.lastModified
  }
  return headers
}

function withoutHash(url: string): string {
  const parsed = URL.parse(url)
  if (parsed === null) return url
  parsed.hash = ''
  return parsed.href
}
