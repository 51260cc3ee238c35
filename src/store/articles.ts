import type { ArticleRecord, ArticleWithEntries, ArticleWithLead } from '../model/article.ts'
import type { Entry } from '../model/entry.ts'
import type { Database, Row, Statement, Value } from './database.ts'
import { ENTRY_COLUMNS_READ, entryStore, readEntryRow } from './entries.ts'
import { chunks, insertStatements, placeholders, textOrNull } from './row-values.ts'

// prettier-ignore
const ARTICLE_COLUMNS = [
  'id', 'tag_uri', 'story_id', 'story_reason', 'lead_entry_id', 'language', 'regions', 'first_seen_at', 'sort_at', 'changed_at', 'revision',
  'edited_title', 'edited_summary', 'merged_into'
] as const

const LEAD_NAMES = ENTRY_COLUMNS_READ.map((column) => [column, `e_${column}`] as const)
const LEAD_COLUMNS = LEAD_NAMES.map(([column, name]) => `e.${column} as ${name}`).join(', ')

const ENTRIES_LOOKED_AT = 60

/** Narrows a list of articles; what is left out does not narrow. */
export interface ArticleFilter {
  readonly topicId?: string
  readonly language?: string
  readonly sourceId?: string
  readonly storyId?: string
  /** Only articles sorted before this instant (and, at the same instant, before this id): the cursor of the next page. */
  readonly before?: { readonly sortAt: number; readonly id: string }
}

export function articleStore(database: Database) {
  const entries = entryStore(database)

  /**
   * The newest articles that a source has a copy of. An article is never sorted by a later instant than it was first seen, so looking at the source's
   * entries backwards from the last may end as soon as enough articles are newer than the next entry: of a large source few are looked at.
   */
  async function newestOfSource(sourceId: string, conditions: string, values: readonly Value[], limit: number): Promise<readonly string[]> {
    const own = `x cross join article a where x.source_id = $${values.length + 1} and a.id = x.article_id and ${conditions}`
    // An editor may have put an entry into an article that was first seen later. There are few of them: all are looked at.
    const moved = await database.rows(
      `with moved as materialized (select source_id, article_id from entry where placed_in is not null) select a.id, a.sort_at from moved ${own}`,
      [...values, sourceId]
    )
    for (let looked = Math.max(ENTRIES_LOOKED_AT, 4 * limit); ; looked *= 4) {
      // The words `cross join` keep the order: entries first, backwards by their index.
      const rows = await database.rows(
        `select a.id, a.sort_at, x.first_seen_at from entry ${own} order by x.first_seen_at desc, x.article_id desc limit $${values.length + 2}`,
        [...values, sourceId, looked]
      )
      const newest = [...new Map([...rows, ...moved].map((row) => [String(row.id), Number(row.sort_at)]))]
        .sort(([id, at], [otherId, otherAt]) => otherAt - at || (id < otherId ? 1 : -1))
        .slice(0, limit)
      const last = newest[limit - 1]
      if (rows.length < looked || (last !== undefined && last[1] > Number(rows.at(-1)!.first_seen_at))) return newest.map(([id]) => id)
    }
  }

  return {
    /** These articles, in the order they are asked for; those that are none are left out. */
    async articlesById(ids: readonly string[]): Promise<readonly ArticleWithLead[]> {
      const found = new Map<string, ArticleWithLead>()
      for (const part of chunks(ids)) {
        const rows = await database.rows(
          `select a.*, ${LEAD_COLUMNS} from article a join entry e on e.id = a.lead_entry_id where a.id in (${placeholders(part.length)})`,
          part
        )
        for (const row of rows) found.set(String(row.id), withWords(readArticleRow(row), readLead(row)))
      }
      return ids.flatMap((id) => found.get(id) ?? [])
    },

    /** Articles with every copy of each, the leading one first. */
    async articlesWithEntries(ids: readonly string[]): Promise<readonly ArticleWithEntries[]> {
      const [articles, copies] = await Promise.all([this.articlesById(ids), entries.entriesOfArticles(ids)])
      const byArticle = Map.groupBy(copies, ({ articleId }) => articleId)
      return articles.map((article) => ({
        ...article,
        entries: [{ ...article.lead, ...article.original }, ...(byArticle.get(article.id) ?? []).filter(({ id }) => id !== article.lead.id)]
      }))
    },

    /** An article with every copy of it. @returns null when there is none of this id */
    async findArticle(id: string): Promise<ArticleWithEntries | null> {
      const [article] = await this.articlesWithEntries([id])
      return article ?? null
    },

    /**
     * Finds an article by what a person has at hand.
     * @param target its id, its `tag:` id, the id of an entry, or the address it was published at
     * @returns of an article that became part of another, that one; null when nothing is known by it
     */
    async findArticleBy(target: string): Promise<ArticleWithEntries | null> {
      const tagged = /^tag:[^:]+:article\/([a-z2-7]+)$/.exec(target)
      const direct = await this.findArticle(tagged?.[1] ?? target)
      if (direct) return direct.mergedInto === null ? direct : this.findArticleBy(direct.mergedInto)
      const [entry] = await (/^https?:/i.test(target) ? entries.entriesAtUrl(target) : entries.entriesById([target]))
      return entry ? this.findArticle(entry.articleId) : null
    },

    /** Articles, newest first, without those that became part of another. */
    async listArticles(filter: ArticleFilter, limit: number): Promise<readonly ArticleWithLead[]> {
      const { conditions, values } = narrowedBy(filter)
      if (filter.sourceId !== undefined) return this.articlesById(await newestOfSource(filter.sourceId, conditions, values, limit))
      // Chosen first and read then: whole texts of all that could be meant are not carried through the sorting.
      const rows = await database.rows(
        `select a.id from article a where ${conditions} order by a.sort_at desc, a.id desc limit $${values.length + 1}`,
        [...values, limit]
      )
      return this.articlesById(rows.map((row) => String(row.id)))
    },

    async countArticles(): Promise<number> {
      const [row] = await database.rows('select count(*) as n from article where merged_into is null')
      return Number(row!.n)
    }
  }
}

/** Conditions on `article a` and their values, without that on the source. */
function narrowedBy(filter: ArticleFilter): { readonly conditions: string; readonly values: readonly Value[] } {
  const where: string[] = ['a.merged_into is null']
  const values: Value[] = []
  const bind = (value: Value) => `$${values.push(value)}`
  if (filter.topicId !== undefined) {
    where.push(`exists (select 1 from publication p where p.article_id = a.id and p.topic_id = ${bind(filter.topicId)})`)
  }
  if (filter.language !== undefined) where.push(`a.language = ${bind(filter.language)}`)
  if (filter.storyId !== undefined) where.push(`a.story_id = ${bind(filter.storyId)}`)
  if (filter.before !== undefined) {
    const at = bind(filter.before.sortAt)
    where.push(`(a.sort_at < ${at} or (a.sort_at = ${at} and a.id < ${bind(filter.before.id)}))`)
  }
  return { conditions: where.join(' and '), values }
}

export function upsertArticleStatements(articles: readonly ArticleRecord[]): readonly Statement[] {
  const rows = articles.map((article) => [
    article.id,
    article.tagUri,
    article.storyId,
    article.storyReason,
    article.leadEntryId,
    article.language,
    JSON.stringify(article.regions),
    article.firstSeenAt,
    article.sortAt,
    article.changedAt,
    article.revision,
    article.editedTitle,
    article.editedSummary,
    article.mergedInto
  ])
  return insertStatements(
    'article',
    ARTICLE_COLUMNS,
    rows,
    `on conflict (id) do update set story_id = excluded.story_id, story_reason = excluded.story_reason,
       lead_entry_id = excluded.lead_entry_id, language = excluded.language, regions = excluded.regions,
       changed_at = excluded.changed_at, revision = excluded.revision,
       edited_title = excluded.edited_title, edited_summary = excluded.edited_summary,
       merged_into = excluded.merged_into`,
    1
  )
}

export function readArticleRow(row: Row): ArticleRecord {
  return {
    id: String(row.id),
    tagUri: String(row.tag_uri),
    storyId: String(row.story_id),
    storyReason: textOrNull(row.story_reason),
    leadEntryId: String(row.lead_entry_id),
    language: String(row.language),
    regions: JSON.parse(String(row.regions)) as string[],
    firstSeenAt: Number(row.first_seen_at),
    sortAt: Number(row.sort_at),
    changedAt: Number(row.changed_at),
    revision: Number(row.revision),
    editedTitle: textOrNull(row.edited_title),
    editedSummary: textOrNull(row.edited_summary),
    mergedInto: textOrNull(row.merged_into)
  }
}

function withWords(article: ArticleRecord, lead: Entry): ArticleWithLead {
  const { title, summary } = lead
  return {
    ...article,
    lead: { ...lead, title: article.editedTitle ?? title, summary: article.editedSummary ?? summary },
    original: { title, summary }
  }
}

function readLead(row: Row) {
  const entry: Record<string, Value> = {}
  for (const [column, name] of LEAD_NAMES) entry[column] = row[name]!
  return readEntryRow(entry)
}
