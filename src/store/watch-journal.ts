import type { Database } from './database.ts'

const LOOK_MS = 1_000

/**
 * Tells those who asked whenever the journal moved: at once after this process wrote to it, within a second after another did.
 * Engines that several processes share tell it themselves.
 */
export function createJournalWatch(database: Database) {
  const listeners = new Set<() => void>()

  return {
    /** Says that this process wrote to the journal. */
    announce: (): void => listeners.forEach((onMove) => onMove()),

    /** Calls `onMove` after the journal moved. Disposing ends it. */
    watchJournal(onMove: () => void): AsyncDisposable {
      if (database.sharing) return database.sharing.listen(onMove)
      let seen: unknown
      const look = async (): Promise<void> => {
        const [row] = await database.rows('select seq from journal_head')
        if (row?.seq !== seen) onMove()
        seen = row?.seq
      }
      const timer = setInterval(() => void look().catch(() => undefined), LOOK_MS).unref()
      listeners.add(onMove)
      return {
        async [Symbol.asyncDispose]() {
          clearInterval(timer)
          listeners.delete(onMove)
        }
      }
    }
  }
}
