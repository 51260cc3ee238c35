import type { Database, TextIndex } from './database.ts'

/** Distinct trigrams that a word of one or two characters may begin: with more than these it tells too little. */
const TRIGRAMS_MAX = 2_000

/**
 * SQLite's trigram index. Texts are handed to it with two spaces behind them, so that every character begins some trigram: a word of two
 * characters, as Chinese words mostly are, is then found as the trigrams it begins. It keeps no places within texts, which would be four
 * fifths of it, and no texts. What is removed is only marked, and leaves a part of the index when half of that is marked: with the 10 % that
 * are usual, removing a text costs five times what adding it does, and an index that is told the text of what is to go never shrinks at all.
 */
const MAKE = `
  create virtual table search_trigrams
    using fts5(text, content = '', contentless_delete = 1, tokenize = 'trigram case_sensitive 1', detail = none);
  insert into search_trigrams (search_trigrams, rank) values ('automerge', 16);
  insert into search_trigrams (search_trigrams, rank) values ('deletemerge', 50);
  create virtual table search_trigram using fts5vocab(search_trigrams, row);
`

/** What the indexes of earlier versions were made of. */
const REMOVE_FORMER = `
  drop trigger if exists search_text_added;
  drop trigger if exists search_text_removed;
  drop trigger if exists search_text_changed;
  drop table if exists search_trigram;
  drop table if exists search_index;
  drop table if exists search_mark;
  drop view if exists search_padded;
`

/** Makes the index where it is missing, without any text. @param none statements after which no entry counts as indexed */
export async function prepareTextIndex(rows: Database['rows'], exec: (sql: string) => void, none: readonly string[]): Promise<void> {
  const present = new Set((await rows('select name from sqlite_schema')).map(({ name }) => name))
  if (!present.has('searched') || present.has('search_trigrams')) return
  exec(`begin immediate; ${REMOVE_FORMER} ${MAKE} ${none.join('; ')}; commit;`)
}

export function sqliteTextIndex(rows: Database['rows']): TextIndex {
  return {
    put: (number, text) => [{ sql: 'insert into search_trigrams (rowid, text) values ($1, $2)', values: [number, `${text}  `] }],

    remove: (numbers) => numbers.map((number) => ({ sql: 'delete from search_trigrams where rowid = $1', values: [number] })),

    async rowsWith(words) {
      const conditions = new Set<string>()
      for (const word of words) {
        const characters = [...word]
        if (characters.length < 3) conditions.add(await trigramsFrom(word))
        for (let index = 2; index < characters.length; index++) conditions.add(quoted(characters.slice(index - 2, index + 1).join('')))
      }
      conditions.delete(ANYTHING)
      if (conditions.size === 0) return null
      return { sql: 'select rowid as number from search_trigrams where search_trigrams match $1', values: [[...conditions].join(' AND ')] }
    }
  }

  async function trigramsFrom(word: string): Promise<string> {
    const found = await rows(`select term from search_trigram where term >= $1 and term < $1 || char(1114111) limit ${TRIGRAMS_MAX}`, [
      word
    ])
    if (found.length === TRIGRAMS_MAX) return ANYTHING
    return `(${found.length === 0 ? quoted(`${word}\u0001`) : found.map((row) => quoted(String(row.term))).join(' OR ')})`
  }
}

const ANYTHING = ''

/** A phrase of FTS5's query language in which nothing but the quotation mark means anything. */
function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`
}
