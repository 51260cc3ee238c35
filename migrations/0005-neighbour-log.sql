-- The matching index is a log of what was placed, from which a process makes its memory; nothing in it is looked up by words.
-- What was indexed before is given up: entries that are new from now on are not compared with older ones by their words.

drop table neighbour;
drop table neighbour_key;
drop table word_count;
drop table story_profile;

create table neighbour (
  -- Rises with the time of placing.
  seq bigint primary key,
  entry_id text not null,
  -- As it was placed: an editor may have moved the entry since.
  article_id text not null,
  story_id text not null,
  source_id text not null,
  at bigint not null,
  -- Hashes and weights of its words; no text.
  numbers bytea not null
);

-- How often words were seen up to a row of the log, in parts.
create table word_counts (
  part bigint primary key,
  seq bigint not null,
  at bigint not null,
  counts bytea not null
);

create index story_merge_time on story_merge (merged_at);
