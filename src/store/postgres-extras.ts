/** What a process that wrote to the journal says to those that listen. */
export const JOURNAL_CHANNEL = 'courant_journal'

/** Tells every listening process that the journal grew, whoever wrote it; kept by the database itself. */
export const JOURNAL_TRIGGER = `
  create or replace function courant_journal_grew() returns trigger language plpgsql as $$
    begin
      perform pg_notify('${JOURNAL_CHANNEL}', '');
      return null;
    end
  $$;
  create trigger journal_grew after insert on journal for each statement execute function courant_journal_grew();
`

/** Which of what the database keeps beside the schema are there. */
export const EXTRAS_PRESENT = `
  select (select count(*) from pg_trigger where tgrelid = to_regclass('journal') and tgname = 'journal_grew') as trigger,
         (case when to_regclass('search_folded') is null then 0 else 1 end) as texts,
         (case when to_regclass('search_folded_trigrams') is null then 0 else 1 end) as trigrams,
         (select count(*) from pg_available_extensions where name = 'pg_trgm') as available,
         (case when to_regclass('journal') is null or to_regclass('searched') is null then 0 else 1 end) as tables
`
