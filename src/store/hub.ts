import { CourantError } from '../errors.ts'
import type { Database, Row, Statement } from './database.ts'
import { numberOrNull, placeholders, textOrNull } from './row-values.ts'

/** What a callback still has to confirm, or (`denied`) is still to be told. */
export interface HubRequestRecord {
  /** Hash of callback and topic. */
  readonly id: string
  readonly mode: 'subscribe' | 'unsubscribe' | 'denied'
  readonly callback: string
  /** Host and port of the callback. */
  readonly host: string
  readonly topicId: string
  readonly topicUrl: string
  readonly secret: string | null
  readonly leaseMs: number
  readonly reason: string | null
  readonly feedEtag: string | null
  readonly token: string
  readonly attempts: number
}

export interface HubSubscription {
  readonly id: string
  readonly callback: string
  readonly host: string
  readonly topicId: string
  readonly topicUrl: string
  readonly secret: string | null
  readonly verifiedAt: number
  /** No subscription is for ever. */
  readonly endsAt: number
  /** Entity tag of what was delivered last, or of the feed when the subscription was asked for. */
  readonly feedEtag: string | null
  readonly deliveredAt: number | null
  readonly lastFailure: string | null
}

/** A delivery that one process may make until its lease ends. */
export interface HubDelivery {
  readonly subscription: HubSubscription
  readonly seq: number
  readonly attempts: number
}

export interface HubCounts {
  readonly subscriptions: number
  readonly waiting: number
  /** Deliveries that failed before and are tried again. */
  readonly retrying: number
}

const READER = 'hub'

export function hubStore(database: Database) {
  return {
    /** Keeps what a subscriber asked for until its callback has confirmed; the newest of one callback and topic counts. */
    async putHubRequest(request: HubRequestRecord, now: number): Promise<void> {
      await database.batch([requestStatement(request, now)])
    },

    /** Subscriptions that are in force, and requests that wait, of one callback and of all. */
    async hubLoad(callback: string, now: number): Promise<{ readonly ofCallback: number; readonly all: number; readonly pending: number }> {
      const [row] = await database.rows(
        `select (select count(*) from hub_subscription where callback = $1 and ends_at > $2) as of_callback,
                (select count(*) from hub_subscription where ends_at > $2) as subscriptions,
                (select count(*) from hub_request) as pending`,
        [callback, now]
      )
      return { ofCallback: Number(row!.of_callback), all: Number(row!.subscriptions), pending: Number(row!.pending) }
    },

    async findHubSubscription(id: string): Promise<HubSubscription | null> {
      const [row] = await database.rows('select * from hub_subscription where id = $1', [id])
      return row ? readSubscription(row) : null
    },

    /** All subscriptions in force, for operators. */
    async hubSubscriptions(now: number): Promise<readonly HubSubscription[]> {
      const rows = await database.rows('select * from hub_subscription where ends_at > $1 order by topic_url, callback', [now])
      return rows.map(readSubscription)
    },

    async hubCounts(now: number): Promise<HubCounts> {
      const [row] = await database.rows(
        `select (select count(*) from hub_subscription where ends_at > $1) as subscriptions,
                (select count(*) from hub_delivery) as waiting, (select count(*) from hub_delivery where attempts > 0) as retrying`,
        [now]
      )
      return { subscriptions: Number(row!.subscriptions), waiting: Number(row!.waiting), retrying: Number(row!.retrying) }
    },

    /** Leases requests that are due, none of hosts that have enough to do. */
    async claimHubRequests(
      limit: number,
      busyHosts: readonly string[],
      now: number,
      leaseMs: number
    ): Promise<readonly HubRequestRecord[]> {
      const rows = await database.rows(
        `update hub_request set lease_until = $1
         where id in (select id from hub_request where due_at <= $2 and lease_until <= $2 ${except(busyHosts, 4)} order by due_at limit $3)
           and lease_until <= $2
         returning *`,
        [now + leaseMs, now, limit, ...busyHosts]
      )
      return rows.map(readRequest)
    },

    /** Leases deliveries that are due, none of hosts that have enough to do. */
    async claimHubDeliveries(limit: number, busyHosts: readonly string[], now: number, leaseMs: number): Promise<readonly HubDelivery[]> {
      const claimed = await database.rows(
        `update hub_delivery set lease_until = $1
         where subscription_id in
             (select subscription_id from hub_delivery where due_at <= $2 and lease_until <= $2 ${except(busyHosts, 4)} order by due_at limit $3)
           and lease_until <= $2
         returning *`,
        [now + leaseMs, now, limit, ...busyHosts]
      )
      if (claimed.length === 0) return []
      const ids = claimed.map((row) => String(row.subscription_id))
      const rows = await database.rows(`select * from hub_subscription where id in (${placeholders(ids.length)})`, ids)
      const known = new Map(rows.map((row) => [String(row.id), readSubscription(row)]))
      return claimed.flatMap((row) => {
        const subscription = known.get(String(row.subscription_id))
        return subscription ? [{ subscription, seq: Number(row.seq), attempts: Number(row.attempts) }] : []
      })
    },

    /**
     * Puts a delivery into the outbox for each subscription of these topics and moves the cursor, in one transaction. One that waits already
     * only takes the new number.
     * @returns false when another process has read this part of the journal meanwhile
     */
    async fanOutTopics({
      from,
      to,
      topicIds,
      dueAt,
      spacingMs,
      now
    }: {
      readonly from: number
      readonly to: number
      readonly topicIds: readonly string[]
      readonly dueAt: number
      readonly spacingMs: number
      readonly now: number
    }): Promise<boolean> {
      try {
        await database.batch([
          { sql: 'update journal_cursor set seq = $1 where reader = $2 and seq = $3', values: [to, READER, from], mustChange: 1 },
          ...topicIds.map((topicId) => fanOutStatement(topicId, to, dueAt, spacingMs, now))
        ])
        return true
      } catch (error) {
        if (error instanceof CourantError && error.code === 'GUARD_FAILED') return false
        throw error
      }
    },

    /** How far the hub has read the journal; it starts where the journal stands when it is first asked. */
    async hubCursor(): Promise<number> {
      const [row] = await database.rows('select seq from journal_cursor where reader = $1', [READER])
      if (row) return Number(row.seq)
      await database.rows(
        `insert into journal_cursor (reader, seq) select $1, coalesce(max(seq), 0) from journal where 1 = 1 on conflict (reader) do nothing returning seq`,
        [READER]
      )
      return this.hubCursor()
    },

    /** Frees what a killed process had taken; only for one that is alone on the database. */
    async releaseHubLeases(): Promise<void> {
      await database.batch([{ sql: 'update hub_request set lease_until = 0' }, { sql: 'update hub_delivery set lease_until = 0' }])
    },

    /** Writes how a request or a delivery ended. */
    applyHub: (statements: readonly Statement[]): Promise<void> => database.batch(statements),

    /** Has subscriptions to other topics than these looked at: their feeds are gone, and they are to be told. */
    async queueOtherTopics(topicIds: readonly string[], now: number): Promise<void> {
      const others = topicIds.length === 0 ? '' : `and topic_id not in (${placeholders(topicIds.length, 2)})`
      await database.rows(
        `insert into hub_delivery (subscription_id, host, seq, attempts, due_at, lease_until)
         select id, host, 0, 0, $1, 0 from hub_subscription where 1 = 1 ${others} on conflict (subscription_id) do nothing returning subscription_id`,
        [now, ...topicIds]
      )
    },

    /** Removes what has ended by its lease, and what no subscription waits for any more. @returns how many subscriptions ended */
    async dropEndedHubSubscriptions(now: number): Promise<number> {
      const ended = await database.rows('delete from hub_subscription where ends_at <= $1 returning id', [now])
      await database.rows(
        'delete from hub_delivery where not exists (select 1 from hub_subscription s where s.id = subscription_id) returning 1 as done'
      )
      return ended.length
    }
  }
}

/** The callback confirmed: the subscription stands as it was asked for now, whatever it was before, and what came meanwhile is delivered. */
export function subscribedStatements(request: HubRequestRecord, now: number): readonly Statement[] {
  return [
    {
      sql: `insert into hub_subscription (id, callback, host, topic_id, topic_url, secret, verified_at, ends_at, feed_etag)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            on conflict (id) do update set secret = excluded.secret, verified_at = excluded.verified_at, ends_at = excluded.ends_at, last_failure = null`,
      values: [
        request.id,
        request.callback,
        request.host,
        request.topicId,
        request.topicUrl,
        request.secret,
        now,
        now + request.leaseMs,
        request.feedEtag
      ]
    },
    {
      sql: `insert into hub_delivery (subscription_id, host, seq, attempts, due_at, lease_until) values ($1, $2, 0, 0, $3, 0)
            on conflict (subscription_id) do nothing`,
      values: [request.id, request.host, now]
    },
    endRequestStatement(request)
  ]
}

/** The subscription and what waits for it go. */
export function unsubscribedStatements(id: string): readonly Statement[] {
  return [
    { sql: 'delete from hub_delivery where subscription_id = $1', values: [id] },
    { sql: 'delete from hub_subscription where id = $1', values: [id] }
  ]
}

export function endRequestStatement({ id, token }: HubRequestRecord): Statement {
  return { sql: 'delete from hub_request where id = $1 and token = $2', values: [id, token] }
}

export function retryRequestStatement({ id, token, attempts }: HubRequestRecord, dueAt: number): Statement {
  return {
    sql: 'update hub_request set attempts = $1, due_at = $2, lease_until = 0 where id = $3 and token = $4',
    values: [attempts + 1, dueAt, id, token]
  }
}

export function requestStatement(request: HubRequestRecord, now: number): Statement {
  const { id, mode, callback, host, topicId, topicUrl, secret, leaseMs, reason, feedEtag, token } = request
  return {
    sql: `insert into hub_request (id, mode, callback, host, topic_id, topic_url, secret, lease_ms, reason, feed_etag, token, attempts, due_at, lease_until)
          values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0, $12, 0)
          on conflict (id) do update set mode = excluded.mode, secret = excluded.secret, lease_ms = excluded.lease_ms, reason = excluded.reason,
            feed_etag = excluded.feed_etag, token = excluded.token, attempts = 0, due_at = excluded.due_at, lease_until = 0`,
    values: [id, mode, callback, host, topicId, topicUrl, secret, leaseMs, reason, feedEtag, token, now]
  }
}

/**
 * A delivery was made, or nothing had to be: the row goes, unless something newer came meanwhile, which then waits for its turn.
 * @param etag what the subscriber has now
 */
export function deliveredStatements(
  { subscription, seq }: HubDelivery,
  etag: string,
  deliveredAt: number | null,
  nextAt: number
): readonly Statement[] {
  return [
    {
      sql: `update hub_subscription set feed_etag = $1, delivered_at = coalesce($2, delivered_at), last_failure = null where id = $3`,
      values: [etag, deliveredAt, subscription.id]
    },
    { sql: 'delete from hub_delivery where subscription_id = $1 and seq = $2', values: [subscription.id, seq] },
    {
      sql: 'update hub_delivery set attempts = 0, due_at = $1, lease_until = 0 where subscription_id = $2',
      values: [nextAt, subscription.id]
    }
  ]
}

/** A delivery failed: it is tried again then, or (null) given up until the topic changes again. */
export function failedDeliveryStatements(
  { subscription, attempts }: HubDelivery,
  failure: string,
  dueAt: number | null
): readonly Statement[] {
  return [
    { sql: 'update hub_subscription set last_failure = $1 where id = $2', values: [failure, subscription.id] },
    dueAt === null
      ? { sql: 'delete from hub_delivery where subscription_id = $1', values: [subscription.id] }
      : {
          sql: 'update hub_delivery set attempts = $1, due_at = $2, lease_until = 0 where subscription_id = $3',
          values: [attempts + 1, dueAt, subscription.id]
        }
  ]
}

/** A burst of changes becomes one delivery, and two to one subscription stand apart. */
function fanOutStatement(topicId: string, seq: number, dueAt: number, spacingMs: number, now: number): Statement {
  return {
    sql: `insert into hub_delivery (subscription_id, host, seq, attempts, due_at, lease_until)
          select id, host, $1, 0, case when delivered_at + $2 > $3 then delivered_at + $2 else $3 end, 0
          from hub_subscription where topic_id = $4 and ends_at > $5
          on conflict (subscription_id) do update set seq = excluded.seq`,
    values: [seq, spacingMs, dueAt, topicId, now]
  }
}

function except(hosts: readonly string[], first: number): string {
  return hosts.length === 0 ? '' : `and host not in (${placeholders(hosts.length, first)})`
}

function readRequest(row: Row): HubRequestRecord {
  return {
    id: String(row.id),
    mode: String(row.mode) as HubRequestRecord['mode'],
    callback: String(row.callback),
    host: String(row.host),
    topicId: String(row.topic_id),
    topicUrl: String(row.topic_url),
    secret: textOrNull(row.secret),
    leaseMs: Number(row.lease_ms),
    reason: textOrNull(row.reason),
    feedEtag: textOrNull(row.feed_etag),
    token: String(row.token),
    attempts: Number(row.attempts)
  }
}

function readSubscription(row: Row): HubSubscription {
  return {
    id: String(row.id),
    callback: String(row.callback),
    host: String(row.host),
    topicId: String(row.topic_id),
    topicUrl: String(row.topic_url),
    secret: textOrNull(row.secret),
    verifiedAt: Number(row.verified_at),
    endsAt: Number(row.ends_at),
    feedEtag: textOrNull(row.feed_etag),
    deliveredAt: numberOrNull(row.delivered_at),
    lastFailure: textOrNull(row.last_failure)
  }
}
