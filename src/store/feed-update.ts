import type { ArticleRecord } from '../model/article.ts'
import type { Entry } from '../model/entry.ts'
import type { PollRecord } from '../model/feed.ts'
import type { JournalDraft } from '../model/journal.ts'
import { type PageVisit, pageVisitStatement } from './article-pages.ts'
import { upsertArticleStatements } from './articles.ts'
import type { Statement } from './database.ts'
import { entryKeyStatements, type EntryRevision, upsertEntryStatements } from './entries.ts'
import { type FeedChange, updateFeedStatement } from './feeds.ts'
import { missedPushStatements } from './push-subscriptions.ts'
import { type LastAnswer, lastAnswerStatement, pollStatement } from './polls.ts'
import { chunks, placeholders } from './row-values.ts'
import { searchStatements } from './search-waiting.ts'
import { type SeenItems, seenItemsStatement } from './seen-items.ts'
import {
  forgetMatchStatement,
  journalStatements,
  type MatchRecord,
  matchStatement,
  type Publication,
  publishStatement,
  withdrawStatement
} from './topics.ts'

/** What happens to articles and topics: written by polls, by retagging and by editors alike. */
export interface ArticleUpdate {
  readonly articles: readonly ArticleRecord[]
  readonly matches: readonly MatchRecord[]
  /** Decisions that hold no longer and have no successor. */
  readonly forgottenMatches: readonly { readonly topicId: string; readonly articleId: string }[]
  readonly published: readonly Publication[]
  readonly withdrawn: readonly { readonly topicId: string; readonly articleId: string }[]
  readonly journal: readonly JournalDraft[]
}

/** New and revised entries of one feed, with what comes of them. */
export interface EntryUpdate extends ArticleUpdate {
  readonly feedId: string
  /** As they are now. */
  readonly entries: readonly Entry[]
  readonly keys: readonly { readonly key: string; readonly entryId: string }[]
  readonly revisions: readonly EntryRevision[]
  readonly mergedStories: readonly { readonly from: string; readonly into: string; readonly reason: string }[]
  /** Writes to the matching index, made by its own file. */
  readonly index: readonly Statement[]
}

/** Everything one poll changes, whatever happened: written in one transaction or not at all. */
export interface FeedUpdate extends EntryUpdate {
  readonly leaseToken: string
  readonly change: FeedChange
  readonly poll: PollRecord
  /** Entries that the feed still shows, unchanged, and that were last noted long enough ago. */
  readonly seenAgain: readonly string[]
  /** What need not be read again; null leaves what is noted. */
  readonly seenItems: SeenItems | null
  /** Article pages behind a list that could not be had now or before. */
  readonly visits: readonly PageVisit[]
  readonly lastAnswer: LastAnswer | null
  /** The poll found what no push had announced. */
  readonly pushMissed: boolean
}

/** The statements of a poll, the guard of the lease first. */
export function feedUpdateStatements(update: FeedUpdate): readonly Statement[] {
  return [
    updateFeedStatement(update.feedId, update.leaseToken, update.change),
    ...(update.pushMissed ? missedPushStatements(update.feedId, update.poll.polledAt) : []),
    pollStatement(update.poll),
    ...chunks(update.seenAgain).map((ids) => ({
      sql: `update entry set last_seen_at = $1 where id in (${placeholders(ids.length, 2)})`,
      values: [update.poll.polledAt, ...ids]
    })),
    ...(update.seenItems ? [seenItemsStatement(update.feedId, update.seenItems)] : []),
    ...entryUpdateStatements(update, update.poll.polledAt),
    ...update.visits.map((visit) => pageVisitStatement(update.feedId, visit)),
    ...(update.lastAnswer ? [lastAnswerStatement(update.lastAnswer)] : [])
  ]
}

/** The statements of new and revised entries and of what comes of them. */
export function entryUpdateStatements(update: EntryUpdate, now: number): readonly Statement[] {
  return [
    ...upsertEntryStatements(update.entries),
    ...searchStatements(update.entries),
    ...entryKeyStatements(update.feedId, update.keys),
    ...update.revisions.map((revision) => ({
      sql: `insert into entry_revision (entry_id, revision, title, summary, content_html, seen_at) values ($1, $2, $3, $4, $5, $6)
            on conflict (entry_id, revision) do nothing`,
      values: [revision.entryId, revision.revision, revision.title, revision.summary, revision.contentHtml, revision.seenAt]
    })),
    ...articleUpdateStatements(update),
    ...update.mergedStories.flatMap((merge) => mergeStoryStatements(merge, now)),
    ...update.index
  ]
}

/** The statements of a change of articles and topics. */
export function articleUpdateStatements(update: ArticleUpdate): readonly Statement[] {
  return [
    ...upsertArticleStatements(update.articles),
    ...update.forgottenMatches.map(({ topicId, articleId }) => forgetMatchStatement(topicId, articleId)),
    ...update.matches.map(matchStatement),
    ...update.published.map(publishStatement),
    ...update.withdrawn.map(({ topicId, articleId }) => withdrawStatement(topicId, articleId)),
    ...journalStatements(update.journal)
  ]
}

function mergeStoryStatements({ from, into, reason }: FeedUpdate['mergedStories'][number], at: number): readonly Statement[] {
  return [
    { sql: 'update article set story_id = $1 where story_id = $2', values: [into, from] },
    { sql: 'update story_merge set into_id = $1 where into_id = $2', values: [into, from] },
    {
      sql: 'insert into story_merge (from_id, into_id, reason, merged_at) values ($1, $2, $3, $4) on conflict (from_id) do update set into_id = excluded.into_id',
      values: [from, into, reason, at]
    }
  ]
}
