import type { Database } from './database.ts'
import { chunks, placeholders } from './row-values.ts'

/** What a story is made of. */
export interface StorySummary {
  readonly storyId: string
  readonly articles: number
  /** BCP 47 tags, the most frequent first. */
  readonly languages: readonly string[]
  /** Publisher families: what counts when asking how many tell it. */
  readonly owners: readonly string[]
}

export function storyStore(database: Database) {
  return {
    /** The story that another one became part of. @returns null when it did not */
    async storyInto(storyId: string): Promise<string | null> {
      const [row] = await database.rows('select into_id from story_merge where from_id = $1', [storyId])
      return row === undefined ? null : String(row.into_id)
    },

    /** How many articles, in which languages and by which publishers, tell these stories. Stories without articles are left out. */
    async storySummaries(storyIds: readonly string[]): Promise<ReadonlyMap<string, StorySummary>> {
      const rows = []
      for (const part of chunks([...new Set(storyIds)])) {
        rows.push(
          ...(await database.rows(
            `select a.story_id, a.language, e.owner, count(*) as n from article a join entry e on e.id = a.lead_entry_id
             where a.merged_into is null and a.story_id in (${placeholders(part.length)}) group by a.story_id, a.language, e.owner order by n desc, a.language, e.owner`,
            part
          ))
        )
      }
      const summaries = new Map<string, StorySummary>()
      for (const row of rows) {
        const storyId = String(row.story_id)
        const known = summaries.get(storyId) ?? { storyId, articles: 0, languages: [], owners: [] }
        summaries.set(storyId, {
          storyId,
          articles: known.articles + Number(row.n),
          languages: [...new Set([...known.languages, String(row.language)])],
          owners: [...new Set([...known.owners, String(row.owner)])]
        })
      }
      return summaries
    }
  }
}
