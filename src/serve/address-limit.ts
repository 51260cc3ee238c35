import { HttpError } from './http-error.ts'

const WINDOW_MS = 60_000
/** Addresses remembered at once; beyond it the oldest are forgotten. */
const ADDRESSES_MAX = 10_000

/**
 * Limits what one address may ask for in a minute. IPv6 addresses count by their /64, which one household or server has whole.
 * @returns a check that throws HttpError 429 with Retry-After once the address has asked for more
 */
export function createAddressLimit(perMinuteMax: number, now: () => number): (address: string) => void {
  const windows = new Map<string, { startedAt: number; count: number }>()
  return (address) => {
    const key = address.includes(':') && !address.includes('.') ? address.split(':').slice(0, 4).join(':') : address
    const known = windows.get(key)
    const at = now()
    if (known && Math.abs(at - known.startedAt) < WINDOW_MS) {
      known.count++
      if (known.count <= perMinuteMax) return
      const seconds = Math.max(1, Math.ceil((known.startedAt + WINDOW_MS - at) / 1_000))
      const message = `This address asked more than ${perMinuteMax} times in a minute; try again in ${seconds} s.`
      throw new HttpError(429, message, { 'retry-after': String(seconds) })
    }
    windows.delete(key)
    windows.set(key, { startedAt: at, count: 1 })
    if (windows.size > ADDRESSES_MAX) windows.delete(windows.keys().next().value!)
  }
}
