import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openPostgres } from '../../src/store/postgres.ts'
import { aConfigDir, sourceLine } from '../support/config-dir.ts'
import { cpuMsOf } from '../support/cpu-time.ts'
import { startPostgres } from '../support/postgres-server.ts'
import { startDaemon } from '../support/process.ts'

/*
 * The same generated feeds polled by one worker and by two, each time on a fresh PostgreSQL database with commits on the disk: first new ones,
 * then again and again with one new item among thirty, then unchanged. Prints feeds a second and where the CPU time goes. With CORES=each
 * every worker has one core to itself, with all its threads, as far as there are cores; the database goes where there is room.
 * Usage: [CORES=each] node tests/bench/workers.ts [feeds] [bytes] [workers…]
 */

const feeds = Number(process.argv[2] ?? 300)
const bytes = Number(process.argv[3] ?? 80_000)
const counts = process.argv.length > 4 ? process.argv.slice(4).map(Number) : [1, 2]

const WINDOW_MS = 10_000
/** Feeds that each worker polls before anything is measured: it compiles, and makes its tables. */
const WARMING = 30
const STATES = ['cold', 'grown', 'unchanged'] as const
/** Feeds a second, and CPU milliseconds a feed takes of the workers. */
type Measured = Readonly<Record<(typeof STATES)[number], { readonly rate: number; readonly cpuMs: number }>>
const CORES = availableParallelism()

const publisher = spawn(process.execPath, [join(import.meta.dirname, 'feed-server.ts'), String(feeds), String(bytes)], {
  stdio: ['pipe', 'pipe', 'inherit']
})
const [chunk] = (await once(publisher.stdout!, 'data')) as [Buffer]
const port = Number(chunk.toString().trim())
await using server = await startPostgres('fsync = on\nfull_page_writes = on\nshared_buffers = 256MB')
try {
  const all: Measured[] = []
  for (const workers of counts) all.push(await measure(workers))
  for (const [index, some] of all.entries()) {
    if (index === 0) continue
    const beside = (of: (state: (typeof STATES)[number]) => number): string =>
      STATES.map((state) => `${of(state).toFixed(2)} x ${state}`).join(', ')
    const first = all[0]!
    const more = counts[index]! / counts[0]!
    process.stdout.write(
      `${counts[index]} workers beside ${counts[0]}: ${beside((state) => some[state].rate / first[state].rate)}; with a core each and the database `
        + `elsewhere their CPU time allows ${beside((state) => (more * first[state].cpuMs) / some[state].cpuMs)}\n`
    )
  }
} finally {
  await end(publisher)
}

async function measure(workers: number): Promise<Measured> {
  const address = await server.createDatabase()
  using config = aConfigDir(
    `polling: { host_spacing: 0s, per_host: 8, concurrency: 8 }\nlimits: { new_items_per_source_per_day: 100000 }\nlog: { level: error }\n`
      + `fetch: { allow: ["127.0.0.1:${port}"] }`,
    Array.from({ length: feeds }, (_, feed) => sourceLine(`s${feed}`, `http://127.0.0.1:${port}/grown/${feed}`)).join('\n'),
    address
  )
  const confined = (worker: number) => (process.env.CORES === 'each' ? { through: ['taskset', '--cpu-list', String(worker % CORES)] } : {})
  const running = await Promise.all(
    Array.from({ length: workers }, (_, worker) => startDaemon(config.dir, { only: 'poll', ...confined(worker) }))
  )
  const database = await openPostgres(address)
  const pids = running.map((daemon) => daemon.process.pid!)
  const cpu = () => ({ workers: cpuMsOf(...pids), database: cpuMsOf(server.pid()), publisher: cpuMsOf(publisher.pid!) })

  /** Keeps feeds due until the work is done. */
  async function rate(name: string, due: string, done: (startedAt: number) => Promise<boolean>): Promise<Measured['cold']> {
    const before = { at: Date.now(), cpu: cpu() }
    do {
      await database.rows(`update feed set next_poll_at = $1 where next_poll_at > $1 and lease_token is null and ${due}`, [Date.now()])
      await sleep(20)
    } while (!(await done(before.at)))
    const passed = Date.now() - before.at
    const after = cpu()
    const polled = Number((await database.rows('select count(*) as n from poll where polled_at >= $1', [before.at]))[0]!.n)
    const each = (part: keyof typeof after): string => `${((after[part] - before.cpu[part]) / polled).toFixed(1)} ${part}`
    process.stdout.write(
      `${workers} worker${workers === 1 ? '' : 's'}, ${name}: ${((polled * 1_000) / passed).toFixed(1)} feeds/s; `
        + `CPU ms a feed: ${each('workers')}, ${each('database')}, ${each('publisher')}; ${Math.max(...pids.map(peakMbOf)).toFixed(0)} MB at most\n`
    )
    return { rate: (polled * 1_000) / passed, cpuMs: (after.workers - before.cpu.workers) / polled }
  }

  const noneLeft = (which: string) => async (): Promise<boolean> =>
    (await database.rows(`select 1 as one from feed where last_polled_at is null and ${which} limit 1`)).length === 0
  const inTime = async (startedAt: number): Promise<boolean> => Date.now() - startedAt > WINDOW_MS
  await fetch(`http://127.0.0.1:${port}/grow`)
  const first = `cast(substr(id, 2, length(id) - 6) as bigint) < ${workers * WARMING}`
  await rate('warming up', `last_polled_at is null and ${first}`, noneLeft(first))
  const cold = await rate('cold', 'last_polled_at is null', noneLeft('1 = 1'))
  const grown = await rate('grown', '1 = 1', inTime)
  await fetch(`http://127.0.0.1:${port}/still`)
  await sleep(2_000)
  const unchanged = await rate('unchanged', '1 = 1', inTime)
  await database.close()
  await Promise.all(running.map((daemon) => daemon.stop()))
  return { cold, grown, unchanged }
}

/** The most memory a process ever had, in megabytes; Linux only. */
function peakMbOf(pid: number): number {
  return Number(/VmHWM:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))![1]) / 1_024
}

async function end(child: ChildProcess): Promise<void> {
  child.stdin?.end()
  await once(child, 'exit')
}
