import type { Database, Statement } from './database.ts'

/** An article page that could not be had so far: how often it was tried, and when it is worth trying again. */
export interface MissedPage {
  readonly url: string
  readonly tries: number
  readonly nextAt: number
}

/** What came of one visit to an article page; without `missed` nothing is left to try. */
export interface PageVisit {
  readonly url: string
  readonly missed: Pick<MissedPage, 'tries' | 'nextAt'> | null
}

export function articlePageStore(database: Database) {
  return {
    /** The article pages of a feed that are still to be tried again. */
    async missedPages(feedId: string): Promise<readonly MissedPage[]> {
      const rows = await database.rows('select url, tries, next_at from article_page where feed_id = $1', [feedId])
      return rows.map((row) => ({ url: String(row.url), tries: Number(row.tries), nextAt: Number(row.next_at) }))
    }
  }
}

export function pageVisitStatement(feedId: string, { url, missed }: PageVisit): Statement {
  if (missed === null) return { sql: 'delete from article_page where feed_id = $1 and url = $2', values: [feedId, url] }
  return {
    sql: `insert into article_page (feed_id, url, tries, next_at) values ($1, $2, $3, $4)
          on conflict (feed_id, url) do update set tries = excluded.tries, next_at = excluded.next_at`,
    values: [feedId, url, missed.tries, missed.nextAt]
  }
}
