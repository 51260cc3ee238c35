-- What is searched is made from the entries themselves, beside the polls: an entry waits here until the engine's index has taken it in.
-- search_text holds what an earlier version wrote for its own index, and is taken over from there; nothing is written to it any more.
create table search_waiting (
  at bigint not null,
  entry_id text not null,
  -- Of which revision the text waits: one that is revised meanwhile waits once more.
  revision bigint not null,
  primary key (at, entry_id, revision)
);

-- Which entries the index knows, and by what number.
create table searched (
  -- An alias of the row number where the engine has one.
  number integer primary key,
  entry_id text not null unique
);
