import { setImmediate } from 'node:timers/promises'
import { CourantError } from '../errors.ts'
import type { ArticleWithLead } from '../model/article.ts'
import type { Entry } from '../model/entry.ts'
import { plainText } from '../text/plain-text.ts'
import { searchFold } from '../text/search-fold.ts'
import { articleStore } from './articles.ts'
import type { Database, Row, Statement, TextIndex } from './database.ts'
import { chunks, insertStatements, placeholders } from './row-values.ts'

/** UTF-16 units of an entry's text that can be found. */
const TEXT_UNITS_MAX = 6_000
const WORDS_MAX = 8
const WORD_UNITS_MAX = 60
/** Entries looked at for one search, the newest first. */
const ENTRIES_MAX = 2_000
/** Of those that wait for the index so many are read: mostly there are a few. */
const WAITING_MAX = 500
const READ_AT_ONCE = 50

type Texts = Pick<Entry, 'title' | 'summary' | 'contentHtml'>

/** Something whose text the index has yet to take in. */
interface Waiting {
  readonly entryId: string
  /** By which the index knows it, or is to know it; null where it gets one. */
  readonly number: number | null
  readonly known: boolean
  /** Null for an entry that is gone. */
  readonly texts: Texts | null
  /** Ends the waiting, unless another process has. */
  readonly done: Statement
}

export function searchStore(database: Database) {
  const articles = articleStore(database)

  async function nextWaiting(limit: number): Promise<readonly Waiting[]> {
    const rows = await database.rows(
      `select w.at, w.entry_id, w.revision, s.number, e.title, e.summary, e.content_html
       from search_waiting w left join entry e on e.id = w.entry_id left join searched s on s.entry_id = w.entry_id
       order by w.at, w.entry_id, w.revision limit $1`,
      [limit]
    )
    return rows.map((row) => ({
      ...readWaiting(row),
      known: row.number != null,
      done: {
        sql: 'delete from search_waiting where at = $1 and entry_id = $2 and revision = $3',
        values: [row.at!, row.entry_id!, row.revision!],
        mustChange: 1
      }
    }))
  }

  /** What an earlier version prepared for its own index: the newest first, for that is what is looked for. */
  async function nextFormer(limit: number): Promise<readonly Waiting[]> {
    const rows = await database.rows(
      `select t.number as former, t.entry_id, s.number, o.entry_id as holder, e.title, e.summary, e.content_html
       from (select number, entry_id from search_text order by number desc limit $1) t
       left join entry e on e.id = t.entry_id left join searched s on s.entry_id = t.entry_id left join searched o on o.number = t.number
       order by t.number`,
      [limit]
    )
    return rows.map((row) => ({
      ...readWaiting(row.number == null && row.holder == null ? { ...row, number: row.former! } : row),
      known: row.number != null,
      done: { sql: 'delete from search_text where number = $1 and entry_id = $2', values: [row.former!, row.entry_id!], mustChange: 1 }
    }))
  }

  /** Entries that may hold the words, with their articles: the newest that the index knows, and some that wait for it. */
  async function candidates(words: readonly string[]): Promise<readonly { readonly entryId: string; readonly articleId: string }[]> {
    const select = (ids: string) =>
      `select e.id as entry_id, a.id as article_id, a.sort_at as sort_at from entry e join article a on a.id = e.article_id where e.id in (${ids})`
    const narrowed = (await database.textIndex?.rowsWith(words)) ?? { sql: 'select number from searched', values: [] }
    const indexed = `select entry_id from searched where number in (${narrowed.sql} order by 1 desc limit ${ENTRIES_MAX})`
    const waiting = `select entry_id from search_waiting order by at desc, entry_id desc, revision desc limit ${WAITING_MAX}`
    const rows = [...(await database.rows(select(indexed), narrowed.values)), ...(await database.rows(select(waiting)))]
    const found = new Map(
      rows.map((row) => [
        String(row.entry_id),
        { entryId: String(row.entry_id), articleId: String(row.article_id), sortAt: Number(row.sort_at) }
      ])
    )
    return [...found.values()].sort((one, other) => other.sortAt - one.sortAt || (one.articleId < other.articleId ? 1 : -1))
  }

  async function holding(entryIds: readonly string[], words: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await database.rows(
      `select id, title, summary, content_html from entry where id in (${placeholders(entryIds.length)})`,
      entryIds
    )
    const hold = rows.filter((row) => {
      const text = searchedText(readTexts(row))
      return words.every((word) => text.includes(word))
    })
    return new Set(hold.map((row) => String(row.id)))
  }

  return {
    /**
     * Articles of which some copy holds every word of a query as a substring, in any script, newest first. The query
     * is plain words: no character of it has a meaning of its own.
     * @param limit how many articles at most
     */
    async searchArticles(query: string, limit: number): Promise<readonly ArticleWithLead[]> {
      const words = searchWords(query)
      if (words.length === 0) return []
      const order = new Set<string>()
      for (const part of chunks(await candidates(words), READ_AT_ONCE)) {
        const hold = await holding(
          part.map(({ entryId }) => entryId),
          words
        )
        for (const { entryId, articleId } of part) if (hold.has(entryId) && order.size < limit) order.add(articleId)
        if (order.size >= limit) break
        await setImmediate() // others are answered between two looks
      }
      return articles.articlesById([...order])
    },

    /**
     * Has the engine's index take in some of the entries that wait for it. Until then they are found by reading them.
     * @returns whether there were any
     */
    async indexTexts(limit: number): Promise<boolean> {
      const { textIndex } = database
      if (!textIndex) return false
      const newer = await nextWaiting(limit)
      const waiting = newer.length > 0 ? newer : await nextFormer(limit)
      if (waiting.length === 0) return false
      const [last] = await database.rows(
        'select coalesce((select max(number) from searched), 0) as searched, coalesce((select max(number) from search_text), 0) as former'
      )
      try {
        await database.batch(takeInStatements(waiting, Math.max(Number(last!.searched), Number(last!.former)), textIndex))
      } catch (error) {
        if (!(error instanceof CourantError) || error.code !== 'GUARD_FAILED') throw error // else another process took them in
      }
      return true
    }
  }
}

function takeInStatements(waiting: readonly Waiting[], last: number, textIndex: TextIndex): readonly Statement[] {
  const standing = [...new Map(waiting.map((one) => [one.entryId, one])).values()].filter(({ texts }) => texts !== null)
  let next = last + 1
  const numbered = standing.map((one) => ({ ...one, number: one.number ?? next++ }))
  const [known, fresh] = [numbered.filter(({ known }) => known), numbered.filter(({ known }) => !known)]
  return [
    ...waiting.map(({ done }) => done),
    ...insertStatements(
      'searched',
      ['number', 'entry_id'],
      fresh.map(({ number, entryId }) => [number, entryId]),
      ''
    ),
    ...textIndex.remove(known.map(({ number }) => number)),
    ...numbered.flatMap(({ number, texts }) => textIndex.put(number, searchedText(texts!)))
  ]
}

/** The words a query is searched by, folded; quotation marks keep words together. */
export function searchWords(query: string): readonly string[] {
  const folded = searchFold(query.slice(0, 500))
  const words = folded.split('"').flatMap((part, index) => (index % 2 === 1 ? [part.trim()] : part.split(' ')))
  return [...new Set(words.map((word) => word.slice(0, WORD_UNITS_MAX)).filter((word) => word !== ''))].slice(0, WORDS_MAX)
}

function searchedText({ title, summary, contentHtml }: Texts): string {
  return searchFold([title, summary, plainText(contentHtml).slice(0, TEXT_UNITS_MAX)].join(' ')).slice(0, TEXT_UNITS_MAX)
}

function readWaiting(row: Row): Omit<Waiting, 'known' | 'done'> {
  return {
    entryId: String(row.entry_id),
    number: row.number == null ? null : Number(row.number),
    texts: row.title == null ? null : readTexts(row)
  }
}

function readTexts(row: Row): Texts {
  return { title: String(row.title), summary: String(row.summary), contentHtml: String(row.content_html) }
}
