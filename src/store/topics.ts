import type { TermHit, TopicMatch } from '../model/entry.ts'
import type { JournalDraft, JournalEntry, JournalKind } from '../model/journal.ts'
import type { Database, Row, Statement, Value } from './database.ts'
import { chunks, placeholders } from './row-values.ts'

/** A decision about one article and one topic, as it was made. */
export interface MatchRecord extends TopicMatch {
  readonly articleId: string
  readonly configHash: string
  readonly decidedAt: number
}

/** An article that a topic shows now. */
export interface Publication {
  readonly topicId: string
  readonly articleId: string
  readonly sortAt: number
  readonly addedAt: number
  readonly pinned: boolean
}

export function topicStore(database: Database) {
  return {
    /** What was decided about these articles, near misses too. */
    async matchesOf(articleIds: readonly string[]): Promise<readonly MatchRecord[]> {
      const found: MatchRecord[] = []
      for (const part of chunks(articleIds)) {
        const rows = await database.rows(`select * from topic_match where article_id in (${placeholders(part.length)})`, part)
        found.push(...rows.map(readMatchRow))
      }
      return found
    },

    /** In which topics these articles stand now. */
    async publicationsOf(articleIds: readonly string[]): Promise<readonly Publication[]> {
      const found: Publication[] = []
      for (const part of chunks(articleIds)) {
        const rows = await database.rows(`select * from publication where article_id in (${placeholders(part.length)})`, part)
        found.push(...rows.map(readPublicationRow))
      }
      return found
    },

    /** What a topic shows, pinned first, then newest first. */
    async publicationsIn(topicId: string, limit: number): Promise<readonly Publication[]> {
      const rows = await database.rows(
        'select * from publication where topic_id = $1 order by pinned desc, sort_at desc, article_id desc limit $2',
        [topicId, limit]
      )
      return rows.map(readPublicationRow)
    },

    /** Articles that had words of a topic, but not enough: the newest. @returns their ids */
    async nearMisses(topicId: string, limit: number): Promise<readonly string[]> {
      const rows = await database.rows(
        `select m.article_id from topic_match m join article a on a.id = m.article_id
         where m.topic_id = $1 and m.matched = 0 and m.score > 0 and a.merged_into is null order by a.sort_at desc, a.id desc limit $2`,
        [topicId, limit]
      )
      return rows.map((row) => String(row.article_id))
    },

    /** How many articles each topic shows. */
    async countPublications(): Promise<ReadonlyMap<string, number>> {
      const rows = await database.rows('select topic_id, count(*) as n from publication group by topic_id')
      return new Map(rows.map((row) => [String(row.topic_id), Number(row.n)]))
    },

    /** The journal after a number, oldest first. */
    async journalAfter(seq: number, limit: number, topicId?: string): Promise<readonly JournalEntry[]> {
      const values: Value[] = [seq, limit, ...(topicId === undefined ? [] : [topicId])]
      const rows = await database.rows(
        `select * from journal where seq > $1 ${topicId === undefined ? '' : 'and topic_id = $3'} order by seq limit $2`,
        values
      )
      return rows.map(readJournalRow)
    },

    /** All that ever happened to an article in topics, oldest first. */
    async journalOfArticle(articleId: string): Promise<readonly JournalEntry[]> {
      return (await database.rows('select * from journal where article_id = $1 order by seq', [articleId])).map(readJournalRow)
    },

    /** The newest number of the journal, and per topic; 0 where nothing happened yet. */
    async journalHeads(): Promise<{
      readonly seq: number
      readonly topics: ReadonlyMap<string, { readonly seq: number; readonly at: number }>
    }> {
      const rows = await database.rows('select topic_id, max(seq) as seq, max(at) as at from journal group by topic_id')
      const topics = new Map(rows.map((row) => [String(row.topic_id), { seq: Number(row.seq), at: Number(row.at) }]))
      return { seq: Math.max(0, ...[...topics.values()].map(({ seq }) => seq)), topics }
    }
  }
}

export function matchStatement(match: MatchRecord): Statement {
  return {
    sql: `insert into topic_match (topic_id, article_id, score, matched, why, config_hash, decided_at) values ($1, $2, $3, $4, $5, $6, $7)
          on conflict (topic_id, article_id) do update set score = excluded.score, matched = excluded.matched, why = excluded.why,
            config_hash = excluded.config_hash, decided_at = excluded.decided_at`,
    values: [
      match.topicId,
      match.articleId,
      match.score,
      match.matched ? 1 : 0,
      JSON.stringify(match.why),
      match.configHash,
      match.decidedAt
    ]
  }
}

export function forgetMatchStatement(topicId: string, articleId: string): Statement {
  return { sql: 'delete from topic_match where topic_id = $1 and article_id = $2', values: [topicId, articleId] }
}

export function publishStatement(publication: Publication): Statement {
  return {
    sql: `insert into publication (topic_id, article_id, sort_at, added_at, pinned) values ($1, $2, $3, $4, $5)
          on conflict (topic_id, article_id) do update set pinned = excluded.pinned`,
    values: [publication.topicId, publication.articleId, publication.sortAt, publication.addedAt, publication.pinned ? 1 : 0]
  }
}

export function withdrawStatement(topicId: string, articleId: string): Statement {
  return { sql: 'delete from publication where topic_id = $1 and article_id = $2', values: [topicId, articleId] }
}

/**
 * Numbers the entries within the writing transaction. It holds the row of the newest number until it ends: there are no gaps, and
 * nobody sees a number before those below it.
 */
export function journalStatements(drafts: readonly JournalDraft[]): readonly Statement[] {
  if (drafts.length === 0) return []
  return [
    { sql: 'update journal_head set seq = seq + $1', values: [drafts.length], mustChange: 1 },
    ...drafts.map(({ topicId, kind, articleId, at }, index) => ({
      sql: 'insert into journal (seq, topic_id, kind, article_id, at) select seq - $1, $2, $3, $4, $5 from journal_head',
      values: [drafts.length - 1 - index, topicId, kind, articleId, at]
    }))
  ]
}

function readMatchRow(row: Row): MatchRecord {
  return {
    topicId: String(row.topic_id),
    articleId: String(row.article_id),
    score: Number(row.score),
    matched: row.matched === 1,
    why: JSON.parse(String(row.why)) as TermHit[],
    configHash: String(row.config_hash),
    decidedAt: Number(row.decided_at)
  }
}

function readPublicationRow(row: Row): Publication {
  return {
    topicId: String(row.topic_id),
    articleId: String(row.article_id),
    sortAt: Number(row.sort_at),
    addedAt: Number(row.added_at),
    pinned: row.pinned === 1
  }
}

export function readJournalRow(row: Row): JournalEntry {
  return {
    seq: Number(row.seq),
    topicId: String(row.topic_id),
    kind: String(row.kind) as JournalKind,
    articleId: String(row.article_id),
    at: Number(row.at)
  }
}
