import ipaddr from 'ipaddr.js'

export interface AddressRules {
  /** Addresses that may be reached although they are not public, each with its port: "127.0.0.1:8081", "[::1]:8081". */
  readonly allow: readonly string[]
  /** The ports of public addresses that may be reached. */
  readonly ports: readonly number[]
}

/** Public by its range, but the virtual machine host of one cloud: answers instances with their secrets. */
const DENIED: ReadonlySet<string> = new Set(['168.63.129.16'])

/**
 * Tells whether an address may be connected to: public unicast on a usual port, or named with its port by the operator.
 * IPv4 inside IPv6 (mapped) is judged as IPv4; every other embedding (NAT64, 6to4, Teredo, ORCHID) is refused.
 * @returns null when it may, else the reason, as the end of a sentence that starts with the address
 */
export function checkAddress(ip: string, port: number, rules: AddressRules): string | null {
  const address = parseAddress(ip)
  if (address === null) return 'is no IP address'
  if (isAllowed(ip, port, rules.allow)) return null
  const range = address.range()
  if (range !== 'unicast' || DENIED.has(address.toString()) || isCompatible(address)) {
    return `is no public address (${range === 'unicast' ? 'reserved' : range})`
  }
  return rules.ports.includes(port) ? null : `is asked for on port ${port}, which is not in fetch.ports (${rules.ports.join(', ')})`
}

/** Tells whether the operator named this very address with this very port. */
export function isAllowed(ip: string, port: number, allow: readonly string[]): boolean {
  const spelled = parseAddress(ip)?.toString()
  return (
    spelled !== undefined
    && allow.some((entry) => {
      const colon = entry.lastIndexOf(':')
      const host = entry.slice(0, colon).replace(/^\[|\]$/g, '')
      return Number(entry.slice(colon + 1)) === port && parseAddress(host)?.toString() === spelled
    })
  )
}

function parseAddress(ip: string): ipaddr.IPv4 | ipaddr.IPv6 | null {
  // A zone ("%eth0") only makes sense for link-local addresses; the strict four-part form keeps "127.1" out of the parser.
  if (!ipaddr.IPv6.isValid(ip) && !ipaddr.IPv4.isValidFourPartDecimal(ip)) return null
  return ipaddr.process(ip)
}

/** ::a.b.c.d, deprecated by RFC 4291 and delivered to IPv4 by some stacks. */
function isCompatible(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  return address instanceof ipaddr.IPv6 && address.parts.slice(0, 6).every((part) => part === 0)
}
