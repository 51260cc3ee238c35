import type { Edit, EditKind, EditRecord } from '../model/edit.ts'
import type { Database, Row, Statement, Value } from './database.ts'
import { chunks, numberOrNull, placeholders, textOrNull } from './row-values.ts'

/** Narrows a list of edits; what is left out does not narrow. */
export interface EditFilter {
  /** Edits of this article, and those that led others into it. */
  readonly articleId?: string
  /** Made before this instant. */
  readonly before?: number
}

/** Where an entry stands, and where it was placed before an editor moved it. */
export interface EntryPlace {
  readonly entryId: string
  readonly articleId: string
  readonly placedIn: string
  /** Why an editor moved it; null where it stands as it was placed. */
  readonly because: string | null
}

export function editStore(database: Database) {
  return {
    /** The edits of these articles that hold, oldest first. */
    async editsOf(articleIds: readonly string[]): Promise<readonly Edit[]> {
      const found: Edit[] = []
      for (const part of chunks(articleIds)) {
        const rows = await database.rows(
          `select * from edit where article_id in (${placeholders(part.length)}) and undone_at is null order by made_at, id`,
          part
        )
        found.push(...rows.map(readEditRow))
      }
      return found
    },

    /** Changes with every edit that is made or undone. */
    async editsState(): Promise<string> {
      const [row] = await database.rows('select count(*) as n, count(undone_at) as undone, max(made_at) as made from edit')
      return `${String(row!.n)} ${String(row!.undone)} ${String(row!.made)}`
    },

    /** What editors showed and hid in a topic by edits that hold, newest first. */
    async choicesIn(topicId: string, limit: number): Promise<readonly Edit[]> {
      const rows = await database.rows(
        `select * from edit where topic_id = $1 and kind in ('pin', 'add', 'hide') and undone_at is null order by made_at desc, id desc limit $2`,
        [topicId, limit]
      )
      return rows.map(readEditRow)
    },

    /** Every merge and split that holds, oldest first. */
    async groupingEdits(): Promise<readonly Edit[]> {
      const rows = await database.rows(`select * from edit where kind in ('merge', 'split') and undone_at is null order by made_at, id`)
      return rows.map(readEditRow)
    },

    /** Entries that stand in these articles, or were placed there, each with where it was placed. */
    async placesOf(articleIds: readonly string[]): Promise<readonly EntryPlace[]> {
      const found = new Map<string, EntryPlace>()
      for (const part of chunks(articleIds)) {
        const list = placeholders(part.length)
        const rows = await database.rows(
          `select id, article_id, placed_in, moved_because from entry where article_id in (${list}) or placed_in in (${list})`,
          part
        )
        for (const row of rows) found.set(String(row.id), readPlaceRow(row))
      }
      return [...found.values()]
    },

    /** Edits, newest first, undone ones too. */
    async listEdits(limit: number, { articleId, before }: EditFilter = {}): Promise<readonly EditRecord[]> {
      const values: Value[] = [limit]
      const bind = (value: Value) => `$${values.push(value)}`
      const where: string[] = []
      if (articleId !== undefined) where.push(`(article_id = ${bind(articleId)} or payload like ${bind(`%"into":"${articleId}"%`)})`)
      if (before !== undefined) where.push(`made_at < ${bind(before)}`)
      const narrowed = where.length === 0 ? '' : `where ${where.join(' and ')}`
      return (await database.rows(`select * from edit ${narrowed} order by made_at desc, id desc limit $1`, values)).map(readEditRow)
    },

    /** When the newest edit was made; 0 when there is none. */
    async newestEditAt(): Promise<number> {
      const [row] = await database.rows('select max(made_at) as at from edit')
      return Number(row?.at ?? 0)
    },

    async findEdit(id: string): Promise<EditRecord | null> {
      const [row] = await database.rows('select * from edit where id = $1', [id])
      return row ? readEditRow(row) : null
    }
  }
}

export function editStatement(edit: Edit): Statement {
  return {
    sql: 'insert into edit (id, kind, topic_id, article_id, payload, made_by, why, made_at) values ($1, $2, $3, $4, $5, $6, $7, $8)',
    values: [edit.id, edit.kind, edit.topicId, edit.articleId, JSON.stringify(edit.payload), edit.madeBy, edit.why, edit.madeAt]
  }
}

/** Guarded: an edit is undone once. */
export function undoEditStatement(id: string, by: string, why: string, now: number): Statement {
  return {
    sql: 'update edit set undone_at = $2, undone_by = $3, undone_why = $4 where id = $1 and undone_at is null',
    values: [id, now, by, why],
    mustChange: 1
  }
}

/** Puts an entry where edits say that it belongs. */
export function moveEntryStatement({ entryId, placedIn }: EntryPlace, to: Pick<EntryPlace, 'articleId' | 'because'>): Statement {
  return {
    sql: 'update entry set article_id = $2, placed_in = $3, moved_because = $4 where id = $1',
    values: [entryId, to.articleId, placedIn, to.because],
    mustChange: 1
  }
}

function readPlaceRow(row: Row): EntryPlace {
  const articleId = String(row.article_id)
  return { entryId: String(row.id), articleId, placedIn: textOrNull(row.placed_in) ?? articleId, because: textOrNull(row.moved_because) }
}

function readEditRow(row: Row): EditRecord {
  return {
    id: String(row.id),
    kind: String(row.kind) as EditKind,
    topicId: textOrNull(row.topic_id),
    articleId: String(row.article_id),
    payload: JSON.parse(String(row.payload)) as Record<string, string>,
    madeBy: String(row.made_by),
    why: String(row.why),
    madeAt: Number(row.made_at),
    undoneAt: numberOrNull(row.undone_at),
    undoneBy: textOrNull(row.undone_by),
    undoneWhy: textOrNull(row.undone_why)
  }
}
