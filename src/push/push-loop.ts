/** One exchange with another host, claimed and ready to go. */
export interface PushTask {
  /** Host and port it goes to. */
  readonly host: string
  /** Runs to its end, which it has written when it resolves; rejects when the store refused, or with the signal's reason. */
  readonly run: (signal: AbortSignal) => Promise<void>
}

/** A kind of pushing: finds what is due and leases it to this process, so that of several only one does it. */
export interface PushDuty {
  readonly name: string
  /** Tasks at once. */
  readonly tasksMax: number
  /** @param busyHosts hosts that have enough to do already: none of theirs is wanted */
  claim(limit: number, busyHosts: readonly string[]): Promise<readonly PushTask[]>
}

export interface PushLoopDeps {
  readonly duties: readonly PushDuty[]
  readonly now: () => number
  /** Told of what no outcome can tell: the store refused, or a bug of ours. */
  readonly onError: (error: unknown, duty: string) => void
}

/** A slow or hostile receiver holds up no more than this; the others go on. */
const TASKS_PER_HOST_MAX = 2
/** After an error a duty rests for so long, doubling. */
const PAUSE_MS = 1_000
const PAUSE_MS_MAX = 60_000

interface DutyState {
  readonly duty: PushDuty
  readonly running: Map<Promise<void>, string>
  claiming: Promise<void> | null
  again: boolean
  pausedUntil: number
  pauseMs: number
}

/** Does whatever is due to be pushed, each duty up to its number of tasks at once. Due times and leases are in the store. */
export class PushLoop {
  readonly #deps: PushLoopDeps
  readonly #states: readonly DutyState[]
  readonly #stopping = new AbortController()
  #stopped = false

  constructor(deps: PushLoopDeps) {
    this.#deps = deps
    this.#states = deps.duties.map((duty) => ({
      duty,
      running: new Map(),
      claiming: null,
      again: false,
      pausedUntil: 0,
      pauseMs: PAUSE_MS
    }))
  }

  get running(): number {
    return this.#states.reduce((sum, { running }) => sum + running.size, 0)
  }

  /** Starts what is due. Never throws; a call while a duty is claiming has it look once more. */
  async tick(): Promise<void> {
    await Promise.all(this.#states.map((state) => this.#look(state)))
  }

  /**
   * Claims nothing more and waits for what is under way.
   * @param patienceMs after so long what is still under way is cut short: its lease ends by itself, and it is done again
   */
  async stop(patienceMs: number): Promise<void> {
    this.#stopped = true
    const timer = setTimeout(() => this.#stopping.abort(new Error('Courant is stopping')), patienceMs)
    await Promise.allSettled(this.#states.flatMap(({ claiming, running }) => [claiming, ...running.keys()]))
    await Promise.allSettled(this.#states.flatMap(({ running }) => [...running.keys()]))
    clearTimeout(timer)
  }

  async #look(state: DutyState): Promise<void> {
    if (this.#stopped || this.#deps.now() < state.pausedUntil) return
    if (state.claiming !== null) {
      state.again = true
      return state.claiming
    }
    state.claiming = this.#claim(state)
    await state.claiming
    state.claiming = null
  }

  async #claim(state: DutyState): Promise<void> {
    const { duty, running } = state
    try {
      do {
        state.again = false
        while (!this.#stopped && running.size < duty.tasksMax) {
          const tasks = await duty.claim(duty.tasksMax - running.size, busyHosts(running.values()))
          for (const task of tasks) this.#start(state, task)
          if (tasks.length === 0) break
        }
      } while (state.again)
    } catch (error) {
      this.#pause(state, error)
    }
  }

  #start(state: DutyState, task: PushTask): void {
    const run: Promise<void> = task
      .run(this.#stopping.signal)
      .then(
        () => void (state.pauseMs = PAUSE_MS),
        (error: unknown) => {
          if (!this.#stopping.signal.aborted) this.#pause(state, error)
        }
      )
      .finally(() => {
        state.running.delete(run)
        void this.#look(state)
      })
    state.running.set(run, task.host)
  }

  #pause(state: DutyState, error: unknown): void {
    state.pausedUntil = this.#deps.now() + state.pauseMs
    state.pauseMs = Math.min(state.pauseMs * 2, PAUSE_MS_MAX)
    this.#deps.onError(error, state.duty.name)
  }
}

function busyHosts(hosts: Iterable<string>): readonly string[] {
  const counts = new Map<string, number>()
  for (const host of hosts) counts.set(host, (counts.get(host) ?? 0) + 1)
  return [...counts].filter(([, count]) => count >= TASKS_PER_HOST_MAX).map(([host]) => host)
}
