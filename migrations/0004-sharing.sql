-- What processes that share a database agree on.

-- The newest number of the journal, in one row: who writes to the journal holds it until the transaction ends, so that numbers
-- have no gaps and no reader sees one before those below it.
create table journal_head (
  one bigint primary key,
  seq bigint not null
);
insert into journal_head (one, seq) select 1, coalesce(max(seq), 0) from journal;

-- Work that is done once at a time by whichever process comes first.
create table job (
  name text primary key,
  next_at bigint not null,
  runs bigint not null
);

-- The pace towards each host, whichever process asks it.
create table host (
  name text primary key,
  next_at bigint not null,
  paused_until bigint not null
);
create table host_connection (
  host text not null,
  holder text not null,
  until_at bigint not null,
  primary key (host, holder)
);
