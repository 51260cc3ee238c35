/** Every connection keeps each of these statements, parsed and planned, from its third use on. */
const STATEMENTS_PREPARED_MAX = 250
const STATEMENTS_COUNTED_MAX = 5_000

/** Names for the statements that come again and again, by which each connection keeps them prepared. */
export function createStatementNames() {
  const named = new Map<string, { readonly name: string }>()
  const uses = new Map<string, number>()
  let generation = 0

  return {
    of(sql: string): { readonly name?: string } {
      const known = named.get(sql)
      if (known !== undefined || named.size >= STATEMENTS_PREPARED_MAX) return known ?? {}
      const count = (uses.get(sql) ?? 0) + 1
      if (count < 3) {
        if (uses.size >= STATEMENTS_COUNTED_MAX) uses.clear()
        uses.set(sql, count)
        return {}
      }
      uses.delete(sql)
      const name = { name: `courant_${generation}_${named.size}` }
      named.set(sql, name)
      return name
    },
    /** Has everything planned anew: the schema changed, as when a newer version joined. */
    forget(): void {
      generation++
      named.clear()
    }
  }
}
