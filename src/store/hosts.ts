import { CourantError } from '../errors.ts'
import type { HostTurn } from '../model/host-turn.ts'
import type { Database, Statement } from './database.ts'

export interface HostPace {
  readonly connectionsMax: number
  /** Between the starts of two requests. */
  readonly spacingMs: number
  /** A connection of which nothing was heard is forgotten after so long. */
  readonly connectionMsMax: number
}

const PAUSE_MS_MAX = 86_400_000
/** After a crash of the database the pace begins anew, as in a process that starts. */
const PACE = { fleeting: true }

/** The pace towards hosts, for processes that share a database. */
export function hostStore(database: Database) {
  return {
    /** Starts a request to a host, if the pace allows one now. @param holder names this very request */
    async enterHost(
      host: string,
      holder: string,
      { connectionsMax, spacingMs, connectionMsMax }: HostPace,
      now: number
    ): Promise<HostTurn> {
      try {
        const turn: Statement = {
          // An instant far ahead comes from a clock that was put back, and holds for nothing. The row is held to the end of the batch.
          sql: `insert into host (name, next_at, paused_until) values ($1, $2, 0) on conflict (name) do update set next_at = excluded.next_at
                where (host.next_at <= $3 or host.next_at > $2) and (host.paused_until <= $3 or host.paused_until > $4)`,
          values: [host, now + spacingMs, now, now + PAUSE_MS_MAX],
          mustChange: 1
        }
        const connection: Statement = {
          sql: `insert into host_connection (host, holder, until_at) select name, $2, $3 from host
                where name = $1 and (select count(*) from host_connection where host = $1 and until_at > $4 and until_at <= $3) < $5`,
          values: [host, holder, now + connectionMsMax, now, connectionsMax],
          mustChange: 1
        }
        await database.batch([turn, connection], PACE)
        return { kind: 'entered' }
      } catch (error) {
        if (!(error instanceof CourantError && error.code === 'GUARD_FAILED')) throw error
      }
      const [row] = await database.rows('select next_at, paused_until from host where name = $1', [host])
      const pausedUntil = Number(row?.paused_until ?? 0)
      if (pausedUntil > now && pausedUntil <= now + PAUSE_MS_MAX) return { kind: 'paused', untilAt: pausedUntil }
      return { kind: 'busy', untilAt: Math.max(now, Number(row?.next_at ?? now)) }
    },

    async leaveHost(host: string, holder: string): Promise<void> {
      await database.rows('delete from host_connection where host = $1 and holder = $2', [host, holder], PACE)
    },

    /** Lets a host rest; the longer of two pauses holds. */
    async pauseHost(host: string, untilAt: number, now: number): Promise<void> {
      await database.rows(
        `insert into host (name, next_at, paused_until) values ($1, $2, $3)
         on conflict (name) do update set paused_until = excluded.paused_until where host.paused_until < excluded.paused_until or host.paused_until > $4`,
        [host, now, Math.min(untilAt, now + PAUSE_MS_MAX), now + PAUSE_MS_MAX],
        PACE
      )
    }
  }
}

/** Hosts that nobody asks any more. */
export function forgetHostsStatements(now: number): readonly Statement[] {
  return [
    { sql: 'delete from host_connection where until_at < $1', values: [now] },
    { sql: 'delete from host where next_at < $1 and paused_until < $1', values: [now - PAUSE_MS_MAX] }
  ]
}
