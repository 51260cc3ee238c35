import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { openSqlite } from '../../src/store/sqlite.ts'
import { sourceLine } from '../support/config-dir.ts'
import { acknowledged, startGrowingFeeds } from '../support/growing-feeds.ts'
import { PLAYED, startPublisher } from '../support/loopback-publisher.ts'
import { startDaemon } from '../support/process.ts'

/*
 * A day in minutes: feeds that grow, and feeds that play every fault the tests know, polled every 20 s. Prints how memory and open
 * files went, how pages answered, how late the good feeds were polled, and whether every item is there once.
 * Usage: node tests/bench/soak.ts [feeds] [minutes]
 */

const FEEDS = Number(process.argv[2] ?? 500)
const MINUTES = Number(process.argv[3] ?? 10)
const INTERVAL_S = 20
const SAMPLE_MS = 5_000
// Answers that ask a whole host to rest would silence all faults of that host.
const FAULTS = PLAYED.filter((path) => !path.startsWith('/429'))

interface Sample {
  readonly minutes: number
  readonly mb: number
  /** What is alive on the heap, or was at the last collection. */
  readonly heapMb: number
  readonly files: number
  readonly healthMs: number
}

await using faulty = await startPublisher({}, '127.0.0.2')
const good = Math.ceil(FEEDS * 0.6)
await using feeds = await startGrowingFeeds(good, { schedule: `every ${INTERVAL_S}s`, allow: [`127.0.0.2:${faulty.port}`] })
const faults = Array.from({ length: FEEDS - good }, (_, index) =>
  sourceLine(`fault${index}`, `${faulty.origin}${FAULTS[index % FAULTS.length]!}?${index}`, `, schedule: "every ${INTERVAL_S}s"`)
)
feeds.config.write('config/sources/faults.yaml', `sources:\n${faults.join('\n')}\n`)

await using daemon = await startDaemon(feeds.config.dir)
const pid = daemon.process.pid!
const samples: Sample[] = []
const beganAt = performance.now()
while (performance.now() - beganAt < MINUTES * 60_000) {
  await sleep(SAMPLE_MS)
  const askedAt = performance.now()
  await (await fetch(`${feeds.origin}/healthz`)).arrayBuffer()
  const healthMs = performance.now() - askedAt
  const metrics = await (await fetch(`${feeds.origin}/metrics`)).text()
  const heapMb = Number(/^nodejs_heap_size_used_bytes (\d+)/m.exec(metrics)![1]) / 1_048_576
  const mb = Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1_024
  samples.push({ minutes: (performance.now() - beganAt) / 60_000, mb, heapMb, files: readdirSync(`/proc/${pid}/fd`).length, healthMs })
}
feeds.settle()
await sleep(3 * INTERVAL_S * 1_000)
const stoppedAt = performance.now()
const code = await daemon.stop()
const stopMs = performance.now() - stoppedAt

const database = openSqlite(feeds.config.store)
const gaps = await database.rows(
  `select max(gap) as most, count(*) as polls from (
     select polled_at - lag(polled_at) over (partition by feed_id order by polled_at) as gap from poll where feed_id like 'town%'
   ) as between_polls where gap is not null`
)
const [faultPolls] = await database.rows(`select count(*) as polls, count(distinct feed_id) as feeds from poll where feed_id like 'fault%'`)
const [entries] = await database.rows("select count(*) as n, count(distinct guid) as ids from entry where feed_id like 'town%'")
await database.close()

const half = samples.slice(Math.floor(samples.length / 2))
const column = (pick: (sample: Sample) => number) => half.map((sample) => [sample.minutes / 60, pick(sample)] as const)
process.stdout.write(
  [
    `${FEEDS} feeds (${faults.length} faulty), ${MINUTES} min: ${Number(gaps[0]!.polls) + Number(faultPolls!.polls)} polls, stopped with ${code} in ${stopMs.toFixed(0)} ms`,
    `memory: ${Math.max(...samples.map(({ mb }) => mb)).toFixed(0)} MB at most, slope of the second half ${slope(column(({ mb }) => mb)).toFixed(1)} MB/h`,
    `heap of the main thread: slope of the second half ${slope(column(({ heapMb }) => heapMb)).toFixed(1)} MB/h\n`
      + `resident, heap: ${samples
        .filter((_, index) => index % Math.ceil(samples.length / 8) === 0)
        .map(({ mb, heapMb }) => `${mb.toFixed(0)} ${heapMb.toFixed(0)}`)
        .join(' | ')}`,
    `open files: ${samples[0]!.files} -> ${samples.at(-1)!.files}, slope ${slope(column(({ files }) => files)).toFixed(1)} /h`,
    `/healthz: median ${quantile(samples, 0.5).toFixed(1)} ms, 99 % ${quantile(samples, 0.99).toFixed(1)} ms`,
    `good feeds: longest gap between two polls ${(Number(gaps[0]!.most) / 1_000).toFixed(1)} s of ${INTERVAL_S} s planned`,
    `faulty feeds: ${String(faultPolls!.feeds)} of ${faults.length} polled`,
    `items: ${feeds.size()} published, ${String(entries!.n)} stored, ${String(entries!.ids)} different; the log acknowledged ${acknowledged(daemon.stderr())} of all feeds`,
    ''
  ].join('\n')
)

/** By least squares. */
function slope(points: readonly (readonly [number, number])[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const [x, y] = [mean(points.map(([at]) => at)), mean(points.map(([, value]) => value))]
  return points.reduce((sum, [at, value]) => sum + (at - x) * (value - y), 0) / points.reduce((sum, [at]) => sum + (at - x) ** 2, 0)
}

function quantile(all: readonly Sample[], share: number): number {
  return all.map(({ healthMs }) => healthMs).toSorted((one, other) => one - other)[Math.floor(share * (all.length - 1))]!
}
