import type { Database } from './database.ts'

export function jobStore(database: Database) {
  return {
    /**
     * Takes over one run of a job that comes again and again: of all processes that ask when it is due, one gets it. The first
     * to ask ever only notes when it is due. After a crash of the database a run may be given once more.
     * @param everyMs a due time further away than this comes from a clock that was put back, and holds for nothing
     * @returns which run this is, from 1; null when it is not due, or another process took it
     */
    async takeJob(name: string, now: number, everyMs: number): Promise<number | null> {
      const [row] = await database.rows(
        `insert into job (name, next_at, runs) values ($1, $2, 0)
         on conflict (name) do update set next_at = excluded.next_at, runs = job.runs + 1 where job.next_at <= $3 or job.next_at > $2
         returning runs`,
        [name, now + everyMs, now],
        { fleeting: true }
      )
      return row === undefined || Number(row.runs) === 0 ? null : Number(row.runs)
    }
  }
}
