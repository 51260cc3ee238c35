import type { JournalEntry } from '../model/journal.ts'
import type { Database, Statement } from './database.ts'
import { chunks, placeholders } from './row-values.ts'
import { readJournalRow } from './topics.ts'

/** The archive document of a month that is over, as it was first written. */
export interface ArchiveRecord {
  readonly topicId: string
  /** UTC month, such as "2026-04". */
  readonly month: string
  readonly document: string
  /** When it was last changed, in milliseconds since 1970 UTC. */
  readonly changedAt: number
}

export function archiveStore(database: Database) {
  return {
    /** The months of a topic that have a document, the oldest first. */
    async archivedMonths(topicId: string): Promise<readonly string[]> {
      const rows = await database.rows('select month from archive where topic_id = $1 order by month', [topicId])
      return rows.map((row) => String(row.month))
    },

    async findArchive(topicId: string, month: string): Promise<ArchiveRecord | null> {
      const [row] = await database.rows('select document, changed_at from archive where topic_id = $1 and month = $2', [topicId, month])
      return row ? { topicId, month, document: String(row.document), changedAt: Number(row.changed_at) } : null
    },

    /** Keeps a document, unless there is one of this month: the first stays. */
    keepArchive({ topicId, month, document, changedAt }: ArchiveRecord, articleIds: readonly string[]): Promise<void> {
      return database.batch([
        {
          sql: 'insert into archive (topic_id, month, document, changed_at) values ($1, $2, $3, $4) on conflict do nothing',
          values: [topicId, month, document, changedAt]
        },
        ...articleIds.map((articleId): Statement => ({
          sql: 'insert into archive_article (topic_id, month, article_id) values ($1, $2, $3) on conflict do nothing',
          values: [topicId, month, articleId]
        }))
      ])
    },

    /** Puts another document in the place of one from which an article was taken. */
    replaceArchive({ topicId, month, document, changedAt }: ArchiveRecord, articleId: string): Promise<void> {
      return database.batch([
        {
          sql: 'update archive set document = $3, changed_at = $4 where topic_id = $1 and month = $2',
          values: [topicId, month, document, changedAt]
        },
        { sql: 'delete from archive_article where topic_id = $1 and month = $2 and article_id = $3', values: [topicId, month, articleId] }
      ])
    },

    /** The articles a document holds. */
    async articlesInArchive(topicId: string, month: string): Promise<readonly string[]> {
      const rows = await database.rows('select article_id from archive_article where topic_id = $1 and month = $2', [topicId, month])
      return rows.map((row) => String(row.article_id))
    },

    /** The documents of a topic that hold any of these articles. */
    async archivesHolding(
      topicId: string,
      articleIds: readonly string[]
    ): Promise<readonly { readonly month: string; readonly articleId: string }[]> {
      const found: { month: string; articleId: string }[] = []
      for (const part of chunks(articleIds)) {
        const rows = await database.rows(
          `select month, article_id from archive_article where topic_id = $1 and article_id in (${placeholders(part.length, 2)})`,
          [topicId, ...part]
        )
        found.push(...rows.map((row) => ({ month: String(row.month), articleId: String(row.article_id) })))
      }
      return found
    },

    /** When a topic last changed before an instant; null when it never did. */
    async lastChangeBefore(topicId: string, before: number): Promise<number | null> {
      const [row] = await database.rows('select max(at) as at from journal where topic_id = $1 and at < $2', [topicId, before])
      return row?.at == null ? null : Number(row.at)
    },

    /** What happened in a topic from an instant on and before another. */
    async journalBetween(topicId: string, from: number, to: number): Promise<readonly JournalEntry[]> {
      const rows = await database.rows('select * from journal where topic_id = $1 and at >= $2 and at < $3 order by seq', [
        topicId,
        from,
        to
      ])
      return rows.map(readJournalRow)
    }
  }
}
