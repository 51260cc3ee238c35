import { availableParallelism } from 'node:os'
import { extname } from 'node:path'
import { Piscina } from 'piscina'
import { messageOf } from '../errors.ts'
import type { Failure } from '../model/failure.ts'
import type { BodyReader, ReadingOutcome } from './body-reader.ts'
import type { ReadingJob } from './read-body.ts'
import { createSlots } from './slots.ts'

export interface ReadingPoolOptions {
  /** At most so many threads; null for one less than there are processors, which leaves one to matching and the store. */
  readonly threads: number | null
  /** A job that takes longer is stopped, and its thread with it. */
  readonly timeMaxMs: number
  /** Heap of one thread for what it reads; its own tables and the bodies handed to it come on top. */
  readonly heapBytesMax: number
  /** Whether the threads use eld too. */
  readonly eld: boolean
}

export interface ReadingPool extends BodyReader, AsyncDisposable {}

/** What a thread is started with. */
export interface ReadingThreadData {
  readonly eld: boolean
}

/** A thread without work ends after so long; its tables are memory that idle feeds do not need. */
const IDLE_MS = 60_000
const THREADS_MAX = 16

/**
 * Reads bodies in threads of their own, so that no document holds up the main loop. One that takes too long or too much memory costs its
 * thread, and its feed a failure of kind `too-costly`; a new thread goes on with the rest.
 */
export function createReadingPool(options: ReadingPoolOptions): ReadingPool {
  const threads = Math.min(THREADS_MAX, options.threads ?? Math.max(1, availableParallelism() - 1))
  const pool = new Piscina({
    filename: new URL(`./reading-thread${extname(import.meta.url)}`, import.meta.url).href,
    name: 'readInThread',
    minThreads: 0,
    maxThreads: threads,
    idleTimeout: IDLE_MS,
    recordTiming: false,
    resourceLimits: {
      maxOldGenerationSizeMb: Math.ceil(options.heapBytesMax / 1_048_576) + OWN_HEAP_MB,
      maxYoungGenerationSizeMb: YOUNG_HEAP_MB
    },
    workerData: { eld: options.eld } satisfies ReadingThreadData
  })
  const slots = createSlots(threads)
  return {
    async read(job, signal) {
      // A job is handed over only when a thread is free, so that its time does not run while it waits.
      await slots.take()
      try {
        signal?.throwIfAborted()
        return await runJob(pool, job, options, signal)
      } finally {
        slots.free()
      }
    },
    [Symbol.asyncDispose]: () => pool.destroy()
  }
}

/** Modules and tables of a thread, on its own heap. */
const OWN_HEAP_MB = 48
const YOUNG_HEAP_MB = 16

async function runJob<Job extends ReadingJob>(
  pool: Piscina,
  job: Job,
  options: ReadingPoolOptions,
  signal: AbortSignal | undefined
): Promise<ReadingOutcome<Job>> {
  const stop = new AbortController()
  const abort = (): void => stop.abort()
  let late = false
  const timer = setTimeout(() => {
    late = true
    abort()
  }, options.timeMaxMs)
  signal?.addEventListener('abort', abort, { once: true })
  try {
    const { sent, transferList } = handedOver(job)
    return (await pool.run(sent, { signal: stop.signal, transferList })) as ReadingOutcome<Job>
  } catch (error) {
    signal?.throwIfAborted()
    const failure = late ? tooSlow(options.timeMaxMs) : isOutOfMemory(error) ? tooLarge(options.heapBytesMax) : null
    if (failure === null) throw error
    return { kind: 'failed', failure }
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', abort)
  }
}

/** The bytes go over as a copy of their own: a failure is shown with the body it came from. */
function handedOver(job: ReadingJob): { sent: ReadingJob; transferList: ArrayBuffer[] } {
  if (job.task === 'draft') return { sent: job, transferList: [] }
  const bytes = new Uint8Array(job.task === 'article' ? job.bytes : job.body.bytes)
  const sent: ReadingJob = job.task === 'article' ? { ...job, bytes } : { ...job, body: { ...job.body, bytes } }
  return { sent, transferList: [bytes.buffer] }
}

function isOutOfMemory(error: unknown): boolean {
  return (error as { code?: string }).code === 'ERR_WORKER_OUT_OF_MEMORY' || messageOf(error).includes('memory limit')
}

function tooSlow(timeMaxMs: number): Failure {
  const message = `Reading the document took longer than ${timeMaxMs / 1_000} s (reading.time_max) and was stopped; look what it holds.`
  return { kind: 'too-costly', message, transient: false }
}

function tooLarge(heapBytesMax: number): Failure {
  const message = `Reading the document took more than ${Math.round(heapBytesMax / 1_000_000)} MB of memory (reading.heap_max) and was stopped; look what it holds.`
  return { kind: 'too-costly', message, transient: false }
}
