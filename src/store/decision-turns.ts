import { setImmediate } from 'node:timers/promises'
import { CourantError } from '../errors.ts'
import type { Database, Statement } from './database.ts'

/** A command beside the daemon decides once or twice; a turn that is overtaken so often fails. */
const ROUNDS_MAX = 4

/** Whose turn it is to decide about articles, among the callers of this process and all processes that share the database. */
export function createDecisionTurns(database: Database) {
  let turn: Promise<unknown> = Promise.resolve()
  /** How often was decided when the running turn began to read; null between turns, and where the engine itself keeps others out. */
  let decided: number | null = null

  async function countDecisions(): Promise<number> {
    return Number((await database.rows('select seq from decision_head'))[0]!.seq)
  }

  async function withoutOthers<T>(work: () => Promise<T>): Promise<T> {
    for (let round = 1; ; round++) {
      decided = await countDecisions()
      try {
        return await work()
      } catch (error) {
        const refused = error instanceof CourantError && error.code === 'GUARD_FAILED'
        if (!refused || round === ROUNDS_MAX || (await countDecisions()) === decided) throw error
      } finally {
        decided = null
      }
    }
  }

  return {
    /** Writes what was decided within a turn, unless another process decided since the turn began to read. @throws GUARD_FAILED */
    async writeDecision(statements: readonly Statement[]): Promise<void> {
      if (decided === null) return database.batch(statements)
      await database.batch([{ sql: 'update decision_head set seq = seq + 1 where seq = $1', values: [decided], mustChange: 1 }, ...statements])
      decided++
    },

    /**
     * Runs `work` alone, among all processes that share the database: what reads, decides and writes takes turns, so that
     * of two polls that bring one article the second sees the first. Where other processes cannot be kept out, `work` runs once
     * more when one of them decided meanwhile.
     */
    inTurn<T>(work: () => Promise<T>): Promise<T> {
      const alone = database.sharing ? () => database.sharing!.exclusively(work) : () => withoutOthers(work)
      const result = turn.then(alone, alone)
      // Between two turns the main loop answers requests: what waits on nothing but the store would never let go.
      turn = result.then(() => setImmediate(), () => setImmediate())
      return result
    }
  }
}
