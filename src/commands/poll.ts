import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { CourantError } from '../errors.ts'
import { createLog } from '../log.ts'
import type { ClaimedFeed } from '../model/feed.ts'
import type { PollPace } from '../model/poll-pace.ts'
import { isPostgresAddress } from '../model/store-address.ts'
import { planFeeds } from '../poll/feed-plan.ts'
import { createSlots, type Slots } from '../poll/slots.ts'
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
      const plans = planFeeds(config.sources)
      const unknown = ids.filter((id) => !plans.has(id))
      if (unknown.length > 0) {
        throw new CourantError(
          'USAGE',
          `no feed is called ${unknown.join(', ')}; "courant sources" lists their ids, and paused feeds are not polled`
        )
      }
      const feeds = ids.length > 0 ? ids : [...plans.keys()].sort()
      const log = createLog(config.service.log.level === 'info' ? 'error' : config.service.log.level)
      const now = terminal.now()
      const dryRun = options.dryRun === true
      // A dry run makes no database where there is none.
      const { store: named } = config.service
      const address = dryRun && !isPostgresAddress(named) && !existsSync(named) ? ':memory:' : named
      await using opened = await openStore(address, now)
      await using blank = dryRun ? await openStore(':memory:', now) : opened
      await syncFeeds(config, blank.store, now)
      await using runtime = await createRuntime(config, opened.store, log, terminal)
      const outcomes = await pollAll(
        feeds,
        runtime,
        { store: opened.store, blank: blank.store, dryRun },
        config.service.polling.concurrency,
        terminal
      )
      report(outcomes, options, terminal)
      done(terminal.signal.aborted || outcomes.some(({ update }) => update?.poll.outcome === 'failed') ? 1 : 0)
    })
}

interface Ground {
  readonly store: Store
  /** For a dry run: a store beside the real one, which knows the configured feeds as they are before their first poll. */
  readonly blank: Store
  readonly dryRun: boolean
}

/** The feeds, leased, without those that another process polls; of a dry run as they stand, because a lease would be a write. */
async function takeFeeds(
  ids: readonly string[],
  leaseToken: string,
  { store, blank, dryRun }: Ground,
  now: number
): Promise<readonly ClaimedFeed[]> {
  if (!dryRun) return store.claimFeeds(ids, leaseToken, now, LEASE_MS)
  const taken: ClaimedFeed[] = []
  for (const id of ids) {
    const fresh = await blank.findFeed(id)
    const known = await store.findFeed(id)
    const feed =
      known !== null && known.configuredUrl === fresh?.configuredUrl ? { ...known, sourceId: fresh.sourceId, owner: fresh.owner } : fresh
    if (feed) taken.push({ ...feed, leaseToken })
  }
  return taken
}

/** Every claim waits for the disk; a killed command leaves no more than these leased. */
const CLAIMED_AT_ONCE = 16

interface Turn {
  readonly id: string
  /** Null when another process is polling it just now. */
  readonly feed: ClaimedFeed | null
}

/** Hands feeds out one at a time, whoever asks. @returns null when there are no more */
function createTurns(ids: readonly string[], name: string, ground: Ground, now: () => number): () => Promise<Turn | null> {
  const waiting = [...ids]
  const ready: Turn[] = []
  let claiming = Promise.resolve()
  const claim = async (): Promise<void> => {
    if (ready.length > 0 || waiting.length === 0) return
    const some = waiting.splice(0, CLAIMED_AT_ONCE)
    const feeds = new Map((await takeFeeds(some, `${name}:${waiting.length}`, ground, now())).map((feed) => [feed.id, feed]))
    ready.push(...some.map((id) => ({ id, feed: feeds.get(id) ?? null })))
  }
  return async () => {
    while (ready.length === 0 && waiting.length > 0) await (claiming = claiming.then(claim))
    return ready.shift() ?? null
  }
}

interface Outcome {
  readonly feed: string
  /** Null when another process is polling it just now. */
  readonly update: Reported | null
}

/** What is reported of a poll: of hundreds of feeds only this is kept until the end. */
interface Reported extends Pick<FeedUpdate, 'poll' | 'journal'> {
  readonly nextPollAt: number
  readonly entries: readonly Pick<
    FeedUpdate['entries'][number],
    'id' | 'title' | 'url' | 'language' | 'revision' | 'articleId' | 'joinReason'
  >[]
}

function reportedOf({ poll, change, entries, journal }: FeedUpdate): Reported {
  return {
    poll,
    journal,
    nextPollAt: change.nextPollAt,
    entries: entries.map(({ id, title, url, language, revision, articleId, joinReason }) => ({
      id,
      title,
      url,
      language,
      revision,
      articleId,
      joinReason
    }))
  }
}

/** Polls that wait for their host's turn, beside those that have a slot; few enough that no lease ends while they wait. */
const QUEUED_MAX = 32

/** A poll that queues for its host leaves its slot to another feed. */
function leavingSlot(slots: Slots): PollPace & { leave(): void } {
  let waitsFor: PollPace['waitsFor'] = null
  let left = false
  return {
    get waitsFor() {
      return waitsFor
    },
    set waitsFor(next) {
      waitsFor = next
      if (next === 'turn') this.leave()
    },
    leave() {
      if (!left) slots.free()
      left = true
    }
  }
}

async function pollAll(
  feeds: readonly string[],
  runtime: Runtime,
  ground: Ground,
  concurrency: number,
  terminal: Terminal
): Promise<readonly Outcome[]> {
  const progress = startProgress(terminal, feeds.length, 'feeds')
  const name = randomBytes(6).toString('hex')
  const outcomes: Outcome[] = []
  const nextTurn = createTurns(feeds, name, ground, terminal.now)
  const slots = createSlots(concurrency)
  const takeTurn = async (): Promise<boolean> => {
    const turn = await nextTurn()
    if (turn === null || terminal.signal.aborted) return false
    const { id, feed } = turn
    const pace = leavingSlot(slots)
    try {
      outcomes.push({ feed: id, update: feed && reportedOf(await runtime.poll(feed, { dryRun: ground.dryRun, pace })) })
    } catch (error) {
      if (!terminal.signal.aborted) throw error // interrupted: what is done stays, the rest is as before
    } finally {
      pace.leave()
    }
    progress.step(id)
    return true
  }
  const takeTurns = async (): Promise<void> => {
    do await slots.take()
    while (await takeTurn())
    slots.free()
  }
  try {
    await Promise.all(Array.from({ length: concurrency + QUEUED_MAX }, takeTurns))
  } finally {
    progress.stop()
    if (!ground.dryRun) await ground.store.releaseLeases(`${name}:`)
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
          : {
              ...update.poll,
              nextPollAt: new Date(update.nextPollAt).toISOString(),
              entries: update.entries.map(({ id, title, url, language }) => ({ id, title, url, language })),
              topics: update.journal.map(({ topicId, kind, articleId }) => ({ topic: topicId, kind, article: articleId }))
            })
      }))
    })
  }
  printTable(
    terminal,
    ['feed', 'outcome', 'items', 'new', 'revised', 'ms', 'message'],
    outcomes.map(({ feed, update }) =>
      update === null
        ? [feed, 'busy', '', '', '', '', 'another Courant is polling it']
        : [
            feed,
            update.poll.outcome,
            ...[update.poll.items, update.poll.added, update.poll.revised, update.poll.ms].map(String),
            update.poll.message ?? ''
          ]
    )
  )
  if (options.dryRun !== true) return
  for (const { update } of outcomes) {
    const topics = Map.groupBy(update?.journal ?? [], ({ articleId }) => articleId)
    for (const entry of update?.entries ?? []) {
      const would = (topics.get(entry.articleId) ?? []).map(({ kind, topicId }) => `${kind} ${topicId}`).join(', ')
      terminal.out(
        `${entry.revision === 1 ? 'new' : 'revised'}  [${entry.language}] ${entry.title}${entry.joinReason ? ` (copy: ${entry.joinReason})` : ''}${would ? ` -> ${would}` : ''}\n`
      )
    }
  }
  terminal.out('dry run: nothing was written\n')
}
