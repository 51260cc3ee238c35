import type { ArticleWithLead } from '../model/article.ts'
import type { Entry } from '../model/entry.ts'
import { plainText } from '../text/plain-text.ts'
import { searchFold } from '../text/search-fold.ts'
import { articleStore } from './articles.ts'
import type { Database, Statement, Value } from './database.ts'

/** UTF-16 units of an entry's text that can be found. */
const TEXT_UNITS_MAX = 6_000
const WORDS_MAX = 8
const WORD_UNITS_MAX = 60
/** Entries looked at for one search, the newest first. */
const ENTRIES_MAX = 2_000

export function searchStore(database: Database) {
  const articles = articleStore(database)

  return {
    /**
     * Articles of which some copy holds every word of a query as a substring, in any script, newest first. The query
     * is plain words: no character of it has a meaning of its own.
     * @param limit how many articles at most
     */
    async searchArticles(query: string, limit: number): Promise<readonly ArticleWithLead[]> {
      const words = searchWords(query)
      if (words.length === 0) return []
      const { sql, values } = database.textIndex ? await database.textIndex.rowsWith(words) : rowsLike(words)
      const rows = await database.rows(
        `select distinct a.id as id, a.sort_at as sort_at from article a join entry e on e.article_id = a.id
           join search_text s on s.entry_id = e.id
         where s.number in (${sql} order by 1 desc limit ${ENTRIES_MAX})
         order by a.sort_at desc, a.id desc limit $${values.length + 1}`,
        [...values, limit]
      )
      const order = rows.map((row) => String(row.id))
      const found = new Map((await articles.articlesById(order)).map((article) => [article.id, article]))
      return order.flatMap((id) => found.get(id) ?? [])
    }
  }
}

/** The words a query is searched by, folded; quotation marks keep words together. */
export function searchWords(query: string): readonly string[] {
  const folded = searchFold(query.slice(0, 500))
  const words = folded.split('"').flatMap((part, index) => (index % 2 === 1 ? [part.trim()] : part.split(' ')))
  return [...new Set(words.map((word) => word.slice(0, WORD_UNITS_MAX)).filter((word) => word !== ''))].slice(0, WORDS_MAX)
}

/** Makes an entry findable as it is now. */
export function searchTextStatement(entry: Entry): Statement {
  const text = searchFold([entry.title, entry.summary, plainText(entry.contentHtml).slice(0, TEXT_UNITS_MAX)].join(' '))
  return {
    sql: `insert into search_text (number, entry_id, text)
          select coalesce(max(number), 0) + 1, $1, $2 from search_text where 1 = 1
          on conflict (entry_id) do update set text = excluded.text`,
    values: [entry.id, text.slice(0, TEXT_UNITS_MAX)]
  }
}

function rowsLike(words: readonly string[]): { readonly sql: string; readonly values: readonly Value[] } {
  const conditions = words.map((_, index) => `text like $${index + 1} escape '!'`)
  return {
    sql: `select number from search_text where ${conditions.join(' and ')}`,
    values: words.map((word) => `%${word.replace(/[!%_]/g, '!$&')}%`)
  }
}
