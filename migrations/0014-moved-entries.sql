-- Of entries that an editor moved to another article: where they had been placed, and why they stand elsewhere. article_id is where they stand.
alter table entry add column placed_in text;
alter table entry add column moved_because text;

-- The article that one without entries became part of: its address leads there.
alter table article add column merged_into text;
create index entry_placed on entry (placed_in) where placed_in is not null;
