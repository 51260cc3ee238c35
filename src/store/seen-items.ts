import type { Database, Statement } from './database.ts'

/** The items of a feed's last document that are entries as they stand, by names that reading gives them. */
export interface SeenItems {
  /** When all of them were last read anew, in milliseconds since 1970 UTC. */
  readonly since: number
  readonly names: readonly string[]
}

export function seenItemStore(database: Database) {
  return {
    /** @returns null for a feed of which nothing was noted */
    async seenItems(feedId: string): Promise<SeenItems | null> {
      const [row] = await database.rows('select since, names from seen_items where feed_id = $1', [feedId])
      return row ? { since: Number(row.since), names: String(row.names).split(' ') } : null
    }
  }
}

export function seenItemsStatement(feedId: string, { since, names }: SeenItems): Statement {
  return {
    sql: `insert into seen_items (feed_id, since, names) values ($1, $2, $3)
          on conflict (feed_id) do update set since = excluded.since, names = excluded.names`,
    values: [feedId, since, names.join(' ')]
  }
}
