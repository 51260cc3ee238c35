-- The WebSub hub of our own topic feeds. Callbacks are told apart by (callback, topic), whose hash is the id.

-- What a callback still has to confirm, or is still to be told. A newer request for the same callback and topic replaces an older one.
create table hub_request (
  id text primary key,
  -- subscribe, unsubscribe or denied.
  mode text not null,
  callback text not null,
  host text not null,
  topic_id text not null,
  topic_url text not null,
  secret text,
  lease_ms bigint not null,
  reason text,
  -- Entity tag of the feed when it was asked for: what came after is delivered once the callback has confirmed.
  feed_etag text,
  -- Names this very request, so that the end of an older one does not end it.
  token text not null,
  attempts bigint not null,
  due_at bigint not null,
  lease_until bigint not null
);
create index hub_request_due on hub_request (due_at);

create table hub_subscription (
  id text primary key,
  callback text not null,
  host text not null,
  topic_id text not null,
  topic_url text not null,
  secret text,
  verified_at bigint not null,
  ends_at bigint not null,
  -- What was delivered last.
  feed_etag text,
  delivered_at bigint,
  last_failure text
);
create index hub_subscription_topic on hub_subscription (topic_id);
create index hub_subscription_callback on hub_subscription (callback);
create index hub_subscription_end on hub_subscription (ends_at);

-- The outbox: one row a subscription, however much changed meanwhile.
create table hub_delivery (
  subscription_id text primary key,
  host text not null,
  -- Newest number of the journal that asks for it.
  seq bigint not null,
  attempts bigint not null,
  due_at bigint not null,
  lease_until bigint not null
);
create index hub_delivery_due on hub_delivery (due_at);

-- How far each reader of the journal has come.
create table journal_cursor (
  reader text primary key,
  seq bigint not null
);
