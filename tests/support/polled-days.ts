import { randomBytes } from 'node:crypto'
import { request } from 'node:http'
import { openStore } from '../../src/commands/open-store.ts'
import { requireConfig } from '../../src/commands/read-config.ts'
import { createRuntime, syncFeeds } from '../../src/commands/runtime.ts'
import type { Terminal } from '../../src/commands/terminal.ts'
import { createLog } from '../../src/log.ts'
import { Worker } from '../../src/poll/worker.ts'
import { aConfigDir, sourceLine } from './config-dir.ts'
import { type Behaviour, type Publisher, startPublisher } from './loopback-publisher.ts'
import { seededRandom } from './seeded-random.ts'

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR
/** Midnight of a Monday. */
export const MONDAY = Date.UTC(2026, 10, 23)

/** What the time is, for the poller and all publishers. */
export interface Clock {
  now: number
}

/** A publisher of its own port, which is a host of its own. */
export interface Host {
  readonly plays: Readonly<Record<string, Behaviour>>
  /** Paths that are polled. */
  readonly feeds: readonly string[]
}

export type Play<Id extends string> = (hosts: Readonly<Record<Id, Host>>, days: number, clock: Clock) => Promise<Record<Id, Publisher>>

/**
 * Days of polling in seconds: the daemon's own wiring (worker, schedule, fetcher, store on disk) polls publishers on loopback, by a clock that
 * jumps to the next due time as soon as nothing is under way. In the middle everything but the store is stopped and started anew.
 * @returns what each publisher saw, closed
 */
export async function pollForDays<Id extends string>(
  hosts: Readonly<Record<Id, Host>>,
  days: number,
  clock: Clock
): Promise<Record<Id, Publisher>> {
  return withPublishers(hosts, clock, async (publishers) => {
    const lines = Object.entries<Host>(hosts).flatMap(([id, { feeds }]) =>
      feeds.map((path, index) => sourceLine(`${id}-${index}`, publishers[id as Id].origin + path))
    )
    const allowed = Object.values<Publisher>(publishers).map(({ port }) => `"127.0.0.1:${port}"`)
    using config = aConfigDir(
      'log: { level: silent }\npolling: { host_spacing: 0s, concurrency: 4 }\nreading: { threads: 1 }\n'
        + `fetch: { contact: "https://operator.example/", total_timeout: 1500ms, allow: [${allowed.join(', ')}] }`,
      lines.join('\n')
    )
    const random = seededRandom(1)
    const terminal = { now: () => clock.now, random, signal: new AbortController().signal }
    const start = clock.now
    await pollUntil(start + (days / 2) * DAY, config.dir, clock, terminal)
    await pollUntil(start + days * DAY, config.dir, clock, terminal)
  })
}

async function withPublishers<Id extends string>(
  hosts: Readonly<Record<Id, Host>>,
  clock: Clock,
  work: (publishers: Record<Id, Publisher>) => Promise<void>
): Promise<Record<Id, Publisher>> {
  const started = await Promise.all(
    Object.entries<Host>(hosts).map(async ([id, { plays }]) => [id, await startPublisher(plays, '127.0.0.1', () => clock.now)] as const)
  )
  const publishers = Object.fromEntries(started) as Record<Id, Publisher>
  await work(publishers)
  await Promise.all(started.map(([, publisher]) => publisher.close()))
  return publishers
}

/** One life of the polling process: it ends between polls, as when it is asked to stop. */
async function pollUntil(until: number, dir: string, clock: Clock, terminal: Pick<Terminal, 'now' | 'random' | 'signal'>): Promise<void> {
  const config = requireConfig(dir, { env: {} })
  await using opened = await openStore(config.service.store, clock.now)
  const { store } = opened
  await using runtime = await createRuntime(config, store, createLog('silent'), terminal)
  await syncFeeds(config, store, clock.now)
  const errors: unknown[] = []
  const worker = new Worker({
    store,
    poll: (feed, pace) => runtime.poll(feed, { pace }),
    concurrency: config.service.polling.concurrency,
    name: `days-${randomBytes(4).toString('hex')}`,
    now: terminal.now,
    isLostLease: () => false,
    onError: (error) => void errors.push(error),
    onRecall: () => undefined
  })
  for (;;) {
    await worker.tick()
    while (worker.running > 0) await new Promise((resolve) => setTimeout(resolve, 1))
    if (errors.length > 0) throw errors[0]
    const { due, nextAt } = await store.dueFeeds(clock.now)
    if (due > 0) continue
    if (nextAt === null || nextAt > until) break
    clock.now = nextAt
  }
  await worker.stop()
  clock.now = until
}

/**
 * Ten minutes apart whatever is answered, all at once, with every header that a poller should leave out and no memory of the last answer
 * but where a redirect led.
 */
export async function pollRudely<Id extends string>(
  hosts: Readonly<Record<Id, Host>>,
  days: number,
  clock: Clock
): Promise<Record<Id, Publisher>> {
  const moved = new Map<string, string>()
  return withPublishers(hosts, clock, async (publishers) => {
    for (const end = clock.now + days * DAY; clock.now < end; clock.now += 10 * MINUTE) {
      const urls = Object.entries<Host>(hosts).flatMap(([id, { feeds }]) => feeds.map((path) => publishers[id as Id].origin + path))
      await Promise.all(urls.map((url) => requestRudely(url, clock, moved)))
    }
  })
}

/** @returns once an answer came, or none did; a redirect was followed then, up to thirty times */
async function requestRudely(configured: string, clock: Clock, moved: Map<string, string>, hops = 0): Promise<void> {
  const url = moved.get(configured) ?? configured
  // prettier-ignore
  const headers = {
    host: 'localhost', 'user-agent': 'Mozilla/5.0', accept: 'text/html', cookie: 'seen=1', referer: url, origin: 'http://localhost', 'cache-control': 'no-cache',
    pragma: 'no-cache', range: 'bytes=0-', 'if-range': '"x"', expect: '100-continue', 'upgrade-insecure-requests': '1',
    'if-modified-since': new Date(clock.now).toUTCString()
  }
  const location = await new Promise<string | undefined>((resolve) => {
    const sent = request(
      `${url}${url.includes('?') ? '&' : '?'}nocache=1`,
      { method: 'POST', headers, timeout: 50, agent: false },
      (response) => void response.resume().on('close', () => resolve(response.headers.location))
    )
    sent
      .on('timeout', () => sent.destroy())
      .on('close', () => resolve(undefined))
      .on('error', () => resolve(undefined))
    sent.end()
  })
  if (location === undefined || hops === 30) return
  moved.set(configured, new URL(location, url).href)
  await requestRudely(configured, clock, moved, hops + 1)
}
