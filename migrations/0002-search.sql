-- What is searched: one folded text an entry. An engine may keep an index of its own over it (see the driver files).
create table search_text (
  -- An alias of the row number where the engine has one, so that an index can point at it.
  number integer primary key,
  entry_id text not null unique,
  text text not null
);
