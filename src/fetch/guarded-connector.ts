import { lookup as systemLookup } from 'node:dns/promises'
import { request as httpRequest } from 'node:http'
import type { LookupFunction, Socket } from 'node:net'
import { isIP } from 'node:net'
import { buildConnector } from 'undici'
import { checkAddress, isAllowed, type AddressRules } from './address-guard.ts'

export interface ResolvedAddress {
  readonly address: string
  readonly family: number
}

/** Gives every address of a host name. */
export type Lookup = (hostname: string) => Promise<readonly ResolvedAddress[]>

export interface ConnectorOptions {
  readonly rules: AddressRules
  readonly connectTimeoutMs: number
  readonly insecureTls: boolean
  readonly lookup?: Lookup
  /** HTTP proxy to tunnel through. It is handed a checked address, never a name to resolve by itself. */
  readonly proxy?: string
}

/** Thrown into undici when an address must not be reached; its message is the end of a sentence that starts with the address. */
export class AddressRefusedError extends Error {
  override readonly name = 'AddressRefusedError'
  readonly code = 'ADDRESS_REFUSED'
}

/**
 * Makes the function by which undici opens sockets. undici calls no lookup hook for IP literals, so the check stands
 * here: on the literal, on every address a name has (one bad address refuses the name), and on the peer after connecting.
 * Environment variables such as HTTP_PROXY have no influence.
 * @returns an undici connector whose callback gets an AddressRefusedError for what must not be reached
 */
export function guardedConnector(options: ConnectorOptions): buildConnector.connector {
  const lookup = options.lookup ?? ((hostname: string) => systemLookup(hostname, { all: true, verbatim: true }))
  const proxy = options.proxy === undefined ? null : new URL(options.proxy)
  return (target, callback) => {
    const port = Number(target.port || (target.protocol === 'https:' ? 443 : 80))
    const hostname = withoutBrackets(target.hostname)
    if (proxy) {
      tunnel(proxy, hostname, port, options, lookup).then(
        (socket) => openDirect({ ...target, httpSocket: socket }, port, options, lookup, callback),
        (error: Error) => callback(error, null)
      )
    } else if (isIP(hostname) && checkAddress(hostname, port, options.rules) !== null) {
      callback(refusal(hostname, checkAddress(hostname, port, options.rules)!), null)
    } else {
      openDirect(target, port, options, lookup, callback)
    }
  }
}

function openDirect(
  target: buildConnector.Options,
  port: number,
  options: ConnectorOptions,
  lookup: Lookup,
  callback: buildConnector.Callback
): void {
  const tunnelled = target.httpSocket
  if (tunnelled && target.protocol === 'http:') return callback(null, tunnelled)
  const connect = buildConnector({
    timeout: options.connectTimeoutMs,
    rejectUnauthorized: !options.insecureTls,
    allowH2: false,
    maxCachedSessions: 0,
    lookup: checkedLookup(port, options.rules, lookup)
  } as buildConnector.BuildOptions)
  connect(target, (...[error, socket]: [Error, null] | [null, Socket]) => {
    if (error !== null) return callback(error, null)
    const peer = socket.remoteAddress
    // Through a tunnel the peer is the proxy; the target was checked before it was named to it.
    if (tunnelled) return callback(null, socket)
    // A peer that is gone already is no refusal: undici finds the closed socket by itself.
    const reason = peer === undefined ? null : checkAddress(peer, socket.remotePort ?? port, options.rules)
    if (reason === null) return callback(null, socket)
    socket.destroy()
    callback(refusal(peer!, reason), null)
  })
}

function checkedLookup(port: number, rules: AddressRules, lookup: Lookup): LookupFunction {
  return (hostname, lookupOptions, callback) => {
    resolveChecked(hostname, port, rules, lookup).then(
      (addresses) => {
        if (lookupOptions.all) callback(null, [...addresses])
        else callback(null, addresses[0]!.address, addresses[0]!.family)
      },
      (error: NodeJS.ErrnoException) => callback(error, [])
    )
  }
}

async function resolveChecked(hostname: string, port: number, rules: AddressRules, lookup: Lookup): Promise<readonly ResolvedAddress[]> {
  const addresses = await lookup(hostname)
  if (addresses.length === 0) throw Object.assign(new Error(`${hostname} has no address`), { code: 'ENOTFOUND' })
  // What the operator named may be reached anyway, so of a name such as localhost only that address is used.
  const named = addresses.filter(({ address }) => isAllowed(address, port, rules.allow))
  if (named.length > 0) return named
  for (const { address } of addresses) {
    const reason = checkAddress(address, port, rules)
    if (reason !== null) throw refusal(address, reason)
  }
  return addresses
}

/** Opens a CONNECT tunnel; the proxy's own port is allowed because the operator wrote it, its address is checked like any other. */
async function tunnel(proxy: URL, hostname: string, port: number, options: ConnectorOptions, lookup: Lookup): Promise<Socket> {
  const target = isIP(hostname)
    ? await resolveChecked(hostname, port, options.rules, async () => [{ address: hostname, family: isIP(hostname) }])
    : await resolveChecked(hostname, port, options.rules, lookup)
  const proxyPort = Number(proxy.port || 80)
  const proxyHost = withoutBrackets(proxy.hostname)
  const proxyRules = { allow: options.rules.allow, ports: [proxyPort] }
  const [proxyAddress] = await resolveChecked(
    proxyHost,
    proxyPort,
    proxyRules,
    isIP(proxyHost) ? async () => [{ address: proxyHost, family: isIP(proxyHost) }] : lookup
  )
  const { address, family } = target[0]!
  return new Promise((resolve, reject) => {
    const request = httpRequest({
      host: proxyAddress!.address,
      port: proxyPort,
      method: 'CONNECT',
      path: `${family === 6 ? `[${address}]` : address}:${port}`,
      headers: proxyHeaders(proxy),
      timeout: options.connectTimeoutMs,
      agent: false
    })
    request.on('timeout', () => request.destroy(Object.assign(new Error('the proxy did not answer'), { code: 'ETIMEDOUT' })))
    request.on('error', reject)
    request.on('response', () => request.destroy(Object.assign(new Error('the proxy answered no tunnel'), { code: 'ECONNREFUSED' })))
    request.on('connect', (response, socket) => {
      if (response.statusCode === 200) return resolve(socket)
      socket.destroy()
      reject(Object.assign(new Error(`the proxy answered ${response.statusCode}`), { code: 'ECONNREFUSED' }))
    })
    request.end()
  })
}

function proxyHeaders(proxy: URL): Record<string, string> {
  if (proxy.username === '') return {}
  const credentials = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`
  return { 'proxy-authorization': `Basic ${Buffer.from(credentials).toString('base64')}` }
}

function withoutBrackets(hostname: string): string {
  return hostname.startsWith('[') ? hostname.slice(1, -1) : hostname
}

function refusal(address: string, reason: string): AddressRefusedError {
  return new AddressRefusedError(`${address} ${reason}`)
}
