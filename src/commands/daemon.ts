import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { watch } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import type { ConfigResult } from '../config/load-config.ts'
import { formatMistake } from '../config/load-config.ts'
import type { Config } from '../config/schema.ts'
import { CourantError, messageOf } from '../errors.ts'
import { createCuration } from '../curate/curation.ts'
import { createLog, type Logger } from '../log.ts'
import { createHousekeeping } from '../poll/housekeeping.ts'
import { createTextIndexing } from '../poll/index-texts.ts'
import { createLexiconLearning } from '../poll/learn-lexicons.ts'
import { Worker } from '../poll/worker.ts'
import { nextCronTime, startTicker } from '../schedule/ticker.ts'
import { createApp, storedFeeds } from '../serve/app.ts'
import { type Front, openFront } from '../serve/front.ts'
import { createServing, type Serving } from '../serve/serving.ts'
import { rotateBackups } from './backup-database.ts'
import { openStore } from './open-store.ts'
import { createPushing } from './pushing.ts'
import { releaseMemory } from './release-memory.ts'
import { createRuntime, retentionOf, type Runtime, syncFeeds } from './runtime.ts'
import type { Terminal } from './terminal.ts'

export interface DaemonOptions {
  readonly config: Config
  /** Reads the configuration again, for a reload; without it the configuration stays as it is. */
  readonly readAgain?: () => ConfigResult
  /** Folder to watch for changes. */
  readonly watchDir?: string
  readonly terminal: Terminal
  /** One of both roles, for processes that share a database; left out, this one polls and serves. */
  readonly only?: 'poll' | 'serve'
  /** Told once the server answers, or, where none is to, once polling begins. */
  readonly onStarted?: (origin: string | null) => void
}

/** Editors write a file in several steps: a reload waits until the folder was quiet for so long. */
const RELOAD_QUIET_MS = 300
/** After that, polls that still wait for a server are given up: they leave no record, and their feeds stay due. */
const STOP_MS_MAX = 2_000
const LEASE_PREFIX = 'daemon-'

/**
 * Polls, publishes and serves, or one of it, until the terminal's signal ends, then stops in order: no new polls, polls under way
 * to their end, the server, the store.
 * @throws CourantError STORE_* or PORT_IN_USE, before anything was changed
 */
export async function runDaemon({ config, readAgain, watchDir, terminal, only, onStarted }: DaemonOptions): Promise<void> {
  const log = createLog(config.service.log.level)
  const { host, port } = config.service.server
  if (only !== 'poll') await requireFreePort(host, port)
  await using opened = await openStore(config.service.store, terminal.now(), { exclusive: true })
  const { store } = opened
  const fetching = new AbortController()
  const polls = only !== 'serve'
  await using runtime = await createRuntime(config, store, log, { ...terminal, signal: fetching.signal }, { syncsFeeds: polls })
  const reloading: { mistakes: readonly string[] } = { mistakes: [] }
  let pollNow = (): void => undefined
  let storeTrouble = (): unknown => null
  const serving = createServing({
    store,
    config: runtime.config,
    now: terminal.now,
    log,
    curation: createCuration({ store, context: runtime.curationContext, pages: runtime.pages }),
    refusedConfig: () => reloading.mistakes.join('\n') || null,
    storeTrouble: () => (storeTrouble() === null ? null : messageOf(storeTrouble())),
    onPushWork: () => void pushing.tick(),
    onPushedFeed: () => pollNow(),
    isBehindFront: true
  })
  await using pushing = createPushing(runtime.config, store, serving, log, terminal)
  const front = only === 'poll' ? null : await listen(serving, host, port)
  const origin = front && front.origin
  try {
    // What a killed daemon held is free when this one alone holds the lock; where others may live, leases end by themselves.
    if (!store.database.sharing) {
      await Promise.all([store.releaseLeases(LEASE_PREFIX), store.releaseHubLeases(), store.releaseWebhookLeases()])
    }
    if (polls) await syncFeeds(config, store, terminal.now())
    const name = `${LEASE_PREFIX}${randomBytes(6).toString('hex')}`
    const worker = new Worker({
      store,
      poll: async (feed, pace) => {
        const update = await pollAndLog(feed.id, () => runtime.poll(feed, { pace }), log)
        if (update.journal.length > 0) void pushing.tick()
        return update
      },
      concurrency: config.service.polling.concurrency,
      name,
      now: terminal.now,
      isLostLease: (error) => error instanceof CourantError && error.code === 'GUARD_FAILED',
      onError: (err, feed) => log.error({ err, feed }, 'store refused a poll'),
      onRecall: (feeds) => log.warn({ feeds }, 'the clock ran ahead before: feeds that were put off by it are polled now')
    })
    storeTrouble = () => worker.trouble
    if (polls) pollNow = () => void worker.tick()
    log.info(
      {
        origin,
        only,
        worker: name,
        feeds: config.sources.reduce((sum, source) => sum + source.feeds.length, 0),
        topics: config.topics.length
      },
      'daemon started'
    )
    onStarted?.(origin)
    releaseMemory()
    using reload = readAgain ? watchConfig(watchDir, () => reloadConfig(readAgain, runtime, reloading, log)) : null
    void reload
    const keepHouse = createHousekeeping(store, () => retentionOf(runtime.config()), terminal.now, terminal.signal)
    const indexTexts = createTextIndexing(store, terminal.now)
    const learn = createLexiconLearning(store, runtime.lexicon, terminal)
    let cleaning: Promise<void> | null = null
    let learning: Promise<void> | null = null
    const backUp = scheduledBackup(runtime.config, terminal.now, log)
    const tick = async (): Promise<void> => {
      await pushing.tick()
      await runtime.learn({ ranks: polls })
      if (!polls) return
      await worker.tick()
      await indexTexts()
      await backUp()
      // The others must not wait for what takes seconds: housekeeping takes turns with the polls, learning runs in a thread.
      cleaning ??= keepHouse()
        .catch((err: unknown) => log.error({ err }, 'housekeeping failed'))
        .finally(() => (cleaning = null))
      learning ??= learn()
        .then((learned) => void (learned.length > 0 && log.info({ learned }, 'lexicons learned')))
        .catch((err: unknown) => log.error({ err }, 'lexicons not learned'))
        .finally(() => (learning = null))
    }
    await startTicker({ tick, onError: (err) => log.error({ err }, 'tick failed'), signal: terminal.signal })
    log.info({ running: worker.running }, 'daemon stopping')
    const hurry = setTimeout(() => fetching.abort(new Error('Courant is stopping')), STOP_MS_MAX)
    // Both at once, so that the stop takes no longer than the longer of the two.
    await Promise.all([worker.stop(), pushing[Symbol.asyncDispose](), cleaning, learning])
    clearTimeout(hurry)
  } finally {
    await front?.[Symbol.asyncDispose]()
  }
  log.info('daemon stopped')
}

/** Backs the database up at the times of the cron line; a failure is logged, and the next time comes. */
function scheduledBackup(config: () => Config, now: () => number, log: Logger): () => Promise<void> {
  let plan = config().service.backup
  let nextAt = plan ? nextCronTime(plan.schedule, now(), 'UTC') : Number.POSITIVE_INFINITY
  return async () => {
    const { backup, store } = config().service
    if (backup?.schedule !== plan?.schedule) nextAt = backup ? nextCronTime(backup.schedule, now(), 'UTC') : Number.POSITIVE_INFINITY
    plan = backup
    if (!backup || now() < nextAt) return
    nextAt = nextCronTime(backup.schedule, now(), 'UTC')
    try {
      log.info({ file: await rotateBackups(store, backup.dir, backup.keep, now()) }, 'database backed up')
    } catch (err) {
      log.error({ err }, 'backup failed')
    }
  }
}

/** Tries the port before the database is touched, so that a refusal leaves everything as it was. */
async function requireFreePort(host: string, port: number): Promise<void> {
  const server = createServer().listen(port, host)
  try {
    await once(server, 'listening')
  } catch (error) {
    throw portError(error, host, port)
  }
  server.close()
  await once(server, 'close')
}

async function listen(serving: Serving, host: string, port: number): Promise<Front> {
  const stored = storedFeeds(serving)
  try {
    return await openFront(createApp(serving, serving, stored), serving, { host, port, stored })
  } catch (error) {
    throw portError(error, host, port)
  }
}

function portError(error: unknown, host: string, port: number): CourantError {
  const { code, syscall } = error as { code?: string; syscall?: string }
  if (syscall === 'mkdtemp') {
    return new CourantError(
      'USAGE',
      `cannot make a folder for a socket in ${tmpdir()}: ${messageOf(error)}; name one that can be written by TMPDIR`,
      { cause: error }
    )
  }
  const message =
    code === 'EADDRINUSE'
      ? `port ${port} on ${host} is in use; stop what listens there, or choose another port under server.port in courant.yaml`
      : `cannot listen on ${host}:${port}: ${messageOf(error)}; choose another server.host or server.port in courant.yaml`
  return new CourantError('PORT_IN_USE', message, { cause: error })
}

async function pollAndLog(feed: string, poll: () => ReturnType<Runtime['poll']>, log: Logger): ReturnType<Runtime['poll']> {
  const update = await poll()
  const { outcome, status, ms, items, added, revised, failure, message } = update.poll
  if (outcome === 'failed' || outcome === 'rate-limited') log.warn({ feed, failure, status, ms, message }, 'feed poll failed')
  else log.info({ feed, outcome, items, added, revised, ms, ...(failure === null ? {} : { failure, message }) }, 'feed polled')
  return update
}

/** A configuration with a mistake is refused whole: the old one stays, and the log and /status say why. */
async function reloadConfig(
  readAgain: () => ConfigResult,
  runtime: Runtime,
  reloading: { mistakes: readonly string[] },
  log: Logger
): Promise<void> {
  try {
    const result = readAgain()
    if (result.kind === 'refused') {
      reloading.mistakes = result.mistakes.map(formatMistake)
      log.error({ mistakes: reloading.mistakes }, 'configuration refused, the old one stays')
      return
    }
    if (result.config.sources.length === 0 && runtime.config().sources.length > 0) {
      // A folder that is not mounted, or half copied, looks like an empty configuration.
      throw new CourantError('CONFIG_INVALID', 'the new configuration has no sources at all; restart Courant if that is meant')
    }
    reloading.mistakes = []
    if (result.config.hash === runtime.config().hash) return
    const before = new Set(runtime.config().topics.map(({ topic }) => topic.id))
    await runtime.adopt(result.config)
    log.info({ config: result.config.hash }, 'configuration adopted')
    const topics = result.config.topics.map(({ topic }) => topic.id).filter((id) => !before.has(id))
    if (topics.length > 0) log.info({ topics }, 'new topics take what comes from now on; "courant retag" brings them what is stored')
  } catch (err) {
    reloading.mistakes = [err instanceof Error ? err.message : String(err)]
    log.error({ err }, 'configuration refused, the old one stays')
  } finally {
    releaseMemory()
  }
}

function watchConfig(dir: string | undefined, reload: () => Promise<void>): Disposable {
  let timer: NodeJS.Timeout | undefined
  const soon = (): void => {
    clearTimeout(timer)
    timer = setTimeout(() => void reload(), RELOAD_QUIET_MS)
  }
  process.on('SIGHUP', soon)
  const watcher = dir === undefined ? undefined : watch(dir, { recursive: true, persistent: false }, soon)
  watcher?.on('error', () => undefined) // a folder that is gone for a moment: SIGHUP still works
  return {
    [Symbol.dispose]() {
      clearTimeout(timer)
      process.off('SIGHUP', soon)
      watcher?.close()
    }
  }
}
