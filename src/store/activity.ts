import type { Database } from './database.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** One hour of polling. */
export interface HourOfPolls {
  readonly startsAt: number
  readonly polls: number
  readonly failed: number
  readonly added: number
  readonly revised: number
}

/** What happened lately, counted for plots and health. */
export function activityStore(database: Database) {
  return {
    /** Polls since an instant, hour by hour, oldest first; hours without any are left out. */
    async pollsByHour(since: number): Promise<readonly HourOfPolls[]> {
      const rows = await database.rows(
        `select polled_at / ${HOUR_MS} as hour, count(*) as polls, sum(case when outcome = 'failed' then 1 else 0 end) as failed,
                sum(added) as added, sum(revised) as revised
         from poll where polled_at >= $1 group by polled_at / ${HOUR_MS} order by 1`,
        [since]
      )
      return rows.map((row) => ({
        startsAt: Number(row.hour) * HOUR_MS,
        polls: Number(row.polls),
        failed: Number(row.failed),
        added: Number(row.added),
        revised: Number(row.revised)
      }))
    },

    /**
     * How long after publication the newest articles were first seen, of those whose feed said when that was.
     * @param limit articles at most, the newest first
     */
    async lagsSince(since: number, limit: number): Promise<readonly { readonly firstSeenAt: number; readonly lagMs: number }[]> {
      const rows = await database.rows(
        `select a.first_seen_at, e.published_at from article a join entry e on e.id = a.lead_entry_id
         where a.sort_at >= $1 and e.published_from = 'feed' and e.published_at <= a.first_seen_at
         order by a.sort_at desc limit $2`,
        [since, limit]
      )
      return rows.map((row) => ({ firstSeenAt: Number(row.first_seen_at), lagMs: Number(row.first_seen_at) - Number(row.published_at) }))
    },

    /** Entries of one source since an instant by the day they were first seen, oldest first; days without any are left out. */
    async entriesByDay(sourceId: string, since: number): Promise<readonly { readonly startsAt: number; readonly entries: number }[]> {
      const rows = await database.rows(
        `select first_seen_at / ${DAY_MS} as day, count(*) as n from entry where source_id = $1 and first_seen_at >= $2
         group by first_seen_at / ${DAY_MS} order by 1`,
        [sourceId, since]
      )
      return rows.map((row) => ({ startsAt: Number(row.day) * DAY_MS, entries: Number(row.n) }))
    },

    /** How many entries there are of each source. */
    async countEntriesBySource(): Promise<ReadonlyMap<string, number>> {
      const rows = await database.rows('select source_id, count(*) as n from entry group by source_id')
      return new Map(rows.map((row) => [String(row.source_id), Number(row.n)]))
    }
  }
}
