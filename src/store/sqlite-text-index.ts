import type { Database, TextIndex } from './database.ts'

/** Distinct trigrams that one word of two characters may begin. */
const TRIGRAMS_MAX = 5_000

/**
 * SQLite's trigram index over `search_text`, kept by triggers. The index reads the texts through a view that adds two
 * spaces, so that every character begins some trigram: a word of two characters, as Chinese words mostly are, is then
 * found as the trigrams it begins.
 */
const PREPARE = `
  create view search_padded as select number, text || '  ' as text from search_text;
  create virtual table search_index using fts5(text, content = 'search_padded', content_rowid = 'number', tokenize = 'trigram case_sensitive 1');
  create virtual table search_trigram using fts5vocab(search_index, row);
  create trigger search_text_added after insert on search_text begin
    insert into search_index (rowid, text) values (new.number, new.text || '  ');
  end;
  create trigger search_text_removed after delete on search_text begin
    insert into search_index (search_index, rowid, text) values ('delete', old.number, old.text || '  ');
  end;
  create trigger search_text_changed after update of text on search_text when old.text <> new.text begin
    insert into search_index (search_index, rowid, text) values ('delete', old.number, old.text || '  ');
    insert into search_index (rowid, text) values (new.number, new.text || '  ');
  end;
  insert into search_index (search_index) values ('rebuild');
`

/** Makes the index where it is missing, from all texts there are. */
export async function prepareTextIndex(rows: Database['rows'], exec: (sql: string) => void): Promise<void> {
  const present = await rows(`select name from sqlite_schema where name in ('search_text', 'search_index')`)
  if (present.length !== 1 || present[0]!.name !== 'search_text') return
  exec(`begin immediate; ${PREPARE} commit;`)
}

export function sqliteTextIndex(rows: Database['rows']): TextIndex {
  return {
    async rowsWith(words) {
      const phrases: string[] = []
      const single: string[] = []
      for (const word of words) {
        const length = [...word].length
        if (length >= 3) phrases.push(quoted(word))
        else if (length === 2) phrases.push(await trigramsFrom(word))
        else single.push(word)
      }
      const conditions = single.map((_, index) => `instr(text, $${index + 1}) > 0`)
      if (phrases.length > 0) {
        conditions.push(`number in (select rowid from search_index where search_index match $${single.length + 1})`)
      }
      return {
        sql: `select number from search_text where ${conditions.join(' and ')}`,
        values: [...single, ...(phrases.length > 0 ? [phrases.join(' AND ')] : [])]
      }
    }
  }

  async function trigramsFrom(word: string): Promise<string> {
    const found = await rows(`select term from search_trigram where term >= $1 and term < $1 || char(1114111) limit ${TRIGRAMS_MAX}`, [word])
    return `(${found.length === 0 ? quoted(`${word}\u0001`) : found.map((row) => quoted(String(row.term))).join(' OR ')})`
  }
}

/** A phrase of FTS5's query language in which nothing but the quotation mark means anything. */
function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`
}
