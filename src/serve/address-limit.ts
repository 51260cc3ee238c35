import { HttpError } from './http-error.ts'

const WINDOW_MS = 60_000
/** Addresses remembered at once; beyond it the oldest are forgotten. */
const ADDRESSES_MAX = 10_000

/**
 * Limits what one address may ask for in a minute. IPv6 addresses count by their /64, which one household or server has whole.
 * @returns a check that throws HttpError 429 with Retry-After once the address has asked for more
 */
export function createAddressLimit(perMinuteMax: number, now: () => number): (address: string) => void {
  const counts = createAddressCounts(now)
  return (address) => {
    const { count, endsInMs } = counts.add(address)
    if (count > perMinuteMax) throw tooMany(`This address asked more than ${perMinuteMax} times in a minute`, endsInMs)
  }
}

/**
 * Limits how often one address may fail in a minute.
 * @returns `check` throws HttpError 429 once it failed as often as it may; `note` counts one failure
 */
export function createFailureLimit(perMinuteMax: number, now: () => number) {
  const counts = createAddressCounts(now)
  return {
    check(address: string): void {
      const { count, endsInMs } = counts.read(address)
      if (count >= perMinuteMax) throw tooMany(`This address failed ${perMinuteMax} times in a minute`, endsInMs)
    },
    note: (address: string): void => void counts.add(address)
  }
}

/** What counts as one address: an IPv6 network of 64 bits, an IPv4 address also where it is written as IPv6. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:([\d.]+)$/i.exec(address)
  if (mapped) return mapped[1]!
  if (!address.includes(':')) return address
  const [head = '', tail] = address.split('%')[0]!.split('::')
  const groups = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - groups.length - after.length)).fill('0')
  return [...groups, ...zeros, ...after]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')
}

function createAddressCounts(now: () => number) {
  const windows = new Map<string, { readonly startedAt: number; count: number }>()

  function runningWindow(address: string) {
    const window = windows.get(networkOf(address))
    return window && Math.abs(now() - window.startedAt) < WINDOW_MS ? window : null
  }

  return {
    read(address: string): { readonly count: number; readonly endsInMs: number } {
      const window = runningWindow(address)
      return window ? { count: window.count, endsInMs: window.startedAt + WINDOW_MS - now() } : { count: 0, endsInMs: 0 }
    },
    add(address: string): { readonly count: number; readonly endsInMs: number } {
      const running = runningWindow(address)
      if (running) running.count++
      else {
        const key = networkOf(address)
        windows.delete(key)
        windows.set(key, { startedAt: now(), count: 1 })
        if (windows.size > ADDRESSES_MAX) windows.delete(windows.keys().next().value!)
      }
      return this.read(address)
    }
  }
}

function tooMany(what: string, endsInMs: number): HttpError {
  const seconds = Math.max(1, Math.ceil(endsInMs / 1_000))
  return new HttpError(429, `${what}; try again in ${seconds} s.`, { 'retry-after': String(seconds) })
}
