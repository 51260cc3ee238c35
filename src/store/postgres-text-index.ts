import type { TextIndex } from './database.ts'

/** Folded texts by number; trigrams of them where the extension can be had, without which a search reads them all. */
export const MAKE_TEXTS = 'create table search_folded (number bigint primary key, text text not null)'
export const MAKE_TRIGRAMS = `
  create extension if not exists pg_trgm;
  create index search_folded_trigrams on search_folded using gin (text gin_trgm_ops);
`

export const postgresTextIndex: TextIndex = {
  put: (number, text) => [{ sql: 'insert into search_folded (number, text) values ($1, $2)', values: [number, text] }],

  remove: (numbers) => numbers.map((number) => ({ sql: 'delete from search_folded where number = $1', values: [number] })),

  async rowsWith(words) {
    return {
      sql: `select number from search_folded where ${words.map((_, index) => `text like $${index + 1} escape '!'`).join(' and ')}`,
      values: words.map((word) => `%${word.replace(/[!%_]/g, '!$&')}%`)
    }
  }
}
