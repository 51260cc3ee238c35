import type { Database, Row, Statement } from './database.ts'
import { numberOrNull, placeholders, textOrNull } from './row-values.ts'

/** Where a webhook stands in the journal, and how it is doing. */
export interface WebhookRecord {
  readonly id: string
  readonly url: string
  /** Everything up to this number of the journal was delivered or is a dead letter. */
  readonly seq: number
  /** Failures of the event at hand. */
  readonly attempts: number
  readonly dueAt: number
  readonly leaseUntil: number
  /** Its receiver answered 410: nothing is sent until it is resumed. */
  readonly disabledAt: number | null
  readonly deliveredAt: number | null
  readonly failedAt: number | null
  readonly lastFailure: string | null
}

export interface DeadLetter {
  readonly webhookId: string
  readonly seq: number
  readonly attempts: number
  readonly failure: string
  readonly diedAt: number
  /** An operator asked to send it again. */
  readonly retry: boolean
}

/** A webhook as operators see it. */
export interface WebhookState extends WebhookRecord {
  readonly deadLetters: number
  /** Numbers of the journal it has not come to yet, those of other topics included. */
  readonly behind: number
}

const DEAD_LETTER_KEPT_MS = 90 * 86_400_000

export function webhookStore(database: Database) {
  return {
    /**
     * Makes the webhooks of the store those of the configuration. A new one begins where the journal stands; one that is gone is forgotten;
     * one with a new address goes on where it was, also if its old receiver had said that it is gone.
     */
    async syncWebhooks(webhooks: readonly { readonly id: string; readonly url: string }[], now: number): Promise<void> {
      const known = new Map((await database.rows('select * from webhook')).map((row) => [String(row.id), readWebhook(row)]))
      const listed = new Set(webhooks.map(({ id }) => id))
      const statements: Statement[] = []
      for (const { id, url } of webhooks) {
        const old = known.get(id)
        if (!old) statements.push(beginStatement(id, url, now))
        else if (old.url !== url) {
          statements.push({ sql: 'update webhook set url = $1 where id = $2', values: [url, id] }, resumeStatement(id, now))
        }
      }
      for (const id of known.keys()) {
        if (listed.has(id)) continue
        statements.push(
          { sql: 'delete from webhook_dead_letter where webhook_id = $1', values: [id] },
          { sql: 'delete from webhook where id = $1', values: [id] }
        )
      }
      if (statements.length > 0) await database.batch(statements)
    },

    /** Leases webhooks that are not held and have something to do: the journal goes on, or a dead letter is to be sent again. */
    async claimWebhooks(limit: number, ids: readonly string[], now: number, leaseMs: number): Promise<readonly WebhookRecord[]> {
      if (ids.length === 0) return []
      const rows = await database.rows(
        `update webhook set lease_until = $1
         where id in (
             select id from webhook where disabled_at is null and due_at <= $2 and lease_until <= $2 and id in (${placeholders(ids.length, 4)})
               and (seq < (select coalesce(max(seq), 0) from journal)
                 or exists (select 1 from webhook_dead_letter d where d.webhook_id = webhook.id and d.retry = 1))
             order by due_at limit $3)
           and lease_until <= $2
         returning *`,
        [now + leaseMs, now, limit, ...ids]
      )
      return rows.map(readWebhook)
    },

    /** Dead letters of a webhook that an operator wants to be sent again, oldest first. */
    async lettersToRetry(webhookId: string, limit: number): Promise<readonly DeadLetter[]> {
      const rows = await database.rows('select * from webhook_dead_letter where webhook_id = $1 and retry = 1 order by seq limit $2', [
        webhookId,
        limit
      ])
      return rows.map(readLetter)
    },

    async deadLetters(webhookId: string | null, limit: number): Promise<readonly DeadLetter[]> {
      const rows =
        webhookId === null
          ? await database.rows('select * from webhook_dead_letter order by webhook_id, seq limit $1', [limit])
          : await database.rows('select * from webhook_dead_letter where webhook_id = $1 order by seq limit $2', [webhookId, limit])
      return rows.map(readLetter)
    },

    /** How every webhook is doing, by id. */
    async webhookStates(): Promise<readonly WebhookState[]> {
      const rows = await database.rows(
        `select webhook.*, (select count(*) from webhook_dead_letter d where d.webhook_id = webhook.id) as dead_letters,
           (select coalesce(max(seq), 0) from journal) - seq as behind
         from webhook order by id`
      )
      return rows.map((row) => ({ ...readWebhook(row), deadLetters: Number(row.dead_letters), behind: Math.max(0, Number(row.behind)) }))
    },

    /** Has the dead letters of a webhook, or of all (null), sent once more. @returns how many */
    async retryDeadLetters(webhookId: string | null): Promise<number> {
      const rows =
        webhookId === null
          ? await database.rows('update webhook_dead_letter set retry = 1 returning seq')
          : await database.rows('update webhook_dead_letter set retry = 1 where webhook_id = $1 returning seq', [webhookId])
      return rows.length
    },

    /** Sends to a webhook again at once, whatever its receiver said. */
    async resumeWebhook(id: string, now: number): Promise<void> {
      await database.batch([resumeStatement(id, now)])
    },

    /** Frees what a killed process had taken; only for one that is alone on the database. */
    async releaseWebhookLeases(): Promise<void> {
      await database.batch([{ sql: 'update webhook set lease_until = 0' }])
    },

    applyWebhook: (statements: readonly Statement[]): Promise<void> => database.batch(statements)
  }
}

/** The journal was read up to `seq`: what stood there is delivered, or of no interest. Guarded, so that a lost lease moves nothing. */
export function advanceStatement({ id, seq: from }: WebhookRecord, seq: number, deliveredAt: number | null): Statement {
  return {
    sql: 'update webhook set seq = $1, attempts = 0, delivered_at = coalesce($2, delivered_at) where id = $3 and seq = $4',
    values: [seq, deliveredAt, id, from],
    mustChange: 1
  }
}

export function releaseStatement(id: string): Statement {
  return { sql: 'update webhook set lease_until = 0 where id = $1', values: [id] }
}

/** The event at hand failed and is tried again then; those behind it wait. */
export function retryWebhookStatement(
  { id, seq }: WebhookRecord,
  attempts: number,
  dueAt: number,
  failure: string,
  now: number
): Statement {
  return {
    sql: 'update webhook set attempts = $1, due_at = $2, lease_until = 0, last_failure = $3, failed_at = $4 where id = $5 and seq = $6',
    values: [attempts, dueAt, failure, now, id, seq]
  }
}

/** The event at hand is given up, and the next one has its turn. */
export function deadLetterStatements(
  webhook: WebhookRecord,
  seq: number,
  attempts: number,
  failure: string,
  now: number
): readonly Statement[] {
  return [
    {
      sql: `insert into webhook_dead_letter (webhook_id, seq, attempts, failure, died_at, retry) values ($1, $2, $3, $4, $5, 0)
            on conflict (webhook_id, seq) do update set attempts = excluded.attempts, failure = excluded.failure, retry = 0`,
      values: [webhook.id, seq, attempts, failure, now]
    },
    { sql: 'delete from webhook_dead_letter where webhook_id = $1 and died_at < $2', values: [webhook.id, now - DEAD_LETTER_KEPT_MS] },
    { sql: 'update webhook set last_failure = $1, failed_at = $2 where id = $3', values: [failure, now, webhook.id] }
  ]
}

export function forgetLetterStatement(webhookId: string, seq: number): Statement {
  return { sql: 'delete from webhook_dead_letter where webhook_id = $1 and seq = $2', values: [webhookId, seq] }
}

export function disableStatement(id: string, failure: string, now: number): Statement {
  return {
    sql: 'update webhook set disabled_at = $1, lease_until = 0, last_failure = $2, failed_at = $1 where id = $3',
    values: [now, failure, id]
  }
}

function resumeStatement(id: string, now: number): Statement {
  return { sql: 'update webhook set disabled_at = null, attempts = 0, due_at = $1, lease_until = 0 where id = $2', values: [now, id] }
}

function beginStatement(id: string, url: string, now: number): Statement {
  return {
    sql: `insert into webhook (id, url, seq, attempts, due_at, lease_until) select $1, $2, coalesce(max(seq), 0), 0, $3, 0 from journal where 1 = 1
          on conflict (id) do nothing`,
    values: [id, url, now]
  }
}

function readWebhook(row: Row): WebhookRecord {
  return {
    id: String(row.id),
    url: String(row.url),
    seq: Number(row.seq),
    attempts: Number(row.attempts),
    dueAt: Number(row.due_at),
    leaseUntil: Number(row.lease_until),
    disabledAt: numberOrNull(row.disabled_at),
    deliveredAt: numberOrNull(row.delivered_at),
    failedAt: numberOrNull(row.failed_at),
    lastFailure: textOrNull(row.last_failure)
  }
}

function readLetter(row: Row): DeadLetter {
  return {
    webhookId: String(row.webhook_id),
    seq: Number(row.seq),
    attempts: Number(row.attempts),
    failure: String(row.failure),
    diedAt: Number(row.died_at),
    retry: row.retry === 1
  }
}
