import type { FailureKind } from '../model/failure.ts'
import type { PollOutcome, PollRecord } from '../model/feed.ts'
import type { Database, Row, Statement } from './database.ts'
import { numberOrNull, textOrNull } from './row-values.ts'

/** The raw bytes of the last answer that could not be used, kept for repair. */
export interface LastAnswer {
  readonly feedId: string
  readonly at: number
  readonly url: string
  readonly status: number | null
  readonly contentType: string | null
  readonly body: Uint8Array
}

export function pollStore(database: Database) {
  return {
    /** The newest polls of one feed, newest first. */
    async pollsOf(feedId: string, limit: number): Promise<readonly PollRecord[]> {
      return (await database.rows('select * from poll where feed_id = $1 order by polled_at desc limit $2', [feedId, limit])).map(
        readPollRow
      )
    },

    /** Sums of all polls since an instant. */
    async pollTotals(
      since: number
    ): Promise<{ readonly polls: number; readonly failed: number; readonly added: number; readonly bytes: number }> {
      const [row] = await database.rows(
        `select count(*) as polls, coalesce(sum(case when outcome = 'failed' then 1 else 0 end), 0) as failed,
                coalesce(sum(added), 0) as added, coalesce(sum(bytes), 0) as bytes from poll where polled_at >= $1`,
        [since]
      )
      return { polls: Number(row!.polls), failed: Number(row!.failed), added: Number(row!.added), bytes: Number(row!.bytes) }
    },

    async findLastAnswer(feedId: string): Promise<LastAnswer | null> {
      const [row] = await database.rows('select * from last_answer where feed_id = $1', [feedId])
      return row
        ? {
            feedId,
            at: Number(row.at),
            url: String(row.url),
            status: numberOrNull(row.status),
            contentType: textOrNull(row.content_type),
            body: row.body as Uint8Array
          }
        : null
    }
  }
}

export function pollStatement(poll: PollRecord): Statement {
  return {
    sql: `insert into poll (feed_id, polled_at, outcome, status, ms, bytes, items, added, revised, failure, message)
          values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (feed_id, polled_at) do nothing`,
    values: [
      poll.feedId,
      poll.polledAt,
      poll.outcome,
      poll.status,
      poll.ms,
      poll.bytes,
      poll.items,
      poll.added,
      poll.revised,
      poll.failure,
      poll.message
    ]
  }
}

export function lastAnswerStatement(answer: LastAnswer): Statement {
  return {
    sql: `insert into last_answer (feed_id, at, url, status, content_type, body) values ($1, $2, $3, $4, $5, $6)
          on conflict (feed_id) do update set at = excluded.at, url = excluded.url, status = excluded.status,
            content_type = excluded.content_type, body = excluded.body`,
    values: [answer.feedId, answer.at, answer.url, answer.status, answer.contentType, answer.body]
  }
}

function readPollRow(row: Row): PollRecord {
  return {
    feedId: String(row.feed_id),
    polledAt: Number(row.polled_at),
    outcome: String(row.outcome) as PollOutcome,
    status: numberOrNull(row.status),
    ms: Number(row.ms),
    bytes: Number(row.bytes),
    items: Number(row.items),
    added: Number(row.added),
    revised: Number(row.revised),
    failure: textOrNull(row.failure) as FailureKind | null,
    message: textOrNull(row.message)
  }
}
