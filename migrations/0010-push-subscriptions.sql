-- When a hub last announced something of a feed, and until when its pushes are relied on.
alter table feed add column pushed_at bigint;
alter table feed add column pushed_until bigint;

-- Our subscriptions at the hubs of feeds we poll (WebSub).
create table push_subscription (
  feed_id text primary key,
  -- The last part of our callback's address, which nobody can guess.
  callback_id text not null unique,
  hub_url text not null,
  topic_url text not null,
  secret text not null,
  -- wanted, asked, active, denied, or leaving.
  state text not null,
  lease_ends_at bigint not null,
  attempts bigint not null,
  due_at bigint not null,
  last_push_at bigint,
  -- How often a poll found what no push had announced, and until when pushes are not relied on for it.
  missed bigint not null,
  distrusted_until bigint not null,
  last_failure text
);
create index push_subscription_due on push_subscription (due_at);
