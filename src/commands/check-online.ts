import { randomBytes } from 'node:crypto'
import type { Config } from '../config/schema.ts'
import { createLog } from '../log.ts'
import { planFeeds } from '../poll/feed-plan.ts'
import { readMoves } from '../schedule/moves.ts'
import type { FeedUpdate } from '../store/feed-update.ts'
import { openStore } from './open-store.ts'
import { startProgress } from './progress.ts'
import { createRuntime, syncFeeds } from './runtime.ts'
import type { Terminal } from './terminal.ts'

/** What is wrong with a feed, or worth a look. */
export interface OnlineFinding {
  readonly feed: string
  readonly url: string
  /** A kind of failure, or `no-items`, `no-dates`, `moved`. */
  readonly what: string
  readonly message: string
}

const LEASE_MS = 15 * 60_000

/**
 * Asks every feed once, as a first poll would, and keeps nothing: no database is touched and no article page fetched.
 * @returns what is wrong, in the order of the configuration
 */
export async function checkOnline(config: Config, terminal: Terminal): Promise<readonly OnlineFinding[]> {
  const { service } = config
  const asked: Config = { ...config, service: { ...service, polling: { ...service.polling, articles_per_poll: 0 } } }
  const plans = [...planFeeds(config.sources).values()]
  await using opened = await openStore(':memory:', terminal.now())
  await syncFeeds(asked, opened.store, terminal.now())
  await using runtime = await createRuntime(asked, opened.store, createLog('error'), terminal)
  const progress = startProgress(terminal, plans.length, 'feeds')
  const name = randomBytes(6).toString('hex')
  const findings = new Map<string, readonly OnlineFinding[]>()
  const queue = plans.map(({ feed }) => feed)
  const takeTurns = async (): Promise<void> => {
    for (let feed = queue.shift(); feed !== undefined && !terminal.signal.aborted; feed = queue.shift()) {
      const claimed = await opened.store.claimFeed(feed.id, `${name}:${feed.id}`, terminal.now(), LEASE_MS)
      if (claimed) findings.set(feed.id, findingsOf(feed.url, await runtime.poll(claimed, { dryRun: true })))
      progress.step(feed.id)
    }
  }
  try {
    await Promise.all(Array.from({ length: service.polling.concurrency }, takeTurns))
  } catch (error) {
    if (!terminal.signal.aborted) throw error // interrupted: what was found so far is told
  } finally {
    progress.stop()
  }
  return plans.flatMap(({ feed }) => findings.get(feed.id) ?? [])
}

function findingsOf(url: string, { feedId: feed, poll, change, entries }: FeedUpdate): readonly OnlineFinding[] {
  if (poll.failure !== null && poll.outcome !== 'updated' && poll.outcome !== 'same') {
    return [{ feed, url, what: poll.failure, message: poll.message ?? poll.failure }]
  }
  const target = readMoves(change.moves).watched?.to
  const undated = entries.length > 0 && entries.every(({ publishedAt }) => publishedAt === null)
  return [
    ...(poll.items === 0 ? [{ feed, url, what: 'no-items', message: 'It answers well but lists nothing, which may be right.' }] : []),
    ...(undated ? [{ feed, url, what: 'no-dates', message: 'No item has a date; what is new is told by first sight.' }] : []),
    ...(target === undefined ? [] : [{ feed, url, what: 'moved', message: `It redirects for good to ${target}; write that address.` }])
  ]
}
