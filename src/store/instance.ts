import type { Database } from './database.ts'

export function instanceStore(database: Database) {
  return {
    /**
     * A secret of this instance, the same for all processes that share the database and after every restart.
     * @param candidate what it becomes when there is none yet
     */
    async instanceSecret(name: string, candidate: string): Promise<string> {
      const key = `secret_${name}`
      await database.rows('insert into instance (key, value) values ($1, $2) on conflict (key) do nothing', [key, candidate])
      return String((await database.rows('select value from instance where key = $1', [key]))[0]!.value)
    }
  }
}
