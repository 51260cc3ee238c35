import { isIP } from 'node:net'
import { getDomain } from 'tldts'

/** Read anew at each turn, so that a getter may give what holds now. */
export interface HostGateOptions {
  readonly connectionsPerHostMax: number
  /** Between the starts of two requests to one host. */
  readonly spacingMs: number
  /** How long a host rests after a 429 that names no time, or an absurd one. */
  readonly pauseMs?: number
  readonly now: () => number
  /** Wakes the gate later; tests hand in their own clock. @returns what takes the call back */
  readonly wakeIn?: (ms: number, wake: () => void) => () => void
}

export type Entrance = { readonly kind: 'entered'; readonly leave: () => void } | { readonly kind: 'paused'; readonly untilAt: number }

/** Keeps the pace towards each host, whatever feed asks. */
export interface HostGate {
  /**
   * Waits for a turn at the host of `url`, first come first served; but an address that took long the last time leaves a
   * connection to the others, so that one that hangs does not keep its host's good ones waiting. Whoever entered must call `leave` once.
   * Rejects with the signal's reason when aborted while waiting. While the host rests nobody waits: `paused` is given at once.
   * @param onWait called when the turn does not come at once
   */
  enter(url: string, signal?: AbortSignal, onWait?: () => void): Promise<Entrance>
  /** Lets the host of `url` rest until then; the longer of two pauses holds. Without a time the default pause is taken. */
  pause(url: string, untilAt?: number): void
  /** When a newcomer would get a turn, as far as is known: a worker can take another host's feed instead of waiting. */
  freeAt(url: string): number
}

const PAUSE_MS = 60_000
const PAUSE_MS_MAX = 86_400_000
const HOSTS_KEPT_MAX = 5_000
/** A turn that lasts as long is that of a server which hangs; answers take a second or two. */
const SLOW_MS = 5_000
const SLOW_KEPT_MAX = 10_000

interface Host {
  active: number
  lastStartAt: number
  pausedUntil: number
  readonly queue: Waiter[]
  /** Addresses whose last turn was long. */
  readonly slow: Set<string>
  activeSlow: number
  cancelWake: (() => void) | null
}

interface Waiter {
  readonly url: string
  readonly admit: (entrance: Entrance) => void
}

/**
 * Makes a gate. A pause never outlasts 24 h here: what one feed was told for longer is kept in that feed's own plan.
 */
export function createHostGate(options: HostGateOptions): HostGate {
  const hosts = new Map<string, Host>()
  const wakeIn =
    options.wakeIn
    ?? ((ms: number, wake: () => void) => {
      const timer = setTimeout(wake, ms)
      return () => clearTimeout(timer)
    })

  function hostOf(url: string): Host {
    const key = hostKey(url)
    let host = hosts.get(key)
    if (host === undefined) {
      if (hosts.size >= HOSTS_KEPT_MAX) forgetIdle(hosts, options)
      host = { active: 0, lastStartAt: -Infinity, pausedUntil: 0, queue: [], slow: new Set(), activeSlow: 0, cancelWake: null }
      hosts.set(key, host)
    }
    return host
  }

  /** A clock that was put back must not freeze a host: no wait is longer than the spacing, and no pause than a day. */
  function spacingLeft(host: Host, now: number): number {
    host.lastStartAt = Math.min(host.lastStartAt, now)
    host.pausedUntil = Math.min(host.pausedUntil, now + PAUSE_MS_MAX)
    return Math.max(0, host.lastStartAt + options.spacingMs - now)
  }

  function pump(host: Host): void {
    host.cancelWake?.()
    host.cancelWake = null
    const now = options.now()
    spacingLeft(host, now)
    if (host.pausedUntil > now) {
      for (const waiter of host.queue.splice(0)) waiter.admit({ kind: 'paused', untilAt: host.pausedUntil })
      return
    }
    while (host.active < options.connectionsPerHostMax) {
      const next = nextInLine(host)
      if (next === -1) return
      const waitMs = spacingLeft(host, now)
      if (waitMs > 0) {
        host.cancelWake = wakeIn(waitMs, () => pump(host))
        return
      }
      const [{ url, admit }] = host.queue.splice(next, 1) as [Waiter]
      admit({ kind: 'entered', leave: start(host, url, now) })
    }
  }

  /** Where in the queue the one stands whose turn it is; -1 when there is none. */
  function nextInLine(host: Host): number {
    const slowAllowed = host.activeSlow < Math.max(1, options.connectionsPerHostMax - 1)
    return host.queue.findIndex(({ url }) => slowAllowed || !host.slow.has(url))
  }

  function start(host: Host, url: string, startAt: number): () => void {
    const wasSlow = host.slow.has(url)
    host.active++
    if (wasSlow) host.activeSlow++
    host.lastStartAt = startAt
    let left = false
    return () => {
      if (left) return
      left = true
      host.active--
      if (wasSlow) host.activeSlow--
      host.slow.delete(url)
      if (options.now() - startAt >= SLOW_MS && host.slow.size < SLOW_KEPT_MAX) host.slow.add(url)
      pump(host)
    }
  }

  return {
    enter(url, signal, onWait) {
      const host = hostOf(url)
      return new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason)
        const waiter: Waiter = {
          url,
          admit: (entrance) => {
            signal?.removeEventListener('abort', giveUp)
            resolve(entrance)
          }
        }
        const giveUp = () => {
          host.queue.splice(host.queue.indexOf(waiter), 1)
          reject(signal!.reason)
          pump(host)
        }
        signal?.addEventListener('abort', giveUp, { once: true })
        host.queue.push(waiter)
        pump(host)
        if (host.queue.includes(waiter)) onWait?.()
      })
    },
    pause(url, untilAt) {
      const host = hostOf(url)
      const now = options.now()
      const wanted = untilAt ?? now + (options.pauseMs ?? PAUSE_MS)
      host.pausedUntil = Math.max(host.pausedUntil, Math.min(wanted, now + PAUSE_MS_MAX))
      pump(host)
    },
    freeAt(url) {
      const host = hosts.get(hostKey(url))
      const now = options.now()
      if (host === undefined) return now
      const turns = host.queue.length + (host.active >= options.connectionsPerHostMax ? 1 : 0)
      return Math.max(now + spacingLeft(host, now) + turns * options.spacingMs, host.pausedUntil)
    }
  }
}

/**
 * What counts as one host: the registrable domain (with the private part of the public suffix list, so that two blogs
 * of one platform are two), or host and port where there is none: addresses and local names.
 */
export function hostKey(url: string): string {
  const { hostname, host, port, protocol } = new URL(url)
  const name = hostname.replace(/\.$/, '')
  if (isIP(name.replace(/^\[|\]$/g, '')) !== 0) return port === '' ? `${host}:${protocol === 'https:' ? 443 : 80}` : host
  return getDomain(name, { allowPrivateDomains: true }) ?? (port === '' ? `${name}:${protocol === 'https:' ? 443 : 80}` : `${name}:${port}`)
}

function forgetIdle(hosts: Map<string, Host>, options: HostGateOptions): void {
  const now = options.now()
  for (const [key, host] of hosts) {
    const idle = host.active === 0 && host.queue.length === 0
    if (idle && host.pausedUntil <= now && host.lastStartAt + options.spacingMs <= now) hosts.delete(key)
  }
}
