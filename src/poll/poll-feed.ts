import { setImmediate } from 'node:timers/promises'
import { CourantError, messageOf } from '../errors.ts'
import type { ClaimedFeed } from '../model/feed.ts'
import type { FeedUpdate } from '../store/feed-update.ts'
import type { Store } from '../store/store.ts'
import { decideUpdate, type UpdateContext } from './decide-update.ts'
import type { FeedPlan } from './feed-plan.ts'
import { type KnownArticles, NO_ARTICLES, readKnownArticles } from './known-articles.ts'
import { NOTHING_PLACED, type PlacedEntries, placeEntries, type PlaceDeps } from './place-entries.ts'
import { readFeed, type ReadDeps } from './read-feed.ts'
import type { Reading } from './reading.ts'

export interface PollDeps extends Omit<ReadDeps, 'store'>, Omit<PlaceDeps, 'store'> {
  readonly store: Store
  readonly planOf: (feedId: string) => FeedPlan | undefined
  /** What the present configuration decides by. */
  readonly context: (plan: FeedPlan) => UpdateContext
  /** Told of our own bugs; the poll still ends as a failure of kind `internal`. */
  readonly onBug: (error: unknown, feedId: string) => void
  /** Decide, but write nothing. */
  readonly dryRun?: boolean
  /** Ends polls under way because the process stops: they leave no record, and their feeds stay due. */
  readonly signal?: AbortSignal
}

/**
 * Polls one feed: the only exit is the update, written in one transaction, whatever happened.
 * @throws what the store throws: GUARD_FAILED when the lease was lost, or that it cannot be written; the signal's reason once it has ended
 */
export async function pollFeed(feed: ClaimedFeed, deps: PollDeps): Promise<FeedUpdate> {
  const plan = deps.planOf(feed.id)
  if (!plan) throw new CourantError('GUARD_FAILED', `feed ${feed.id} was put into the store by another configuration than this process has`)
  const reading = await readOrExplain(feed, plan, deps)
  const decideAndWrite = async (): Promise<FeedUpdate> => {
    const context = deps.context(plan)
    const update = await decideOrExplain(feed, reading, context, deps)
    if (update.entries.length > 0) await setImmediate()
    return deps.dryRun === true ? update : writeOrExplain(update, feed, context, deps)
  }
  // What brought nothing is nobody's neighbour: it waits for no turn, and keeps none waiting.
  if (reading.kind !== 'read' || reading.drafts.length === 0) return decideAndWrite()
  return deps.store.inTurn(async () => {
    try {
      return await decideAndWrite()
    } catch (error) {
      deps.neighbours.forget() // what was placed is not written
      throw error
    }
  })
}

async function readOrExplain(feed: ClaimedFeed, plan: FeedPlan, deps: PollDeps): Promise<Reading> {
  try {
    return await readFeed(feed, plan, deps)
  } catch (error) {
    if (deps.signal?.aborted || error instanceof CourantError) throw error // the store's word: the feed stays due
    return ourFailure(error, feed, deps)
  }
}

async function decideOrExplain(feed: ClaimedFeed, reading: Reading, context: UpdateContext, deps: PollDeps): Promise<FeedUpdate> {
  try {
    const placed = await placeEntries(feed, reading.kind === 'read' ? reading.drafts : [], context, deps)
    await setImmediate() // placing, deciding and writing each hold up the main loop; requests are answered between them
    return decideUpdate(feed, reading, placed, await readArticles(placed, deps.store), context)
  } catch (error) {
    if (error instanceof CourantError) throw error // the store's word: nothing could be written either
    return failedUpdate(error, feed, context, deps)
  }
}

/** A store that takes the failure but not the update has nothing wrong with it: only this feed is held up, not all. */
async function writeOrExplain(update: FeedUpdate, feed: ClaimedFeed, context: UpdateContext, deps: PollDeps): Promise<FeedUpdate> {
  try {
    await deps.store.applyUpdate(update)
    return update
  } catch (error) {
    if (error instanceof CourantError) throw error
    const failed = failedUpdate(error, feed, context, deps)
    await deps.store.applyUpdate(failed)
    return failed
  }
}

function failedUpdate(error: unknown, feed: ClaimedFeed, context: UpdateContext, deps: PollDeps): FeedUpdate {
  deps.neighbours.forget()
  return decideUpdate(feed, ourFailure(error, feed, deps), NOTHING_PLACED, NO_ARTICLES, context)
}

function ourFailure(error: unknown, feed: ClaimedFeed, deps: PollDeps): Reading {
  deps.onBug(error, feed.id)
  const message = `Courant itself failed on this feed: ${messageOf(error)}. Please report it with the log line of this poll.`
  return { kind: 'failed', failure: { kind: 'internal', message, transient: true }, exchange: null }
}

async function readArticles(placed: PlacedEntries, store: Store): Promise<KnownArticles> {
  const ids = [...new Set([...placed.fresh.map(({ entry }) => entry.articleId), ...placed.revised.map(({ articleId }) => articleId)])]
  return readKnownArticles(ids, store)
}
