import { setImmediate, setTimeout } from 'node:timers/promises'
import { CourantError } from '../errors.ts'
import type { Database, Statement } from './database.ts'

/** How often a turn may be overtaken before it asks others to wait, and before it fails: then, each of them had one under way. */
const ROUNDS_FREE = 2
const ROUNDS_MAX = 10
const WAIT_MS = 25
/** Beyond this, whoever asked to wait was killed. */
const WAITS_MAX = 400

/** Whose turn it is to decide about articles, among the callers of this process and all processes that share the database. */
export function createDecisionTurns(database: Database) {
  let turn: Promise<unknown> = Promise.resolve()
  /** How often was decided when the running turn began to read; null between turns, and where the engine itself keeps others out. */
  let decided: number | null = null

  /** How often was decided, as soon as nobody else asks to wait. */
  async function countWhenFree(): Promise<number> {
    for (let waits = 0; ; waits++) {
      const [head] = await database.rows('select seq, reserved from decision_head')
      if (head!.reserved === 0) return Number(head!.seq)
      if (waits === WAITS_MAX) await release()
      else await setTimeout(WAIT_MS)
    }
  }

  /** Asks others to begin no turn. @returns how often was decided by then */
  async function reserve(): Promise<number> {
    for (;;) {
      await countWhenFree()
      const [head] = await database.rows('update decision_head set reserved = 1 where reserved = 0 returning seq')
      if (head) return Number(head.seq)
    }
  }

  async function release(): Promise<void> {
    await database.rows('update decision_head set reserved = 0')
  }

  async function wasOvertaken(error: unknown, since: number): Promise<boolean> {
    if (!(error instanceof CourantError) || error.code !== 'GUARD_FAILED') return false
    return Number((await database.rows('select seq from decision_head'))[0]!.seq) !== since
  }

  async function withoutOthers<T>(work: () => Promise<T>): Promise<T> {
    for (let round = 1; ; round++) {
      const reserves = round > ROUNDS_FREE
      decided = await (reserves ? reserve() : countWhenFree())
      try {
        return await work()
      } catch (error) {
        if (round === ROUNDS_MAX || !(await wasOvertaken(error, decided))) throw error
      } finally {
        decided = null
        if (reserves) await release()
      }
    }
  }

  return {
    /** Writes what was decided within a turn, unless another process decided since the turn began to read. @throws GUARD_FAILED */
    async writeDecision(statements: readonly Statement[]): Promise<void> {
      if (decided === null) return database.batch(statements)
      const guard = { sql: 'update decision_head set seq = seq + 1 where seq = $1', values: [decided], mustChange: 1 }
      await database.batch([guard, ...statements])
      decided++
    },

    /**
     * Runs `work` alone, among all processes that share the database: what reads, decides and writes takes turns, so that
     * of two polls that bring one article the second sees the first. Where other processes cannot be kept out, `work` runs once
     * more when one of them decided meanwhile, and in the end has them wait.
     */
    inTurn<T>(work: () => Promise<T>): Promise<T> {
      const alone = database.sharing ? () => database.sharing!.exclusively(work) : () => withoutOthers(work)
      const result = turn.then(alone, alone)
      // Between two turns the main loop answers requests: what waits on nothing but the store would never let go.
      turn = result.then(
        () => setImmediate(),
        () => setImmediate()
      )
      return result
    }
  }
}
