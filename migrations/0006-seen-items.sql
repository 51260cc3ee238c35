-- The items of a feed's last document that became entries as they stand. Kept apart from the feed, whose row is written at every poll.
create table seen_items (
  feed_id text primary key,
  since bigint not null,
  names text not null
);
