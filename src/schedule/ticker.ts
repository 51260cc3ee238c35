import { createTask, parse, type ScheduledTask } from 'node-cron'
import { zoneOffsetMs } from './local-hour.ts'

export interface TickerOptions {
  /** Called every second, never while an earlier call is still running. */
  readonly tick: () => Promise<void> | void
  /** Told what a tick threw; ticking goes on. */
  readonly onError: (error: unknown) => void
  /** Stops the ticker. */
  readonly signal: AbortSignal
}

const DAY_MS = 86_400_000
/** 29 February on one given weekday comes once in 28 years, or 40 across a century without a leap day. */
const DAYS_AHEAD_MAX = 366 * 41

/**
 * Starts the heartbeat that looks for due feeds. Due times are stored, so no timer is ever longer than a second: a
 * far Retry-After cannot overflow one, and after a suspended machine or a moved clock the next tick sees what is due.
 * @returns a promise that resolves when the signal has stopped it and the last tick has ended
 */
export async function startTicker({ tick, onError, signal }: TickerOptions): Promise<void> {
  if (signal.aborted) return
  let running: Promise<void> = Promise.resolve()
  let busy = false
  const task = createTask(
    '* * * * * *',
    () => {
      if (busy || signal.aborted) return
      busy = true
      running = Promise.resolve()
        .then(tick)
        .catch(onError)
        .finally(() => {
          busy = false
        })
      return running
    },
    { noOverlap: true, suppressMissedWarning: true, logger: SILENT }
  )
  await task.start()
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
  await task.destroy()
  await running
}

/**
 * Finds when a cron line (node-cron's syntax and its rules for days) names a time next.
 * @param after milliseconds since 1970 UTC; the result is later
 * @param timeZone IANA zone the line is read in
 * @returns milliseconds since 1970 UTC, whole seconds
 * @throws what node-cron says about a line it refuses; the configuration admits none
 */
export function nextCronTime(cron: string, after: number, timeZone: string): number {
  const { fields, whole, days } = compile(cron, timeZone)
  const localAfter = after + zoneOffsetMs(after, timeZone)
  const today = Math.floor(localAfter / DAY_MS)
  // The day before too: where clocks are set back over midnight a local day continues after it ended.
  for (let day = today - 1; day <= today + DAYS_AHEAD_MAX; day++) {
    const noon = day * DAY_MS + DAY_MS / 2
    if (!days.match(new Date(noon))) continue
    const found = firstOnDay(day, fields, whole, after, timeZone)
    if (found !== null) return found
  }
  throw new RangeError(`"${cron}" names no time within 41 years`)
}

interface Compiled {
  readonly fields: { readonly hour: readonly number[]; readonly minute: readonly number[]; readonly second: readonly number[] }
  /** Answers whether an instant is named by the line. */
  readonly whole: ScheduledTask
  /** Answers, in UTC, whether a day is. */
  readonly days: ScheduledTask
}

const compiled = new Map<string, Compiled>()
const COMPILED_MAX = 1_000

function compile(cron: string, timeZone: string): Compiled {
  const key = `${timeZone} ${cron}`
  const known = compiled.get(key)
  if (known) return known
  const fields = parse(cron)
  const made: Compiled = {
    fields: { hour: sorted(fields.hour), minute: sorted(fields.minute), second: sorted(fields.second) },
    whole: unstarted(cron, timeZone),
    days: unstarted(`* * * ${fields.dayOfMonth.join(',')} ${fields.month.join(',')} ${fields.dayOfWeek.join(',')}`, 'UTC')
  }
  if (compiled.size >= COMPILED_MAX) compiled.clear()
  compiled.set(key, made)
  return made
}

/** node-cron lists every task it made until it is destroyed; a destroyed one still answers `match`. */
function unstarted(cron: string, timeZone: string): ScheduledTask {
  const task = createTask(cron, () => undefined, { timezone: timeZone })
  void task.destroy()
  return task
}

function firstOnDay(day: number, fields: Compiled['fields'], whole: ScheduledTask, after: number, timeZone: string): number | null {
  // A local hour is skipped or comes twice when clocks change, so nothing within a day of `after` is ruled out by the local clock alone.
  for (const hour of fields.hour) {
    if (toInstant(day * DAY_MS + hour * 3_600_000, timeZone) + 2 * 3_600_000 <= after) continue
    for (const minute of fields.minute) {
      if (toInstant(day * DAY_MS + hour * 3_600_000 + minute * 60_000, timeZone) + 60_000 <= after) continue
      for (const second of fields.second) {
        const at = toInstant(day * DAY_MS + hour * 3_600_000 + minute * 60_000 + second * 1_000, timeZone)
        if (at > after && whole.match(new Date(at))) return at
      }
    }
  }
  return null
}

function toInstant(local: number, timeZone: string): number {
  const guess = local - zoneOffsetMs(local, timeZone)
  return local - zoneOffsetMs(guess, timeZone)
}

function sorted(values: readonly number[]): readonly number[] {
  return [...values].sort((a, b) => a - b)
}

const SILENT = { info: () => undefined, warn: () => undefined, error: () => undefined, debug: () => undefined }
