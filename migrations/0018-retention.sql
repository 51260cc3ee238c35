-- When an entry lost its texts; null while it has them.
alter table entry add column expired_at bigint;

-- Up to which instant each feed's entries lost their keys (kind keys), and each source's their texts (kind texts).
create table prune_mark (
  kind text not null,
  id text not null,
  until_at bigint not null,
  primary key (kind, id)
);
-- Whose turn it is next.
create table prune_cursor (
  kind text primary key,
  id text not null
);

create index publication_article on publication (article_id);
