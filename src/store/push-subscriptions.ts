import type { Database, Row, Statement } from './database.ts'
import { numberOrNull, textOrNull } from './row-values.ts'

/** Our subscription at the hub of one feed. */
export interface PushSubscription {
  readonly feedId: string
  /** The last part of our callback's address, which nobody can guess. */
  readonly callbackId: string
  readonly hubUrl: string
  readonly topicUrl: string
  readonly secret: string
  readonly state: 'wanted' | 'asked' | 'active' | 'denied' | 'leaving'
  /** 0 before the hub confirmed. */
  readonly leaseEndsAt: number
  readonly attempts: number
  readonly dueAt: number
  readonly lastPushAt: number | null
  readonly missed: number
  readonly distrustedUntil: number
  readonly lastFailure: string | null
}

/** What a polled document said of a hub. */
export interface HubOffer {
  readonly feedId: string
  readonly hubUrl: string
  readonly topicUrl: string
}

/** However often a hub calls, a feed is fetched no more often because of it. */
export const PUSH_SPACING_MS = 5_000
const DISTRUST_MS = 7 * 86_400_000

export function pushSubscriptionStore(database: Database) {
  return {
    /** Hubs that the feeds polled now offered in what was read of them last. */
    async hubOffers(): Promise<readonly HubOffer[]> {
      const rows = await database.rows(`select id, hints from feed where active = 1 and hints like '%"hub":%'`)
      return rows.flatMap((row) => {
        const { hub, topic } = JSON.parse(String(row.hints)) as { hub?: string; topic?: string }
        return hub === undefined || topic === undefined ? [] : [{ feedId: String(row.id), hubUrl: hub, topicUrl: topic }]
      })
    },

    async pushSubscriptions(): Promise<readonly PushSubscription[]> {
      return (await database.rows('select * from push_subscription order by feed_id')).map(readSubscription)
    },

    /** How many subscriptions there are in each state. */
    async pushSubscriptionCounts(): Promise<ReadonlyMap<string, number>> {
      const rows = await database.rows('select state, count(*) as n from push_subscription group by state order by state')
      return new Map(rows.map((row) => [String(row.state), Number(row.n)]))
    },

    async findPushSubscription(callbackId: string): Promise<PushSubscription | null> {
      const [row] = await database.rows('select * from push_subscription where callback_id = $1', [callbackId])
      return row ? readSubscription(row) : null
    },

    /** Takes subscriptions whose hub is to be asked now; they are due again at `askAgainAt` if nothing comes of it. */
    async claimPushSubscriptions(limit: number, now: number, askAgainAt: number): Promise<readonly PushSubscription[]> {
      const rows = await database.rows(
        `update push_subscription set due_at = $1, attempts = attempts + 1,
           state = case when state = 'wanted' or state = 'denied' then 'asked' else state end
         where feed_id in (select feed_id from push_subscription where due_at <= $2 order by due_at limit $3) and due_at <= $2
         returning *`,
        [askAgainAt, now, limit]
      )
      return rows.map(readSubscription)
    },

    /**
     * A hub announced something: the feed is due at once, a few seconds after its last poll at the earliest, and not while its host rests.
     * @returns false when the feed is not polled any more
     */
    async notePush(feedId: string, now: number): Promise<boolean> {
      await database.rows('update push_subscription set last_push_at = $1 where feed_id = $2 returning feed_id', [now, feedId])
      const rows = await database.rows(
        `update feed set pushed_at = $1, next_poll_at = case
           when last_outcome = 'rate-limited' then next_poll_at
           when last_polled_at + $2 > $1 then last_polled_at + $2
           when next_poll_at > $1 then $1 else next_poll_at end
         where id = $3 and active = 1 returning id`,
        [now, PUSH_SPACING_MS, feedId]
      )
      return rows.length > 0
    },

    /** Has pushes relied on where a lease runs and nothing was missed lately, and the usual rhythm return at once where none does. */
    async syncPushedFeeds(now: number): Promise<void> {
      const relied = `select lease_ends_at from push_subscription p
        where p.feed_id = feed.id and p.state = 'active' and p.lease_ends_at > $1 and p.distrusted_until <= $1`
      await database.batch([
        {
          sql: `update feed set pushed_until = (${relied}) where pushed_until is distinct from (${relied}) and exists (${relied})`,
          values: [now]
        },
        {
          sql: `update feed set pushed_until = null, next_poll_at = case when next_poll_at > $1 then $1 else next_poll_at end
                where pushed_until is not null and not exists (${relied})`,
          values: [now]
        }
      ])
    },

    applyPushSubscriptions: (statements: readonly Statement[]): Promise<void> => database.batch(statements)
  }
}

export function wantStatement({ feedId, hubUrl, topicUrl }: HubOffer, callbackId: string, secret: string, now: number): Statement {
  return {
    sql: `insert into push_subscription (feed_id, callback_id, hub_url, topic_url, secret, state, lease_ends_at, attempts, due_at, missed, distrusted_until)
          values ($1, $2, $3, $4, $5, 'wanted', 0, 0, $6, 0, 0)
          on conflict (feed_id) do update set callback_id = excluded.callback_id, hub_url = excluded.hub_url, topic_url = excluded.topic_url,
            secret = excluded.secret, state = excluded.state, lease_ends_at = 0, attempts = 0, due_at = excluded.due_at, last_failure = null`,
    values: [feedId, callbackId, hubUrl, topicUrl, secret, now]
  }
}

export function leaveStatement(feedId: string, now: number): Statement {
  return {
    sql: `update push_subscription set state = 'leaving', attempts = 0, due_at = $1 where feed_id = $2 and state <> 'leaving'`,
    values: [now, feedId]
  }
}

export function forgetSubscriptionStatement({ callbackId }: PushSubscription): Statement {
  return { sql: 'delete from push_subscription where callback_id = $1', values: [callbackId] }
}

/** The hub refused, or could not be asked; whatever it has confirmed meanwhile stands. */
export function askAgainStatement({ callbackId }: PushSubscription, dueAt: number, failure: string): Statement {
  return {
    sql: 'update push_subscription set due_at = $1, last_failure = $2 where callback_id = $3 and attempts > 0',
    values: [dueAt, failure, callbackId]
  }
}

export function confirmedStatement({ callbackId }: PushSubscription, leaseEndsAt: number, renewAt: number): Statement {
  return {
    sql: `update push_subscription set state = 'active', lease_ends_at = $1, due_at = $2, attempts = 0, last_failure = null where callback_id = $3`,
    values: [leaseEndsAt, renewAt, callbackId]
  }
}

export function deniedStatement({ callbackId }: PushSubscription, dueAt: number, reason: string): Statement {
  return {
    sql: `update push_subscription set state = 'denied', lease_ends_at = 0, due_at = $1, last_failure = $2 where callback_id = $3`,
    values: [dueAt, reason, callbackId]
  }
}

/** A poll found what no push had announced: pushes of this feed are not relied on for a week, longer each time. */
export function missedPushStatements(feedId: string, now: number): readonly Statement[] {
  return [
    {
      sql: 'update push_subscription set missed = missed + 1, distrusted_until = $1 + $2 * (missed + 1) where feed_id = $3',
      values: [now, DISTRUST_MS, feedId]
    },
    { sql: 'update feed set pushed_until = null where id = $1', values: [feedId] }
  ]
}

function readSubscription(row: Row): PushSubscription {
  return {
    feedId: String(row.feed_id),
    callbackId: String(row.callback_id),
    hubUrl: String(row.hub_url),
    topicUrl: String(row.topic_url),
    secret: String(row.secret),
    state: String(row.state) as PushSubscription['state'],
    leaseEndsAt: Number(row.lease_ends_at),
    attempts: Number(row.attempts),
    dueAt: Number(row.due_at),
    lastPushAt: numberOrNull(row.last_push_at),
    missed: Number(row.missed),
    distrustedUntil: Number(row.distrusted_until),
    lastFailure: textOrNull(row.last_failure)
  }
}
