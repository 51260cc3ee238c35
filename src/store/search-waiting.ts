import type { Entry } from '../model/entry.ts'
import type { Statement } from './database.ts'
import { insertStatements } from './row-values.ts'

/** Has these entries be found as they are now, as soon as the index comes to them. */
export function searchStatements(entries: readonly Pick<Entry, 'id' | 'revision' | 'lastSeenAt'>[]): readonly Statement[] {
  return insertStatements(
    'search_waiting',
    ['at', 'entry_id', 'revision'],
    entries.map(({ id, revision, lastSeenAt }) => [lastSeenAt, id, revision]),
    'on conflict do nothing'
  )
}

/** Statements after which the index counts as empty: all of it is taken in again. */
export const SEARCH_ANEW: readonly string[] = [
  `insert into search_waiting (at, entry_id, revision)
   select e.first_seen_at, e.id, e.revision from searched s join entry e on e.id = s.entry_id where 1 = 1 on conflict do nothing`,
  'delete from searched'
]
