import type { ArticleWithLead } from '../model/article.ts'
import { articleStore } from './articles.ts'
import type { Database, Value } from './database.ts'

/** One article as a topic shows it. */
export interface TopicArticle {
  readonly article: ArticleWithLead
  readonly addedAt: number
  readonly pinned: boolean
}

/** The same without its texts: enough to put what a topic shows in order. */
export interface ShownArticle {
  readonly article: { readonly id: string; readonly storyId: string; readonly sortAt: number }
  /** Who published the leading copy. */
  readonly sourceId: string
  readonly addedAt: number
  readonly pinned: boolean
}

/** Narrows what a topic shows; what is left out does not narrow. */
export interface TopicFilter {
  /** BCP 47 prefix: `zh` holds for zh-Hans too. */
  readonly language?: string
  /** ISO 3166 code; a country holds for its regions. */
  readonly region?: string
  /** Instants between which it was added to the topic, the second left out. */
  readonly addedBetween?: readonly [number, number]
}

/** How many articles of a topic there are of each kind, the most frequent first. */
export interface TopicFacets {
  readonly languages: readonly (readonly [tag: string, count: number])[]
  readonly regions: readonly (readonly [code: string, count: number])[]
}

export function topicPageStore(database: Database) {
  const articles = articleStore(database)

  /** What a topic shows, as far as its order goes: pinned first, then newest first. */
  async function shownInTopic(topicId: string, filter: TopicFilter, limit: number, offset = 0): Promise<readonly ShownArticle[]> {
    const values: Value[] = [topicId]
    const bind = (value: Value) => `$${values.push(value)}`
    const where = ['p.topic_id = $1']
    if (filter.language !== undefined) {
      const tag = bind(filter.language)
      where.push(`(a.language = ${tag} or substr(a.language, 1, ${bind(filter.language.length + 1)}) = ${bind(`${filter.language}-`)})`)
    }
    if (filter.region !== undefined) where.push(`a.regions like ${bind(`%"${filter.region}${filter.region.includes('-') ? '"' : ''}%`)}`)
    if (filter.addedBetween) where.push(`p.added_at >= ${bind(filter.addedBetween[0])} and p.added_at < ${bind(filter.addedBetween[1])}`)
    const rows = await database.rows(
      `select p.article_id, p.added_at, p.pinned, a.story_id, a.sort_at, e.source_id
       from publication p join article a on a.id = p.article_id join entry e on e.id = a.lead_entry_id
       where ${where.join(' and ')} order by p.pinned desc, p.sort_at desc, p.article_id desc limit ${bind(limit)} offset ${bind(offset)}`,
      values
    )
    return rows.map((row) => ({
      article: { id: String(row.article_id), storyId: String(row.story_id), sortAt: Number(row.sort_at) },
      sourceId: String(row.source_id),
      addedAt: Number(row.added_at),
      pinned: Number(row.pinned) === 1
    }))
  }

  return {
    shownInTopic,

    /** What a topic shows, with its texts: pinned first, then newest first. */
    async articlesInTopic(topicId: string, filter: TopicFilter, limit: number, offset = 0): Promise<readonly TopicArticle[]> {
      const shown = await shownInTopic(topicId, filter, limit, offset)
      const found = new Map((await articles.articlesById(shown.map(({ article }) => article.id))).map((article) => [article.id, article]))
      return shown.flatMap(({ article: { id }, addedAt, pinned }) => {
        const article = found.get(id)
        return article ? [{ article, addedAt, pinned }] : []
      })
    },

    async topicFacets(topicId: string): Promise<TopicFacets> {
      const rows = await database.rows(
        `select a.language, a.regions, count(*) as n from publication p join article a on a.id = p.article_id
         where p.topic_id = $1 group by a.language, a.regions`,
        [topicId]
      )
      const languages = new Map<string, number>()
      const regions = new Map<string, number>()
      for (const row of rows) {
        const count = Number(row.n)
        languages.set(String(row.language), (languages.get(String(row.language)) ?? 0) + count)
        for (const code of JSON.parse(String(row.regions)) as string[]) regions.set(code, (regions.get(code) ?? 0) + count)
      }
      return { languages: byCount(languages), regions: byCount(regions) }
    },

    /** The newest journal entry of a topic; null when nothing ever happened in it. */
    async journalHeadOf(topicId: string): Promise<{ readonly seq: number; readonly at: number } | null> {
      const [row] = await database.rows('select seq, at from journal where topic_id = $1 order by seq desc limit 1', [topicId])
      return row ? { seq: Number(row.seq), at: Number(row.at) } : null
    },

    /** The newest number of the whole journal; 0 when nothing ever happened. */
    async journalHead(): Promise<number> {
      const [row] = await database.rows('select seq from journal_head')
      return Number(row!.seq)
    },

    /** When this store was made. */
    async storeCreatedAt(): Promise<number> {
      const [row] = await database.rows('select min(applied_at) as at from schema_migration')
      return Number(row?.at ?? 0)
    }
  }
}

function byCount(counts: ReadonlyMap<string, number>): readonly (readonly [string, number])[] {
  return [...counts].sort((one, other) => other[1] - one[1] || (one[0] < other[0] ? -1 : 1))
}
