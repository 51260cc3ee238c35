import { activityStore } from './activity.ts'
import { archiveStore } from './archives.ts'
import { articlePageStore } from './article-pages.ts'
import { articleStore } from './articles.ts'
import type { Database, Statement } from './database.ts'
import { createDecisionTurns } from './decision-turns.ts'
import { editStore } from './edits.ts'
import { entryStore } from './entries.ts'
import {
  type ArticleUpdate,
  articleUpdateStatements,
  type EntryUpdate,
  entryUpdateStatements,
  type FeedUpdate,
  feedUpdateStatements
} from './feed-update.ts'
import { feedStore } from './feeds.ts'
import { hubStore } from './hub.ts'
import { hostStore } from './hosts.ts'
import { instanceStore } from './instance.ts'
import { jobStore } from './jobs.ts'
import { pollStore } from './polls.ts'
import { pushSubscriptionStore } from './push-subscriptions.ts'
import { searchStore } from './search.ts'
import { type Pruning, retentionStore } from './retention.ts'
import { seenItemStore } from './seen-items.ts'
import { storyStore } from './stories.ts'
import { topicPageStore } from './topic-pages.ts'
import { topicStore } from './topics.ts'
import { createJournalWatch } from './watch-journal.ts'
import { webhookStore } from './webhooks.ts'

/** Everything Courant keeps, by noun; the only thing other rooms know of the database. */
export type Store = ReturnType<typeof createStore>

export function createStore(database: Database) {
  const { inTurn, writeDecision } = createDecisionTurns(database)
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
    ...instanceStore(database),
    ...jobStore(database),
    ...hostStore(database),
    ...retentionStore(database),

    /** The write at the end of a poll. Throws GUARD_FAILED when the lease was lost: the worker drops its work. */
    async applyUpdate(update: FeedUpdate): Promise<void> {
      const statements = feedUpdateStatements(update)
      // What touches no article may be written while another poll has the turn.
      await (update.articles.length > 0 ? writeDecision(statements) : database.batch(statements))
      if (update.journal.length > 0) announce()
    },

    /**
     * A change of articles and topics that no poll brought about: retagging, an edit.
     * @param cause what has to be written with it, made by its own file
     */
    async applyArticleUpdate(update: ArticleUpdate, cause: readonly Statement[] = []): Promise<void> {
      await writeDecision([...cause, ...articleUpdateStatements(update)])
      if (update.journal.length > 0) announce()
    },

    /** Entries that no poll brought, with what has to be written with them. */
    async applyEntryUpdate(update: EntryUpdate, now: number, cause: readonly Statement[]): Promise<void> {
      await writeDecision([...entryUpdateStatements(update, now), ...cause])
      if (update.journal.length > 0) announce()
    },

    /** One step of the housekeeping, decided within this turn. */
    async applyPruning(pruning: Pruning, now: number): Promise<void> {
      await writeDecision(await retentionStore(database).pruningStatements(pruning, now))
    },

    watchJournal,

    inTurn,

    close: (): Promise<void> => database.close()
  }
}
