import type { ClaimedFeed, FeedRecord, PollOutcome, StoredFailure } from '../model/feed.ts'
import type { Database, Row, Statement, Value } from './database.ts'
import { PUSH_SPACING_MS } from './push-subscriptions.ts'
import { chunks, numberOrNull, placeholders, textOrNull } from './row-values.ts'

/** A feed as the configuration names it. */
export interface ConfiguredFeed {
  readonly id: string
  readonly sourceId: string
  readonly owner: string
  readonly url: string
}

const DECIDED_BY_POLLS = [
  'url',
  'nextPollAt',
  'etag',
  'lastModified',
  'validatorsUrl',
  'bodyHash',
  'lastPolledAt',
  'lastSuccessAt',
  'lastNewAt',
  'lastOutcome',
  'lastFailure',
  'failuresInRow',
  'failureWeight',
  'itemsInLast',
  'rhythm',
  'languages',
  'hints',
  'moves',
  'title',
  // The push that this poll knew of: one that came meanwhile has the feed polled again.
  'pushedAt'
] as const satisfies readonly (keyof FeedRecord)[]

/** The part of a feed's record that a poll decides anew. */
export type FeedChange = Pick<FeedRecord, (typeof DECIDED_BY_POLLS)[number]>

/** That part as it stands, for a poll that leaves most of it so. */
export function standingPart(feed: FeedRecord): FeedChange {
  return Object.fromEntries(DECIDED_BY_POLLS.map((name) => [name, feed[name]])) as unknown as FeedChange
}

/** A lease that a crash of the database forgets is noticed by the guard of the poll's write. */
const LEASE = { fleeting: true }

/** First polls of feeds that were never polled are spread so far apart, so that a long new list is no burst. */
const FIRST_POLL_SPACING_MS = 100

/** Leases last minutes. */
const LEASE_MS_MAX = 3_600_000

export function feedStore(database: Database) {
  const skipClaimed = database.sharing?.skipClaimed ?? ''

  return {
    /**
     * Makes the active feeds those of the configuration. What is known of a feed stays; a feed whose configured
     * address changed forgets its validators; a feed that is gone keeps its record, inactive.
     */
    async syncFeeds(feeds: readonly ConfiguredFeed[], now: number): Promise<void> {
      const rows = await database.rows('select id, source_id, owner, configured_url, active from feed order by id')
      const known = new Map(rows.map((row) => [String(row.id), row]))
      const listed = new Set(feeds.map((feed) => feed.id))
      const fresh = feeds.filter(({ id }) => !known.has(id)).map((feed, index) => insertedFeed(feed, now + index * FIRST_POLL_SPACING_MS))
      const statements: Statement[] = chunks(fresh, FEEDS_PER_INSERT).map(insertFeeds)
      for (const feed of feeds) {
        const old = known.get(feed.id)
        if (!old) continue
        if (old.configured_url !== feed.url) statements.push(moveFeed(feed, now))
        else if (old.active !== 1 || old.source_id !== feed.sourceId || old.owner !== feed.owner) statements.push(reactivateFeed(feed))
      }
      for (const [id, old] of known) {
        if (old.active === 1 && !listed.has(id)) statements.push({ sql: 'update feed set active = 0 where id = $1', values: [id] })
      }
      if (statements.length > 0) await database.batch(statements)
    },

    /** Every feed ever configured, inactive ones too, by id. */
    async allFeeds(): Promise<readonly FeedRecord[]> {
      return (await database.rows('select * from feed order by id')).map(readFeedRow)
    },

    async findFeed(id: string): Promise<FeedRecord | null> {
      const [row] = await database.rows('select * from feed where id = $1', [id])
      return row ? readFeedRow(row) : null
    },

    /**
     * Leases up to `limit` due feeds to one worker. The due-and-free condition stands in the outer `where` again: without it
     * workers of several processes claim the same feed twice. Materialized, because a plan may run a subselect once a row.
     * @param dueSince feeds due before it are passed over: while a long read, such as a backup, keeps what was from being cleared
     *   away, going by everything that was due lately takes ever longer
     */
    async claimDueFeeds(limit: number, leaseToken: string, now: number, leaseMs: number, dueSince = 0): Promise<readonly ClaimedFeed[]> {
      const rows = await database.rows(
        `with due as materialized (
           select id from feed where active = 1 and next_poll_at >= $5 and next_poll_at <= $3 and lease_until <= $3 order by next_poll_at limit $4 ${skipClaimed}
         )
         update feed set lease_token = $1, lease_until = $2
         where id in (select id from due) and active = 1 and next_poll_at <= $3 and lease_until <= $3
         returning *`,
        [leaseToken, now + leaseMs, now, limit, dueSince],
        LEASE
      )
      return rows.map((row) => ({ ...readFeedRow(row), leaseToken }))
    },

    /** Leases one feed now, due or not. @returns null when another worker holds it or it is not configured */
    async claimFeed(id: string, leaseToken: string, now: number, leaseMs: number): Promise<ClaimedFeed | null> {
      const [feed] = await this.claimFeeds([id], leaseToken, now, leaseMs)
      return feed ?? null
    },

    /** As `claimFeed`, some at once: one write to the disk for all. Those that another worker holds are left out. */
    async claimFeeds(ids: readonly string[], leaseToken: string, now: number, leaseMs: number): Promise<readonly ClaimedFeed[]> {
      const rows = await database.rows(
        `update feed set lease_token = $1, lease_until = $2 where active = 1 and lease_until <= $3 and id in (${placeholders(ids.length, 4)}) returning *`,
        [leaseToken, now + leaseMs, now, ...ids],
        LEASE
      )
      return rows.map((row) => ({ ...readFeedRow(row), leaseToken }))
    },

    /** Lets leases that still hold end later. */
    async renewLeases(feeds: readonly Pick<ClaimedFeed, 'id' | 'leaseToken'>[], leaseUntil: number): Promise<void> {
      await database.batch(
        feeds.map(({ id, leaseToken }) => ({
          sql: 'update feed set lease_until = $1 where id = $2 and lease_token = $3',
          values: [leaseUntil, id, leaseToken]
        })),
        LEASE
      )
    },

    /** Ends one lease, of a poll that could not be written. */
    async releaseFeed({ id, leaseToken }: Pick<ClaimedFeed, 'id' | 'leaseToken'>): Promise<void> {
      await database.rows('update feed set lease_token = null, lease_until = 0 where id = $1 and lease_token = $2', [id, leaseToken])
    },

    /** Ends the leases of a process that is going down or was killed, so that its feeds are free at once. */
    async releaseLeases(leaseTokenPrefix: string): Promise<void> {
      await database.rows(`update feed set lease_token = null, lease_until = 0 where substr(lease_token, 1, $1) = $2`, [
        leaseTokenPrefix.length,
        leaseTokenPrefix
      ])
    },

    /**
     * Makes due what a clock that ran ahead put off: feeds that were polled later than now, or are leased for longer than any lease lasts.
     * @param aheadMs differences between the clocks of workers that mean nothing
     * @returns how many feeds waited for that clock
     */
    async recallFeeds(now: number, aheadMs: number): Promise<number> {
      const rows = await database.rows(
        `update feed set next_poll_at = $1, lease_token = null, lease_until = 0
         where active = 1 and ((last_polled_at > $2 and next_poll_at > $1) or lease_until > $3) returning id`,
        [now, now + aheadMs, now + LEASE_MS_MAX]
      )
      return rows.length
    },

    /** How many active feeds are due and free, and when the next one is due. */
    async dueFeeds(now: number): Promise<{ readonly due: number; readonly nextAt: number | null }> {
      const [row] = await database.rows(
        `select sum(case when next_poll_at <= $1 then 1 else 0 end) as due,
                min(case when next_poll_at > $1 then next_poll_at end) as next_at
         from feed where active = 1`,
        [now]
      )
      return { due: Number(row?.due ?? 0), nextAt: row?.next_at == null ? null : Number(row.next_at) }
    }
  }
}

/**
 * The write at the end of every poll; guarded by the lease, so that a worker that lost it changes nothing. What was pushed meanwhile may not have
 * been in the answer: the feed is asked again shortly, unless the answer says to wait.
 */
export function updateFeedStatement(feedId: string, leaseToken: string, change: FeedChange): Statement {
  return {
    sql: `update feed set url = $3, next_poll_at = case when pushed_at is distinct from $22 then cast($23 as bigint) else cast($4 as bigint) end, etag = $5, last_modified = $6, validators_url = $7, body_hash = $8,
            last_polled_at = $9, last_success_at = $10, last_new_at = $11, last_outcome = $12, last_failure = $13,
            failures_in_row = $14, failure_weight = $15, items_in_last = $16, rhythm = $17, hints = $18, moves = $19, title = $20, languages = $21,
            lease_token = null, lease_until = 0
          where id = $1 and lease_token = $2`,
    values: [
      feedId,
      leaseToken,
      change.url,
      change.nextPollAt,
      change.etag,
      change.lastModified,
      change.validatorsUrl,
      change.bodyHash,
      change.lastPolledAt,
      change.lastSuccessAt,
      change.lastNewAt,
      change.lastOutcome,
      change.lastFailure && JSON.stringify(change.lastFailure),
      change.failuresInRow,
      change.failureWeight,
      change.itemsInLast,
      change.rhythm,
      change.hints,
      change.moves,
      change.title,
      change.languages,
      change.pushedAt,
      afterPush(change)
    ],
    mustChange: 1
  }
}

function afterPush({ lastOutcome, lastPolledAt, nextPollAt }: FeedChange): number {
  const waits = lastPolledAt === null || lastOutcome === 'failed' || lastOutcome === 'rate-limited'
  return waits ? nextPollAt : lastPolledAt + PUSH_SPACING_MS
}

const FEEDS_PER_INSERT = 50

function insertedFeed({ id, sourceId, owner, url }: ConfiguredFeed, nextPollAt: number): readonly Value[] {
  return [id, sourceId, owner, url, url, 1, nextPollAt, 0, 0, 0]
}

function insertFeeds(rows: readonly (readonly Value[])[]): Statement {
  return {
    sql: `insert into feed (id, source_id, owner, configured_url, url, active, next_poll_at, lease_until, failures_in_row, failure_weight)
          values ${rows.map((row, index) => `(${placeholders(row.length, 1 + index * row.length)})`).join(', ')}`,
    values: rows.flat()
  }
}

/** A poll of the old address that is under way loses its lease: it would write that address back. */
function moveFeed(feed: ConfiguredFeed, now: number): Statement {
  return {
    sql: `update feed set source_id = $2, owner = $3, configured_url = $4, url = $4, active = 1, next_poll_at = $5, etag = null,
            last_modified = null, validators_url = null, body_hash = null, hints = null, moves = null, failures_in_row = 0, failure_weight = 0,
            lease_token = null, lease_until = 0
          where id = $1`,
    values: [feed.id, feed.sourceId, feed.owner, feed.url, now]
  }
}

function reactivateFeed(feed: ConfiguredFeed): Statement {
  return { sql: 'update feed set source_id = $2, owner = $3, active = 1 where id = $1', values: [feed.id, feed.sourceId, feed.owner] }
}

function readFeedRow(row: Row): FeedRecord {
  return {
    id: String(row.id),
    sourceId: String(row.source_id),
    owner: String(row.owner),
    configuredUrl: String(row.configured_url),
    url: String(row.url),
    active: row.active === 1,
    nextPollAt: Number(row.next_poll_at),
    leaseUntil: Number(row.lease_until),
    etag: textOrNull(row.etag),
    lastModified: textOrNull(row.last_modified),
    validatorsUrl: textOrNull(row.validators_url),
    bodyHash: textOrNull(row.body_hash),
    lastPolledAt: numberOrNull(row.last_polled_at),
    lastSuccessAt: numberOrNull(row.last_success_at),
    lastNewAt: numberOrNull(row.last_new_at),
    lastOutcome: textOrNull(row.last_outcome) as PollOutcome | null,
    lastFailure: row.last_failure == null ? null : (JSON.parse(String(row.last_failure)) as StoredFailure),
    failuresInRow: Number(row.failures_in_row),
    failureWeight: Number(row.failure_weight),
    itemsInLast: numberOrNull(row.items_in_last),
    rhythm: textOrNull(row.rhythm),
    languages: textOrNull(row.languages),
    hints: textOrNull(row.hints),
    moves: textOrNull(row.moves),
    title: textOrNull(row.title),
    pushedAt: numberOrNull(row.pushed_at),
    pushedUntil: numberOrNull(row.pushed_until)
  }
}
