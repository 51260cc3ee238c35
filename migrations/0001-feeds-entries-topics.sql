-- Times are milliseconds since 1970 UTC, flags 0 and 1, lists and records JSON text. One text for every engine.

create table instance (
  key text primary key,
  value text not null
);

create table feed (
  id text primary key,
  source_id text not null,
  owner text not null,
  configured_url text not null,
  -- Where it is polled now: differs from configured_url once a permanent move is believed.
  url text not null,
  active bigint not null,
  next_poll_at bigint not null,
  lease_token text,
  lease_until bigint not null,
  -- Validators are opaque and belong to validators_url.
  etag text,
  last_modified text,
  validators_url text,
  body_hash text,
  last_polled_at bigint,
  last_success_at bigint,
  last_new_at bigint,
  last_outcome text,
  last_failure text,
  failures_in_row bigint not null,
  failure_weight double precision not null,
  items_in_last bigint,
  -- Records owned by single rooms, as JSON: the learned rhythm and languages, the publisher's hints, the redirect ledger.
  rhythm text,
  languages text,
  hints text,
  moves text,
  title text
);
create index feed_due on feed (active, next_poll_at);

create table entry (
  id text primary key,
  feed_id text not null,
  source_id text not null,
  owner text not null,
  article_id text not null,
  join_reason text,
  revision bigint not null,
  content_hash text not null,
  guid text,
  url text,
  canonical_url text,
  title text not null,
  summary text not null,
  content_html text not null,
  published_at bigint,
  published_from text,
  updated_at bigint,
  authors text not null,
  categories text not null,
  enclosures text not null,
  image_url text,
  declared_language text,
  alternates text not null,
  language text not null,
  language_from text not null,
  confidence double precision not null,
  script text,
  first_seen_at bigint not null,
  last_seen_at bigint not null
);
create index entry_article on entry (article_id);
create index entry_feed_seen on entry (feed_id, last_seen_at);
create index entry_source_first on entry (source_id, first_seen_at);
create index entry_url on entry (url);

-- Every key an entry was ever found by, so that an edited link or id finds it again. Feed by feed: no source reaches another's.
create table entry_key (
  feed_id text not null,
  key text not null,
  entry_id text not null,
  primary key (feed_id, key)
);
create index entry_key_entry on entry_key (entry_id);

create table entry_revision (
  entry_id text not null,
  revision bigint not null,
  title text not null,
  summary text not null,
  content_html text not null,
  seen_at bigint not null,
  primary key (entry_id, revision)
);

create table article (
  id text primary key,
  tag_uri text not null,
  story_id text not null,
  story_reason text,
  lead_entry_id text not null,
  language text not null,
  regions text not null,
  first_seen_at bigint not null,
  -- What it is sorted by: the earlier of publication and first sight, set once.
  sort_at bigint not null,
  changed_at bigint not null,
  revision bigint not null
);
create index article_sort on article (sort_at);
create index article_story on article (story_id);

-- A story that turned out to be another one: its old id still finds it.
create table story_merge (
  from_id text primary key,
  into_id text not null,
  reason text not null,
  merged_at bigint not null
);

create table topic_match (
  topic_id text not null,
  article_id text not null,
  score double precision not null,
  matched bigint not null,
  why text not null,
  config_hash text not null,
  decided_at bigint not null,
  primary key (topic_id, article_id)
);
create index topic_match_article on topic_match (article_id);
create index topic_match_rejects on topic_match (matched, decided_at);

-- What each topic shows now; the journal says how it came to that.
create table publication (
  topic_id text not null,
  article_id text not null,
  sort_at bigint not null,
  added_at bigint not null,
  pinned bigint not null,
  primary key (topic_id, article_id)
);
create index publication_order on publication (topic_id, sort_at);

create table journal (
  seq bigint primary key,
  topic_id text not null,
  kind text not null,
  article_id text not null,
  at bigint not null
);
create index journal_topic on journal (topic_id, seq);
create index journal_article on journal (article_id);

create table edit (
  id text primary key,
  kind text not null,
  topic_id text,
  article_id text not null,
  payload text not null,
  made_by text not null,
  why text not null,
  made_at bigint not null,
  undone_at bigint,
  undone_by text
);
create index edit_article on edit (article_id);

create table poll (
  feed_id text not null,
  polled_at bigint not null,
  outcome text not null,
  status bigint,
  ms bigint not null,
  bytes bigint not null,
  items bigint not null,
  added bigint not null,
  revised bigint not null,
  failure text,
  message text,
  primary key (feed_id, polled_at)
);
create index poll_time on poll (polled_at);

create table last_answer (
  feed_id text primary key,
  at bigint not null,
  url text not null,
  status bigint,
  content_type text,
  body bytea not null
);
