import { randomBytes } from 'node:crypto'
import { CourantError } from '../errors.ts'
import { createLog } from '../log.ts'
import type { FeedUpdate } from '../store/feed-update.ts'
import type { Store } from '../store/store.ts'
import { openStore } from './open-store.ts'
import type { AddCommand } from './program.ts'
import { startProgress } from './progress.ts'
import { requireConfig } from './read-config.ts'
import { createRuntime, type Runtime, syncFeeds } from './runtime.ts'
import { printJson, printTable, type Terminal } from './terminal.ts'

const LEASE_MS = 15 * 60_000

export const pollCommand: AddCommand = (program, terminal, done) => {
  program
    .command('poll')
    .description('poll once, now')
    .argument('[feed...]', 'ids of feeds; all of them when left out')
    .option('--config <dir>', 'folder of the configuration', 'config')
    .option('--dry-run', 'write nothing and show what would change')
    .option('--json', 'print JSON')
    .action(async (ids: string[], options: { config: string; dryRun?: true; json?: true }) => {
      const config = requireConfig(options.config, terminal)
      const log = createLog(config.service.log.level === 'info' ? 'error' : config.service.log.level)
      await using opened = await openStore(config.service.store, terminal.now())
      await syncFeeds(config, opened.store, terminal.now())
      await using runtime = await createRuntime(config, opened.store, log, terminal)
      const feeds = ids.length > 0 ? ids : (await opened.store.allFeeds()).filter(({ active }) => active).map(({ id }) => id)
      const unknown = feeds.filter((id) => runtime.planOf(id) === undefined)
      if (unknown.length > 0) {
        throw new CourantError('USAGE', `no feed is called ${unknown.join(', ')}; "courant sources" lists their ids, and paused feeds are not polled`)
      }
      const outcomes = await pollAll(feeds, runtime, opened.store, config.service.polling.concurrency, options.dryRun === true, terminal)
      report(outcomes, options, terminal)
      done(outcomes.some(({ update }) => update?.poll.outcome === 'failed') ? 1 : 0)
    })
}

interface Outcome {
  readonly feed: string
  /** Null when another process is polling it just now. */
  readonly update: Reported | null
}

/** What is reported of a poll: of hundreds of feeds only this is kept until the end. */
interface Reported extends Pick<FeedUpdate, 'poll' | 'journal'> {
  readonly nextPollAt: number
  readonly entries: readonly Pick<FeedUpdate['entries'][number], 'id' | 'title' | 'url' | 'language' | 'revision' | 'articleId' | 'joinReason'>[]
}

function reportedOf({ poll, change, entries, journal }: FeedUpdate): Reported {
  return {
    poll,
    journal,
    nextPollAt: change.nextPollAt,
    entries: entries.map(({ id, title, url, language, revision, articleId, joinReason }) => ({ id, title, url, language, revision, articleId, joinReason }))
  }
}

async function pollAll(
  feeds: readonly string[],
  runtime: Runtime,
  store: Store,
  concurrency: number,
  dryRun: boolean,
  terminal: Terminal
): Promise<readonly Outcome[]> {
  const progress = startProgress(terminal, feeds.length, 'feeds')
  const name = randomBytes(6).toString('hex')
  const outcomes: Outcome[] = []
  const queue = [...feeds]
  const takeTurns = async (): Promise<void> => {
    for (let id = queue.shift(); id !== undefined && !terminal.signal.aborted; id = queue.shift()) {
      const feed = await store.claimFeed(id, `${name}:${id}`, terminal.now(), LEASE_MS)
      outcomes.push({ feed: id, update: feed && reportedOf(await runtime.poll(feed, { dryRun })) })
      progress.step(id)
    }
  }
  try {
    await Promise.all(Array.from({ length: concurrency }, takeTurns))
  } finally {
    progress.stop()
    await store.releaseLeases(`${name}:`)
  }
  return outcomes
}

function report(outcomes: readonly Outcome[], options: { json?: true; dryRun?: true }, terminal: Terminal): void {
  if (options.json) {
    return printJson(terminal, {
      dryRun: options.dryRun === true,
      feeds: outcomes.map(({ feed, update }) => ({
        feed,
        ...(update === null
          ? { outcome: 'busy' }
          : { ...update.poll, nextPollAt: new Date(update.nextPollAt).toISOString(), entries: update.entries.map(({ id, title, url, language }) => ({ id, title, url, language })), topics: update.journal.map(({ topicId, kind, articleId }) => ({ topic: topicId, kind, article: articleId })) })
      }))
    })
  }
  printTable(
    terminal,
    ['feed', 'outcome', 'items', 'new', 'revised', 'ms', 'message'],
    outcomes.map(({ feed, update }) =>
      update === null
        ? [feed, 'busy', '', '', '', '', 'another Courant is polling it']
        : [feed, update.poll.outcome, ...[update.poll.items, update.poll.added, update.poll.revised, update.poll.ms].map(String), update.poll.message ?? '']
    )
  )
  if (options.dryRun !== true) return
  for (const { update } of outcomes) {
    const topics = Map.groupBy(update?.journal ?? [], ({ articleId }) => articleId)
    for (const entry of update?.entries ?? []) {
      const would = (topics.get(entry.articleId) ?? []).map(({ kind, topicId }) => `${kind} ${topicId}`).join(', ')
      terminal.out(`${entry.revision === 1 ? 'new' : 'revised'}  [${entry.language}] ${entry.title}${entry.joinReason ? ` (copy: ${entry.joinReason})` : ''}${would ? ` -> ${would}` : ''}\n`)
    }
  }
  terminal.out('dry run: nothing was written\n')
}
