import type { Database, TextIndex } from './database.ts'

/**
 * Trigrams of the texts, where the extension can be had. They cost more than all else that a poll writes, so they are taken in beside the
 * polls: `search_ready` holds what is indexed, `search_mark` how far that is.
 */
export const MAKE_TEXT_INDEX = `
  create extension if not exists pg_trgm;
  create table search_ready (number bigint primary key, text text not null);
  create index search_ready_trigrams on search_ready using gin (text gin_trgm_ops);
  create table search_mark (number bigint not null);
  insert into search_mark (number) values (0);
  create function courant_search_text_left() returns trigger language plpgsql as $$
    begin
      if tg_op = 'DELETE' then delete from search_ready where number = old.number;
      else update search_ready set text = new.text where number = old.number;
      end if;
      return null;
    end
  $$;
  create trigger search_text_removed after delete on search_text for each row execute function courant_search_text_left();
  create trigger search_text_changed after update of text on search_text for each row
    when (old.text is distinct from new.text) execute function courant_search_text_left();
`

/** One process at a time takes texts in; those it takes in are not changed meanwhile. */
const catchUpSql = (lock: number): string => `
  with allowed as materialized (select pg_try_advisory_xact_lock(${lock}) as ok),
    waiting as materialized (
      select s.number, s.text from search_text s where s.number > (select number from search_mark) and (select ok from allowed)
      order by s.number limit $1 for share of s
    ),
    added as (insert into search_ready (number, text) select number, text from waiting on conflict (number) do nothing),
    moved as (update search_mark set number = greatest(number, (select max(number) from waiting)) where exists (select 1 from waiting))
  select count(*) as n from waiting`

/** @param lock names the work among other advisory locks */
export function postgresTextIndex(rows: Database['rows'], lock: number): TextIndex {
  const sql = catchUpSql(lock)
  return {
    async catchUp(limit) {
      const [taken] = await rows(sql, [limit])
      return taken!.n !== 0
    },

    async rowsWith(words) {
      const whole = words.map((_, index) => `text like $${index + 1} escape '!'`).join(' and ')
      return {
        sql: `select number from search_ready where ${whole} union all
              select number from search_text where number > (select number from search_mark) and ${whole}`,
        values: words.map((word) => `%${word.replace(/[!%_]/g, '!$&')}%`)
      }
    }
  }
}
