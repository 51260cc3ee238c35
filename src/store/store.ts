import { setImmediate } from 'node:timers/promises'
import { activityStore } from './activity.ts'
import { archiveStore } from './archives.ts'
import { articlePageStore } from './article-pages.ts'
import { articleStore } from './articles.ts'
import type { Database } from './database.ts'
import { editStore } from './edits.ts'
import { entryStore } from './entries.ts'
import { type ArticleUpdate, articleUpdateStatements, type FeedUpdate, feedUpdateStatements } from './feed-update.ts'
import { feedStore } from './feeds.ts'
import { hubStore } from './hub.ts'
import { hostStore } from './hosts.ts'
import { jobStore } from './jobs.ts'
import { pollStore } from './polls.ts'
import { pushSubscriptionStore } from './push-subscriptions.ts'
import { searchStore } from './search.ts'
import { seenItemStore } from './seen-items.ts'
import { storyStore } from './stories.ts'
import { topicPageStore } from './topic-pages.ts'
import { topicStore } from './topics.ts'
import { createJournalWatch } from './watch-journal.ts'
import { webhookStore } from './webhooks.ts'

/** Everything Courant keeps, by noun; the only thing other rooms know of the database. */
export type Store = ReturnType<typeof createStore>

export function createStore(database: Database) {
  let turn: Promise<unknown> = Promise.resolve()
  const { announce, watchJournal } = createJournalWatch(database)

  return {
    database,
    ...feedStore(database),
    ...entryStore(database),
    ...articleStore(database),
    ...articlePageStore(database),
    ...topicStore(database),
    ...pollStore(database),
    ...editStore(database),
    ...seenItemStore(database),
    ...storyStore(database),
    ...searchStore(database),
    ...topicPageStore(database),
    ...activityStore(database),
    ...hubStore(database),
    ...webhookStore(database),
    ...pushSubscriptionStore(database),
    ...archiveStore(database),
    ...jobStore(database),
    ...hostStore(database),

    /** The write at the end of a poll. Throws GUARD_FAILED when the lease was lost: the worker drops its work. */
    async applyUpdate(update: FeedUpdate): Promise<void> {
      await database.batch(feedUpdateStatements(update))
      if (update.journal.length > 0) announce()
    },

    /** A change of articles and topics that no poll brought about: retagging, an edit. */
    async applyArticleUpdate(update: ArticleUpdate): Promise<void> {
      await database.batch(articleUpdateStatements(update))
      if (update.journal.length > 0) announce()
    },

    watchJournal,

    /**
     * Runs `work` alone, among all processes that share the database: what reads, decides and writes takes turns, so that
     * of two polls that bring one article the second sees the first.
     */
    inTurn<T>(work: () => Promise<T>): Promise<T> {
      const alone = database.sharing ? () => database.sharing!.exclusively(work) : work
      const result = turn.then(alone, alone)
      // Between two turns the main loop answers requests: what waits on nothing but the store would never let go.
      turn = result.then(() => setImmediate(), () => setImmediate())
      return result
    },

    close: (): Promise<void> => database.close()
  }
}
