import type { Database, TextIndex } from './database.ts'

/** Distinct trigrams that one word of two characters may begin. */
const TRIGRAMS_MAX = 5_000

/**
 * SQLite's trigram index over `search_text`. It reads the texts through a view that adds two spaces, so that every
 * character begins some trigram: a word of two characters, as Chinese words mostly are, is then found as the trigrams it
 * begins. The index keeps no places within texts, which would be four fifths of it: the text itself tells whether trigrams stand
 * together. New texts wait behind a mark until `catchUp`; triggers keep what is indexed right.
 */
const PREPARE = `
  create table search_mark (number integer not null);
  insert into search_mark (number) values (0);
  create view search_padded as select number, text || '  ' as text from search_text;
  create virtual table search_index
    using fts5(text, content = 'search_padded', content_rowid = 'number', tokenize = 'trigram case_sensitive 1', detail = none, columnsize = 0);
  insert into search_index (search_index, rank) values ('automerge', 16);
  create virtual table search_trigram using fts5vocab(search_index, row);
  create trigger search_text_removed after delete on search_text when old.number <= (select number from search_mark) begin
    insert into search_index (search_index, rowid, text) values ('delete', old.number, old.text || '  ');
  end;
  create trigger search_text_changed after update of text on search_text
    when old.text <> new.text and old.number <= (select number from search_mark) begin
    insert into search_index (search_index, rowid, text) values ('delete', old.number, old.text || '  ');
    insert into search_index (rowid, text) values (new.number, new.text || '  ');
  end;
`

/** What an index of an earlier Courant was made of: it was written with every text. */
const REMOVE_FORMER = `
  drop trigger search_text_added;
  drop trigger search_text_removed;
  drop trigger search_text_changed;
  drop table search_trigram;
  drop table search_index;
  drop view search_padded;
`

/** Makes the index where it is missing, without any text: {@link TextIndex.catchUp} takes them in. */
export async function prepareTextIndex(rows: Database['rows'], exec: (sql: string) => void): Promise<void> {
  const present = new Set((await rows('select name from sqlite_schema')).map(({ name }) => name))
  if (!present.has('search_text') || present.has('search_mark')) return
  exec(`begin immediate; ${present.has('search_text_added') ? REMOVE_FORMER : ''} ${PREPARE} commit;`)
}

export function sqliteTextIndex(rows: Database['rows'], exec: (sql: string) => void): TextIndex {
  return {
    async catchUp(limit) {
      const [mark] = await rows('select number from search_mark')
      const [last] = await rows(
        'select max(number) as number from (select number from search_text where number > $1 order by number limit $2)',
        [mark!.number!, limit]
      )
      if (last!.number == null) return false
      exec(`
        begin immediate;
        insert into search_index (rowid, text) select number, text || '  ' from search_text
          where number > (select number from search_mark) and number <= ${Number(last!.number)};
        update search_mark set number = ${Number(last!.number)};
        commit;`)
      return true
    },

    async rowsWith(words) {
      const whole = words.map((_, index) => `instr(text, $${index + 1}) > 0`).join(' and ')
      const waiting = `select number from search_text where number > (select number from search_mark) and ${whole}`
      const trigrams: string[] = []
      for (const word of words) {
        const characters = [...word]
        if (characters.length === 2) trigrams.push(await trigramsFrom(word))
        for (let index = 2; index < characters.length; index++) trigrams.push(quoted(characters.slice(index - 2, index + 1).join('')))
      }
      if (trigrams.length === 0) return { sql: `select number from search_text where ${whole}`, values: words }
      const indexed =
        `select i.rowid as number from search_index i where i.search_index match $${words.length + 1} and ` +
        `exists (select 1 from search_text where number = i.rowid and number <= (select number from search_mark) and ${whole})`
      return { sql: `${indexed} union all ${waiting}`, values: [...words, [...new Set(trigrams)].join(' AND ')] }
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
