-- The documents of months that are over, as they were first written: they do not change any more.
create table archive (
  topic_id text not null,
  month text not null,
  document text not null,
  changed_at bigint not null,
  primary key (topic_id, month)
);
-- Which articles a document holds, to find those it has to be taken out of.
create table archive_article (
  topic_id text not null,
  month text not null,
  article_id text not null,
  primary key (topic_id, month, article_id)
);
create index archive_article_months on archive_article (article_id);

create index journal_topic_time on journal (topic_id, at);

-- In the order a topic shows them.
create index publication_shown on publication (topic_id, pinned, sort_at, article_id);
drop index publication_order;
