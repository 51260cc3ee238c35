import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { openSqlite } from '../../src/store/sqlite.ts'
import { sourceLine } from '../support/config-dir.ts'
import { startGrowingFeeds } from '../support/growing-feeds.ts'
import { misbehaviours, startHostilePublisher } from '../support/hostile-publisher.ts'
import { runCourant, startDaemon } from '../support/process.ts'

/*
 * Good feeds that grow, beside every misbehaviour of `hostile-publisher.ts`, polled by the real daemon; then judges memory, the main loop,
 * the good feeds, and what operators are told of each bad one. Usage: node tests/bench/hostile-world.ts [minutes] [size of costly documents] [only names with]
 */

const MINUTES = Number(process.argv[2] ?? 4)
const SIZE = Number(process.argv[3] ?? 40_000)
const ONLY = process.argv[4] ?? ''
const GOOD = 36
const GOOD_S = 10
/** Feeds that are read come seldom, those that fail often enough to be told failing. */
const READ_S = 30
const FAIL_S = 10
const MEMORY_MB_MAX = 512
const DELAY_MS_MAX = 250
const STOP_MS_MAX = 15_000

const chosen = () => misbehaviours(SIZE).filter(({ name }) => name.includes(ONLY))

if (!isMainThread) await play()
else await judge()

/** The publishers have a thread of their own, so that what they do does not delay those that behave. */
async function play(): Promise<void> {
  const publisher = await startHostilePublisher(chosen())
  parentPort!.postMessage({ urls: publisher.urls, ports: publisher.ports })
  parentPort!.on('message', () => parentPort!.postMessage(publisher.trespasses()))
}

interface Sample {
  readonly at: number
  readonly mb: number
  readonly heapMb: number
  readonly externalMb: number
  readonly delayMs: number
  readonly healthMs: number
  readonly files: number
  readonly cpuS: number
}

async function judge(): Promise<void> {
  const publisher = new Worker(new URL(import.meta.url), { argv: process.argv.slice(2), workerData })
  const heard = <T>(): Promise<T> => new Promise((resolve) => publisher.once('message', resolve))
  const { urls, ports } = await heard<{ urls: ReadonlyMap<string, string>; ports: readonly number[] }>()
  const faults = chosen().map((fault, index) => ({ ...fault, id: `fault${index}` }))
  await using feeds = await startGrowingFeeds(GOOD, { schedule: `every ${GOOD_S}s`, allow: ports.map((port) => `127.0.0.1:${port}`) })
  feeds.config.write(
    'config/courant.yaml',
    `store: ${feeds.config.store}\n${feeds.service.replace('fetch: {', 'fetch: { total_timeout: 10s,')}\n`
  )
  feeds.config.write(
    'config/sources/faults.yaml',
    `sources:\n${faults
      .map(({ id, name, expected }) =>
        sourceLine(id, urls.get(name)!, `, schedule: "every ${expected.states.includes('ok') ? READ_S : FAIL_S}s"`)
      )
      .join('\n')}\n`
  )

  const daemon = await startDaemon(feeds.config.dir)
  const pid = daemon.process.pid!
  const samples: Sample[] = []
  const beganAt = performance.now()
  while (performance.now() - beganAt < MINUTES * 60_000) {
    await sleep(2_000)
    const askedAt = performance.now()
    await (await fetch(`${feeds.origin}/healthz`)).arrayBuffer()
    const healthMs = performance.now() - askedAt
    const metrics = await (await fetch(`${feeds.origin}/metrics`)).text()
    const metric = (name: string) => Number(new RegExp(`^${name} (\\S+)`, 'm').exec(metrics)?.[1])
    samples.push({
      at: (performance.now() - beganAt) / 1_000,
      mb: Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1_024,
      heapMb: metric('nodejs_heap_size_used_bytes') / 1_048_576,
      externalMb: metric('nodejs_external_memory_bytes') / 1_048_576,
      delayMs: metric('nodejs_eventloop_lag_p99_seconds') * 1_000,
      healthMs,
      cpuS: metric('process_cpu_seconds_total'),
      files: readdirSync(`/proc/${pid}/fd`).length
    })
  }
  feeds.settle()
  await sleep(3 * GOOD_S * 1_000)
  const status = JSON.parse((await runCourant(['status', '--json', '--config', feeds.config.dir])).stdout) as {
    states: { feed: string; state: string; message: string }[]
  }
  const page = await (await fetch(`${feeds.origin}/status`)).text()
  const stoppedAt = performance.now()
  const code = await daemon.stop()
  const stopMs = performance.now() - stoppedAt
  const trespasses = heard<number>()
  publisher.postMessage('trespasses')
  const intruded = await trespasses
  await publisher.terminate()

  const database = openSqlite(feeds.config.store)
  const entries = new Map(
    (await database.rows('select feed_id, count(*) as n from entry group by feed_id')).map(({ feed_id, n }) => [String(feed_id), Number(n)])
  )
  const polls = new Map(
    (await database.rows('select feed_id, count(*) as n from poll group by feed_id')).map(({ feed_id, n }) => [String(feed_id), Number(n)])
  )
  const failures = new Map(
    (await database.rows('select id, last_failure from feed')).map(({ id, last_failure }) => [
      String(id),
      last_failure === null ? null : (JSON.parse(String(last_failure)) as { kind: string }).kind
    ])
  )
  const [gaps] = await database.rows(
    `select max(gap) as most from (
       select polled_at - lag(polled_at) over (partition by feed_id order by polled_at) as gap from poll where feed_id like 'town%'
     ) as between_polls where gap is not null`
  )
  const [stored] = await database.rows("select count(*) as n, count(distinct guid) as ids from entry where feed_id like 'town%'")
  const [internal] = await database.rows("select count(*) as n from poll where failure = 'internal'")
  await database.close()

  const wrong: string[] = []
  const must = (holds: boolean, otherwise: string): void => void (holds || wrong.push(otherwise))
  const states = new Map(status.states.map(({ feed, ...state }) => [feed, state]))
  for (const { id, name, expected } of faults) {
    const feed = `${id}-news`
    const { state, message } = states.get(feed)!
    const failure = failures.get(feed) ?? null
    const count = entries.get(feed) ?? 0
    const told = `${name} (${polls.get(feed) ?? 0} polls): ${state}, ${failure}, ${count} entries: ${message}`
    const failed = failure !== null && state !== 'ok'
    const right =
      expected.states.includes(state as never)
      && (!failed || expected.failures === undefined || expected.failures.includes(failure as never))
      && count >= expected.entries[0]
      && count <= expected.entries[1]
    must(
      right,
      `${told}\n    expected ${expected.states.join('/')}${expected.failures ? `, ${expected.failures.join('/')}` : ''}, ${expected.entries.join(' to ')} entries`
    )
    if (state !== 'ok')
      must(/^\S.{20,}[.]$/s.test(message) && page.includes(feed), `${name}: is not told on /status, or not plainly: ${message}`)
  }
  const most = (pick: (sample: Sample) => number): number => Math.max(...samples.map(pick))
  const errors = daemon
    .stderr()
    .split('\n')
    .filter((line) => /"level":(50|60|"error")|nhandled|MaxListeners|Warning/.test(line))
  must(most(({ mb }) => mb) < MEMORY_MB_MAX, `memory rose to ${most(({ mb }) => mb).toFixed(0)} MB`)
  must(
    quantile(
      samples.map(({ delayMs }) => delayMs),
      0.95
    ) < DELAY_MS_MAX,
    `the main loop was late by ${most(({ delayMs }) => delayMs).toFixed(0)} ms`
  )
  must(code === 0 && stopMs < STOP_MS_MAX, `stopped with ${code} in ${stopMs.toFixed(0)} ms`)
  must(intruded === 0, `${intruded} connections to an address that must not be asked`)
  must(
    Number(stored!.n) === feeds.size() && stored!.n === stored!.ids,
    `${feeds.size()} good items, ${String(stored!.n)} stored, ${String(stored!.ids)} different`
  )
  must(Number(gaps!.most) < 2.5 * GOOD_S * 1_000, `a good feed waited ${(Number(gaps!.most) / 1_000).toFixed(1)} s instead of ${GOOD_S}`)
  must(internal!.n === 0, `${String(internal!.n)} polls failed on a bug`)
  must(errors.length === 0, `${errors.length} errors in the log, such as ${errors[0]?.slice(0, 600)}`)

  const every = Math.ceil(samples.length / 16)
  process.stdout.write(
    [
      `${faults.length} misbehaviours and ${GOOD} good feeds, ${MINUTES} min: ${[...polls.values()].reduce((sum, n) => sum + n, 0)} polls, ${samples.at(-1)!.cpuS.toFixed(0)} s of CPU`,
      `memory at most ${most(({ mb }) => mb).toFixed(0)} MB; resident, heap, external: ${samples
        .filter((_, index) => index % every === 0)
        .map(({ mb, heapMb, externalMb }) => `${mb.toFixed(0)} ${heapMb.toFixed(0)} ${externalMb.toFixed(0)}`)
        .join(' | ')}`,
      `main loop late, 99 % between two looks: median ${quantile(
        samples.map(({ delayMs }) => delayMs),
        0.5
      ).toFixed(0)} ms, 95 % ${quantile(
        samples.map(({ delayMs }) => delayMs),
        0.95
      ).toFixed(0)} ms, most ${most(({ delayMs }) => delayMs).toFixed(0)} ms`,
      `/healthz: median ${quantile(
        samples.map(({ healthMs }) => healthMs),
        0.5
      ).toFixed(1)} ms, 99 % ${quantile(
        samples.map(({ healthMs }) => healthMs),
        0.99
      ).toFixed(1)} ms`,
      `open files ${samples[0]!.files} -> ${samples.at(-1)!.files}, at most ${most(({ files }) => files)}`,
      `good feeds: longest gap ${(Number(gaps!.most) / 1_000).toFixed(1)} s of ${GOOD_S}; ${feeds.size()} items, ${String(stored!.n)} stored`,
      `stopped with ${code} in ${stopMs.toFixed(0)} ms`,
      ...(wrong.length === 0 ? ['everything is as it must be'] : [`${wrong.length} wrong:`, ...wrong.map((text) => `  ${text}`)]),
      ''
    ].join('\n')
  )
  process.exitCode = wrong.length === 0 ? 0 : 1
}

function quantile(all: readonly number[], share: number): number {
  return all.toSorted((one, other) => one - other)[Math.floor(share * (all.length - 1))]!
}
