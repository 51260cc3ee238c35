import type { ClaimedFeed } from '../model/feed.ts'
import type { PollPace } from '../model/poll-pace.ts'
import type { FeedUpdate } from '../store/feed-update.ts'
import type { Store } from '../store/store.ts'

/** A lease ends by itself when its worker does not renew it: what a killed one held waits no longer than this. */
const LEASE_MS = 3 * 60_000
const RENEW_MS = 60_000
/** Claims go on where the last one ended; what became free before it is found this often. */
const LOOK_BACK_MS = 30_000
/** What became due so shortly before is seen at once: a feed that was pushed while it was polled. */
const LATE_MS = 15_000

export interface WorkerDeps {
  readonly store: Pick<Store, 'claimDueFeeds' | 'recallFeeds' | 'renewLeases' | 'releaseFeed' | 'releaseLeases'>
  /** Polls one feed to its one exit; throws only when not even a failure could be written down. */
  readonly poll: (feed: ClaimedFeed, pace: PollPace) => Promise<FeedUpdate>
  readonly concurrency: number
  /** Names this process in its leases. */
  readonly name: string
  readonly now: () => number
  /** The lease was lost to another worker: its work is dropped, and nothing is wrong with the store. */
  readonly isLostLease: (error: unknown) => boolean
  /** Told of what no poll outcome can tell: the store refused the write, or the claim. */
  readonly onError: (error: unknown, feedId: string | null) => void
  /** Told how many feeds a clock that ran ahead had put off; they are due now. */
  readonly onRecall: (feeds: number) => void
}

/** A clock that goes back so far was wrong before; the clocks of several workers differ by less than an hour. */
const CLOCK_BACK_MS = 60_000
const CLOCKS_APART_MS = 3_600_000

/** After the store refused a write, nothing is polled for so long, doubling: what was fetched could not be kept anyway. */
const STORE_PAUSE_MS = 1_000
const STORE_PAUSE_MS_MAX = 60_000

/**
 * A poll that has waited for its server for so long holds up no other feed, up to a limit. One that has its answer does: more feeds
 * are claimed only when those that came can be worked on.
 */
const SLOW_MS = 2_000
const SLOW_FACTOR_MAX = 16
/** Polls that wait for their host's turn hold nothing but themselves: the feeds of one host, however many, keep no others waiting. */
const QUEUED_MAX = 1_024

interface RunningPoll extends PollPace {
  readonly feed: ClaimedFeed
  /** When it began to wait for what it waits for, or to work. */
  since: number
}

/**
 * Polls whatever is due, up to `concurrency` feeds at once. Those whose servers are slow count no longer, up to sixteen times as many, nor do
 * those that wait for their host's turn.
 */
export class Worker {
  readonly #deps: WorkerDeps
  readonly #running = new Map<Promise<void>, RunningPoll>()
  #claim: Promise<void> | null = null
  #stopped = false
  #leases = 0
  #renewedAt: number
  /** Kept in memory, not in the store: it is the store that fails. */
  #pausedUntil = 0
  #pauseMs = STORE_PAUSE_MS
  /** When the feeds claimed last were due, and when those due earlier were last looked for. */
  #dueSince = 0
  #lookedBackAt = 0
  /** The latest instant this worker saw. */
  #latest: number | null = null
  #trouble: unknown = null
  readonly #abandoned: ClaimedFeed[] = []

  constructor(deps: WorkerDeps) {
    this.#deps = deps
    this.#renewedAt = deps.now()
  }

  get running(): number {
    return this.#running.size
  }

  /** Why the store refused the last write; null once it takes writes again. */
  get trouble(): unknown {
    return this.#trouble
  }

  /** Fills the free slots with due feeds. Never throws; a call while another is claiming does nothing. */
  async tick(): Promise<void> {
    if (this.#claim !== null || this.#stopped || this.#isPaused(this.#deps.now())) return
    this.#claim = this.#claimDue()
    await this.#claim
    this.#claim = null
  }

  /** A clock that was put back lengthens no pause. */
  #isPaused(now: number): boolean {
    return now < this.#pausedUntil && now >= this.#pausedUntil - STORE_PAUSE_MS_MAX
  }

  /** Claims nothing more and waits for the polls under way. */
  async stop(): Promise<void> {
    this.#stopped = true
    await this.#claim
    await Promise.allSettled([...this.#running.keys()])
    try {
      await this.#deps.store.releaseLeases(`${this.#deps.name}:`)
    } catch (error) {
      this.#deps.onError(error, null) // a store that is away now: leases end by themselves
    }
  }

  async #claimDue(): Promise<void> {
    const { store, name, now } = this.#deps
    try {
      if (this.#hasGoneBack(now())) await this.#recall(now())
      // A clock that was put back must not stop the renewing for as long.
      if (now() < this.#renewedAt || now() - this.#renewedAt >= RENEW_MS) await this.#renew(now())
      while (this.#abandoned.length > 0) {
        await store.releaseFeed(this.#abandoned[0]!)
        this.#abandoned.shift()
        this.#lookedBackAt = 0 // what it held was due before
      }
      for (let free = this.#freeSlots(); !this.#stopped && free > 0; free = this.#freeSlots()) {
        const leaseToken = `${name}:${++this.#leases}`
        const feeds = await store.claimDueFeeds(free, leaseToken, now(), LEASE_MS, this.#claimFrom(now()))
        if (feeds.length > 0) this.#dueSince = Math.min(...feeds.map(({ nextPollAt }) => nextPollAt)) - LATE_MS
        if (feeds.length === 0 || this.#stopped) break
        this.#trouble = null
        for (const feed of feeds) this.#start(feed)
      }
    } catch (error) {
      this.#pause(error, null)
    }
  }

  /** True at the start too, for the clock may have been put back before it. */
  #hasGoneBack(now: number): boolean {
    const hasGoneBack = this.#latest === null || now < this.#latest - CLOCK_BACK_MS
    if (!hasGoneBack) this.#latest = Math.max(this.#latest!, now)
    return hasGoneBack
  }

  /** What is due by a clock that ran ahead would wait as long as it ran ahead. */
  async #recall(now: number): Promise<void> {
    const feeds = await this.#deps.store.recallFeeds(now, this.#latest === null ? CLOCKS_APART_MS : CLOCK_BACK_MS)
    this.#latest = now
    if (feeds > 0) this.#deps.onRecall(feeds)
  }

  #freeSlots(): number {
    const { concurrency, now } = this.#deps
    const queued = [...this.#running.values()].filter(({ waitsFor }) => waitsFor === 'turn').length
    const slow = [...this.#running.values()].filter(({ waitsFor, since }) => waitsFor === 'server' && now() - since >= SLOW_MS).length
    const asking = this.#running.size - queued
    return Math.min(concurrency - (asking - slow), concurrency * SLOW_FACTOR_MAX - asking, QUEUED_MAX - queued)
  }

  #claimFrom(now: number): number {
    if (now >= this.#lookedBackAt && now - this.#lookedBackAt < LOOK_BACK_MS) return this.#dueSince
    this.#lookedBackAt = now
    return 0
  }

  /** Polls under way keep their feeds, however long they take; one whose lease was lost all the same is told when it writes. */
  async #renew(now: number): Promise<void> {
    if (this.#running.size > 0)
      await this.#deps.store.renewLeases(
        [...this.#running.values()].map(({ feed }) => feed),
        now + LEASE_MS
      )
    this.#renewedAt = now
  }

  #start(feed: ClaimedFeed): void {
    const poll = this.#paced(feed)
    const run: Promise<void> = this.#poll(feed, poll).finally(() => {
      this.#running.delete(run)
      void this.tick()
    })
    this.#running.set(run, poll)
  }

  /** A poll that begins to queue for its host makes room for another feed at once. */
  #paced(feed: ClaimedFeed): RunningPoll {
    const { now } = this.#deps
    const fillSlots = (): void => void this.tick()
    let waitsFor: PollPace['waitsFor'] = null
    return {
      feed,
      since: now(),
      get waitsFor() {
        return waitsFor
      },
      set waitsFor(next) {
        if (next === waitsFor) return
        waitsFor = next
        this.since = now()
        if (next === 'turn') fillSlots()
      }
    }
  }

  async #poll(feed: ClaimedFeed, pace: PollPace): Promise<void> {
    try {
      await this.#deps.poll(feed, pace)
      this.#pauseMs = STORE_PAUSE_MS
      this.#trouble = null
    } catch (error) {
      if (this.#stopped) return // cut short by the stop: the feed stays due
      if (this.#deps.isLostLease(error)) return this.#deps.onError(error, feed.id)
      this.#abandoned.push(feed)
      this.#pause(error, feed.id)
    }
  }

  #pause(error: unknown, feedId: string | null): void {
    this.#trouble = error
    this.#deps.onError(error, feedId)
    const now = this.#deps.now()
    if (this.#isPaused(now)) return // another poll met the same trouble
    this.#pausedUntil = now + this.#pauseMs
    this.#pauseMs = Math.min(this.#pauseMs * 2, STORE_PAUSE_MS_MAX)
  }
}
