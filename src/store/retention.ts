import type { Database, Statement } from './database.ts'
import { chunks, placeholders } from './row-values.ts'

/** How long things are kept, in milliseconds. */
export interface Retention {
  readonly contentMs: number
  readonly keysAfterLastSeenMs: number
  readonly rejectsMs: number
  readonly pollsMs: number
}

/** What has outlived its use: keys by when a feed last showed an entry, texts by when a source's entry was first seen. */
export type PruneKind = 'keys' | 'texts'

/** An entry on its way out. */
export interface AgedEntry {
  readonly id: string
  readonly feedId: string
  readonly articleId: string
  readonly firstSeenAt: number
  readonly lastSeenAt: number
  readonly expired: boolean
}

/** What an article still rests on. */
export interface StandingArticle {
  readonly id: string
  /** It stood in a topic, an editor decided something about it, or it leads to another: it stays as long as the store does. */
  readonly kept: boolean
  readonly entries: readonly { readonly id: string; readonly expired: boolean; readonly hasKeys: boolean }[]
}

/** What one step of the housekeeping takes away. */
export interface Pruning {
  readonly kind: PruneKind
  /** Whose entries they are, and up to which instant this is done. */
  readonly groupId: string
  readonly until: number
  /** Entries that are not found again from now on. */
  readonly keyless: readonly string[]
  /** Entries that lose their texts. */
  readonly expired: readonly string[]
  /** Articles that go, with all their entries. */
  readonly goneArticles: readonly string[]
  readonly goneEntries: readonly string[]
}

/** A page that was to be tried again so long ago stands in no list any more. */
const ARTICLE_PAGE_KEPT_MS = 7 * 86_400_000

const AGE: Readonly<Record<PruneKind, { readonly group: string; readonly at: string }>> = {
  keys: { group: 'feed_id', at: 'last_seen_at' },
  texts: { group: 'source_id', at: 'first_seen_at' }
}

/** What has outlived its use and is found by an index: of a day's records each slice of the housekeeping removes a few. */
export function recordStatements({ rejectsMs, pollsMs }: Retention, now: number): readonly Statement[] {
  return [
    { sql: 'delete from poll where polled_at < $1', values: [now - pollsMs] },
    { sql: 'delete from topic_match where matched = 0 and decided_at < $1', values: [now - rejectsMs] }
  ]
}

/** What has outlived its use and takes a look at everything to be found. */
export function retentionStatements({ contentMs }: Retention, now: number): readonly Statement[] {
  return [
    { sql: 'delete from article_page where next_at < $1', values: [now - ARTICLE_PAGE_KEPT_MS] },
    { sql: 'delete from entry_revision where seen_at < $1', values: [now - contentMs] },
    {
      sql: 'delete from story_merge where merged_at < $1 and not exists (select 1 from article where article.story_id = story_merge.into_id)',
      values: [now - contentMs]
    }
  ]
}

export function retentionStore(database: Database) {
  return {
    /** How many feeds and sources there are to go through, about. */
    async countPruneGroups(): Promise<number> {
      const [row] = await database.rows('select count(*) as feeds, count(distinct source_id) as sources from feed')
      return Number(row!.feeds) + Number(row!.sources)
    },

    /** Whose turn it is: the feed or source with entries that comes next. @returns null after the last one, and then the first */
    async nextPruneGroup(kind: PruneKind): Promise<string | null> {
      const [cursor] = await database.rows('select id from prune_cursor where kind = $1', [kind])
      const { group } = AGE[kind]
      const [next] = await database.rows(`select min(${group}) as id from entry where ${group} > $1`, [cursor?.id ?? ''])
      return next?.id == null ? null : String(next.id)
    },

    /** @param groupId the feed or source that is done; null after the last one */
    async finishPruneGroup(kind: PruneKind, groupId: string | null): Promise<void> {
      await database.rows('insert into prune_cursor (kind, id) values ($1, $2) on conflict (kind) do update set id = excluded.id', [
        kind,
        groupId ?? ''
      ])
    },

    async pruneMark(kind: PruneKind, groupId: string): Promise<number> {
      const [mark] = await database.rows('select until_at from prune_mark where kind = $1 and id = $2', [kind, groupId])
      return mark === undefined ? Number.MIN_SAFE_INTEGER : Number(mark.until_at)
    },

    /** When a feed last showed one of its entries, and whether it is still polled. */
    async sightOfFeed(feedId: string): Promise<{ readonly newestAt: number; readonly active: boolean }> {
      const [newest] = await database.rows('select max(last_seen_at) as at from entry where feed_id = $1', [feedId])
      const [feed] = await database.rows('select active from feed where id = $1', [feedId])
      return { newestAt: Number(newest?.at ?? 0), active: feed?.active === 1 }
    },

    /**
     * The next entries of a feed or source that aged past an instant, the oldest first.
     * @param limit about so many; all of one instant are given together
     * @returns up to which instant these are all there are
     */
    async agedEntries(kind: PruneKind, groupId: string, from: number, before: number, limit: number) {
      const { group, at } = AGE[kind]
      const range = `${group} = $1 and ${at} >= $2 and ${at} < $3`
      const [next] = await database.rows(`select ${at} as at from entry where ${range} order by ${at} limit 1 offset $4`, [
        groupId,
        from,
        before,
        limit
      ])
      const [first] =
        next === undefined ? [] : await database.rows(`select min(${at}) as at from entry where ${range}`, [groupId, from, before])
      const until = next === undefined ? before : Math.max(Number(next.at), Number(first!.at) + 1)
      const rows = await database.rows(
        `select id, feed_id, article_id, first_seen_at, last_seen_at, expired_at from entry where ${range}`,
        [groupId, from, until]
      )
      const entries = rows.map((row): AgedEntry => ({
        id: String(row.id),
        feedId: String(row.feed_id),
        articleId: String(row.article_id),
        firstSeenAt: Number(row.first_seen_at),
        lastSeenAt: Number(row.last_seen_at),
        expired: row.expired_at != null
      }))
      return { entries, until }
    },

    async standingArticles(articleIds: readonly string[]): Promise<readonly StandingArticle[]> {
      const found = new Map<string, StandingArticle & { entries: StandingArticle['entries'][number][] }>()
      for (const part of chunks(articleIds)) {
        const rows = await database.rows(
          `select e.id, e.article_id, e.expired_at, e.placed_in,
             case when exists (select 1 from entry_key k where k.entry_id = e.id) then 1 else 0 end as keyed,
             case when a.merged_into is not null or exists (select 1 from journal j where j.article_id = a.id)
               or exists (select 1 from publication p where p.article_id = a.id) or exists (select 1 from edit d where d.article_id = a.id) then 1 else 0 end as kept
           from entry e join article a on a.id = e.article_id where e.article_id in (${placeholders(part.length)})`,
          part
        )
        for (const row of rows) {
          const id = String(row.article_id)
          const known = found.get(id) ?? { id, kept: false, entries: [] }
          known.entries.push({ id: String(row.id), expired: row.expired_at != null, hasKeys: row.keyed === 1 })
          found.set(id, { ...known, kept: known.kept || row.kept === 1 || row.placed_in != null })
        }
      }
      return [...found.values()]
    },

    /** The statements of one step of the housekeeping. */
    async pruningStatements(pruning: Pruning, now: number): Promise<readonly Statement[]> {
      const { kind, groupId, until, keyless, expired, goneArticles, goneEntries } = pruning
      const numbers: number[] = []
      for (const part of chunks(goneEntries)) {
        const rows = await database.rows(`select number from searched where entry_id in (${placeholders(part.length)})`, part)
        numbers.push(...rows.map((row) => Number(row.number)))
      }
      return [
        ...forEach([...keyless, ...goneEntries], 'delete from entry_key where entry_id in'),
        // Without its title nothing would be left to call it by.
        ...forEach(
          expired,
          `update entry set content_html = '', summary = case when title = '' then summary else '' end, expired_at = $1 where id in`,
          [now]
        ),
        ...forEach(
          expired,
          'insert into search_waiting (at, entry_id, revision) select $1, id, revision from entry where id in',
          [now],
          'on conflict do nothing'
        ),
        ...forEach([...expired, ...goneEntries], 'delete from entry_revision where entry_id in'),
        ...(database.textIndex?.remove(numbers) ?? []),
        ...forEach(goneEntries, 'delete from searched where entry_id in'),
        ...forEach(goneEntries, 'delete from entry where id in'),
        ...forEach(goneArticles, 'delete from topic_match where article_id in'),
        ...forEach(goneArticles, 'delete from article where id in'),
        {
          sql: 'insert into prune_mark (kind, id, until_at) values ($1, $2, $3) on conflict (kind, id) do update set until_at = excluded.until_at',
          values: [kind, groupId, until]
        }
      ]
    }
  }
}

function forEach(ids: readonly string[], sql: string, values: readonly number[] = [], rest = ''): readonly Statement[] {
  return chunks(ids).map((part) => ({
    sql: `${sql} (${placeholders(part.length, values.length + 1)}) ${rest}`,
    values: [...values, ...part]
  }))
}
