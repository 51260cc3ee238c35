import type { Statement } from './database.ts'

/** How long things are kept, in milliseconds. */
export interface Retention {
  readonly contentMs: number
  readonly keysAfterLastSeenMs: number
  readonly rejectsMs: number
  readonly pollsMs: number
}

/** A page that was to be tried again so long ago stands in no list any more. */
const ARTICLE_PAGE_KEPT_MS = 7 * 86_400_000

/** What has outlived its use and is found by an index: of a day's records each slice of the housekeeping removes a few. */
export function recordStatements({ rejectsMs, pollsMs }: Retention, now: number): readonly Statement[] {
  return [
    { sql: 'delete from poll where polled_at < $1', values: [now - pollsMs] },
    { sql: 'delete from topic_match where matched = 0 and decided_at < $1', values: [now - rejectsMs] }
  ]
}

/**
 * What has outlived its use and takes a look at everything to be found. Texts expire only when the feed shows the entry no longer, and keys only so long after
 * that: what a feed still lists never comes back as new.
 */
export function retentionStatements({ contentMs, keysAfterLastSeenMs }: Retention, now: number): readonly Statement[] {
  const unseen = now - keysAfterLastSeenMs
  return [
    { sql: 'delete from article_page where next_at < $1', values: [now - ARTICLE_PAGE_KEPT_MS] },
    { sql: 'delete from entry_revision where seen_at < $1', values: [now - contentMs] },
    {
      sql: `update entry set content_html = '' where first_seen_at < $1 and last_seen_at < $2 and content_html <> ''`,
      values: [now - contentMs, unseen]
    },
    { sql: 'delete from entry_key where entry_id in (select id from entry where last_seen_at < $1)', values: [unseen] }
  ]
}
