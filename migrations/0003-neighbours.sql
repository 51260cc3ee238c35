-- The matching index: numbers only. What an entry belongs to and whose it is stands in entry and article.

create table neighbour (
  -- Rises with the time of indexing.
  seq bigint primary key,
  entry_id text not null,
  at bigint not null,
  features bytea not null
);
create index neighbour_entry on neighbour (entry_id);
create index neighbour_at on neighbour (at);

-- Rare words, addresses and whole titles, as hashes.
create table neighbour_key (
  k bigint not null,
  seq bigint not null,
  primary key (k, seq)
);

-- How often a word, a template or a publisher's name was seen, fading since it was noted.
create table word_count (
  k bigint primary key,
  n double precision not null,
  at bigint not null
);

create table story_profile (
  story_id text primary key,
  at bigint not null,
  profile bytea not null
);
create index story_profile_at on story_profile (at);

-- Announcements in two languages, as hashes of words: what the lexicon is learned from.
create table parallel_text (
  id text primary key,
  language text not null,
  words bytea not null,
  pivot bytea not null,
  at bigint not null
);
create index parallel_text_language on parallel_text (language, at);

create table lexicon (
  language text primary key,
  at bigint not null,
  translations bytea not null
);
