/** A number of bytes that all bodies held at once share, over all feeds. */
export interface ByteBudget {
  /** Opens the account of one poll. Whoever opens it must `release` it. */
  open(): Hold
}

/** What one poll holds in memory of what it fetched. */
export interface Hold {
  /**
   * Adds bytes to what is held.
   * @returns null when they may be held at once, else a promise that resolves when others gave back enough, or rejects with the signal's reason
   */
  take(bytes: number, signal?: AbortSignal): Promise<void> | null
  /** Gives everything back. Safe to call twice. */
  release(): void
}

/** So many bytes of each poll are free: feeds as they usually are wait for nobody, however many large ones are under way. */
export const FREE_BYTES = 262_144

interface Account {
  held: number
  /** What is held beyond the free bytes. */
  counted: number
}

interface Waiter {
  readonly account: Account
  readonly bytes: number
  readonly admit: () => void
}

/**
 * Makes a budget. Who has held some of it for longest may always go on, past the limit if need be, so that bodies which wait
 * for one another come to an end; the others are not read on meanwhile, and TCP tells their servers.
 * @param bytesMax asked anew each time, so that it may give what holds now
 */
export function createByteBudget(bytesMax: () => number): ByteBudget {
  /** In the order in which they first held more than is free. */
  const holders = new Set<Account>()
  const queue = new Set<Waiter>()
  let total = 0

  function tryToTake(account: Account, bytes: number): boolean {
    const counted = Math.max(0, account.held + bytes - FREE_BYTES)
    const more = counted - account.counted
    const [eldest = account] = holders
    if (more > 0 && eldest !== account && total + more > bytesMax()) return false
    account.held += bytes
    account.counted = counted
    total += more
    if (counted > 0) holders.add(account)
    return true
  }

  function pump(): void {
    for (const waiter of queue) {
      if (!tryToTake(waiter.account, waiter.bytes)) continue
      queue.delete(waiter)
      waiter.admit()
    }
  }

  return {
    open() {
      const account: Account = { held: 0, counted: 0 }
      return {
        take(bytes, signal) {
          if (tryToTake(account, bytes)) return null
          return new Promise((resolve, reject) => {
            if (signal?.aborted) return reject(signal.reason)
            const giveUp = (): void => {
              queue.delete(waiter)
              reject(signal!.reason)
            }
            const waiter: Waiter = {
              account,
              bytes,
              admit: () => {
                signal?.removeEventListener('abort', giveUp)
                resolve()
              }
            }
            signal?.addEventListener('abort', giveUp, { once: true })
            queue.add(waiter)
          })
        },
        release() {
          total -= account.counted
          account.held = 0
          account.counted = 0
          holders.delete(account)
          pump()
        }
      }
    }
  }
}
