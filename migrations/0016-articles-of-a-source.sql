-- A source's articles are listed from the index alone: its entries, whole texts each, lie all over the file.
drop index entry_source_first;
create index entry_source_first on entry (source_id, first_seen_at, article_id);
