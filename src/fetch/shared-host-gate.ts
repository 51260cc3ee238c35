import { setTimeout as sleep } from 'node:timers/promises'
import type { HostTurn } from '../model/host-turn.ts'
import { type Entrance, type HostGate, hostKey } from './host-gate.ts'

/** Where processes that poll for one database note whom they ask, and when. */
export interface HostLedger {
  /** Starts the request called `holder`, or says from when on it may be tried again. */
  readonly enter: (host: string, holder: string) => Promise<HostTurn>
  readonly leave: (host: string, holder: string) => Promise<void>
  readonly pause: (host: string, untilAt: number) => Promise<void>
}

export interface SharedGateOptions {
  readonly ledger: HostLedger
  /** Names this process among those that share the ledger. */
  readonly name: string
  readonly now: () => number
  /** Told what could not be noted; a connection that was not taken back ends by itself. */
  readonly onError: (error: unknown) => void
  readonly sleep?: (ms: number, signal?: AbortSignal) => Promise<void>
}

/** How long a host's turn is waited for before the ledger is asked again. */
const LOOK_MS_MIN = 50
const LOOK_MS_MAX = 1_000
const UNNOTED_MAX = 1_000

/**
 * A gate that holds the pace among several processes: each goes through its own gate first, so that at most
 * that many of its requests wait at the ledger.
 * @throws from `enter`, what the ledger throws: without it nobody knows whether a host may be asked
 */
export function sharedHostGate(own: HostGate, options: SharedGateOptions): HostGate {
  const { ledger, name, now, onError } = options
  const wait = options.sleep ?? ((ms: number, signal?: AbortSignal) => sleep(ms, undefined, signal && { signal }))
  let entered = 0
  /** Requests that ended while the ledger could not be reached, or may have been noted when it went away. */
  const unnoted: { readonly host: string; readonly holder: string }[] = []

  function leave(host: string, holder: string): void {
    ledger.leave(host, holder).catch((error: unknown) => {
      if (unnoted.length < UNNOTED_MAX) unnoted.push({ host, holder })
      onError(error)
    })
  }

  async function enterLedger(
    host: string,
    holder: string,
    signal: AbortSignal | undefined,
    onWait: (() => void) | undefined
  ): Promise<Exclude<HostTurn, { kind: 'busy' }>> {
    for (const { host, holder } of unnoted.splice(0)) leave(host, holder)
    for (;;) {
      signal?.throwIfAborted()
      const turn = await ledger.enter(host, holder)
      if (turn.kind !== 'busy') return turn
      onWait?.()
      await wait(Math.min(Math.max(turn.untilAt - now(), LOOK_MS_MIN), LOOK_MS_MAX), signal)
    }
  }

  return {
    async enter(url, signal, onWait): Promise<Entrance> {
      const entrance = await own.enter(url, signal, onWait)
      if (entrance.kind === 'paused') return entrance
      const host = hostKey(url)
      const holder = `${name}:${++entered}`
      try {
        const turn = await enterLedger(host, holder, signal, onWait)
        if (turn.kind === 'entered') {
          const leaveBoth = (): void => {
            entrance.leave()
            leave(host, holder)
          }
          return { kind: 'entered', leave: leaveBoth }
        }
        own.pause(url, turn.untilAt)
        entrance.leave()
        return turn
      } catch (error) {
        entrance.leave()
        if (!signal?.aborted) unnoted.push({ host, holder })
        throw error
      }
    },
    pause(url, untilAt) {
      own.pause(url, untilAt)
      ledger.pause(hostKey(url), own.freeAt(url)).catch(onError)
    },
    freeAt: (url) => own.freeAt(url)
  }
}
