/** A limit on the time of an exchange that runs only while the other side is waited for. */
export interface Deadline {
  /** Aborts, with an error of the code TOTAL_TIMEOUT, when the time is over. */
  readonly signal: AbortSignal
  /** Stops the clock until what is waited for here, on our side, has come. */
  waitFor(ours: Promise<void>): Promise<void>
  /** How long the clock has run, in milliseconds. */
  spentMs(): number
  end(): void
}

export function startDeadline(totalMs: number): Deadline {
  const controller = new AbortController()
  let spent = 0
  let startedAt = performance.now()
  const start = (): NodeJS.Timeout =>
    setTimeout(
      () => controller.abort(Object.assign(new Error('the time for the whole exchange was over'), { code: 'TOTAL_TIMEOUT' })),
      Math.max(1, totalMs - spent)
    )
  let timer: NodeJS.Timeout | null = start()
  return {
    signal: controller.signal,
    async waitFor(ours) {
      if (timer === null) return ours
      clearTimeout(timer)
      timer = null
      spent += performance.now() - startedAt
      try {
        await ours
      } finally {
        startedAt = performance.now()
        timer = start()
      }
    },
    spentMs: () => (timer === null ? spent : spent + performance.now() - startedAt),
    end() {
      if (timer === null) return
      clearTimeout(timer)
      spent += performance.now() - startedAt
      timer = null
    }
  }
}
