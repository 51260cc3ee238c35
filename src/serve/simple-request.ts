/** A request that says no more than what it wants, how, and what it has. */
export interface SimpleRequest {
  readonly method: 'GET' | 'HEAD'
  /** As it stands in the request line. */
  readonly route: string
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
}

const BYTES_MAX = 4_096
const REQUEST_LINE = /^(GET|HEAD) (\/[!-~]*) HTTP\/1\.1$/
const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/
const VALUE = /^[\t -~]*$/
/** With any of these, where a request ends or what becomes of its connection is more than a look can tell. */
const INVOLVED = new Set([
  'content-length',
  'transfer-encoding',
  'trailer',
  'te',
  'upgrade',
  'expect',
  'http2-settings',
  'keep-alive',
  'proxy-connection'
])

/**
 * Reads what arrived on a connection, if it is exactly one request without a body, written as most clients write them. Whatever is unusual
 * (a part of a request, several at once, a header twice, folded lines, other versions and methods) is left to a whole parser, so that a
 * mistake here can only cost time. Pure.
 * @returns null when it is anything else
 */
export function readSimpleRequest(bytes: Buffer): SimpleRequest | null {
  if (bytes.length > BYTES_MAX) return null
  const text = bytes.toString('latin1')
  if (!text.endsWith('\r\n\r\n')) return null
  const [first, ...lines] = text.slice(0, -4).split('\r\n')
  const [, method, route] = REQUEST_LINE.exec(first!) ?? []
  if (route === undefined) return null
  const headers: Record<string, string> = Object.create(null) as Record<string, string>
  for (const line of lines) {
    const colon = line.indexOf(':')
    const key = line.slice(0, colon).toLowerCase()
    const value = line.slice(colon + 1)
    if (colon < 1 || !NAME.test(key) || !VALUE.test(value) || key in headers || INVOLVED.has(key)) return null
    headers[key] = value.trim()
  }
  if (!headers['host'] || (headers['connection'] !== undefined && headers['connection'].toLowerCase() !== 'keep-alive')) return null
  return { method: method as 'GET' | 'HEAD', route, headers }
}

/**
 * Percent-encodes what is not ASCII in the target of the request that these bytes begin with (RFC 3986, section 2.5): newsboat and curl send an
 * address as it was typed, `/search.atom?q=北京`, which Node's parser refuses. Pure.
 * @returns the same bytes when there is nothing to encode
 */
export function encodeTarget(bytes: Buffer): Buffer {
  const end = bytes.indexOf('\n')
  const line = bytes.subarray(0, end === -1 ? bytes.length : end)
  if (!line.some((byte) => byte > 0x7f)) return bytes
  const encoded = line.toString('latin1').replace(/[\u0080-\u00ff]/g, (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase()}`)
  return Buffer.concat([Buffer.from(encoded, 'latin1'), bytes.subarray(line.length)])
}
