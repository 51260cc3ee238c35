-- Webhooks read the journal by a cursor each, so the journal is their outbox: nothing is lost and nothing is written twice for them.
create table webhook (
  id text primary key,
  url text not null,
  -- Everything up to this number of the journal was delivered or is a dead letter.
  seq bigint not null,
  -- Failures of the event at hand.
  attempts bigint not null,
  due_at bigint not null,
  lease_until bigint not null,
  -- Its receiver said that it is gone (410): nothing is sent until an operator resumes it.
  disabled_at bigint,
  delivered_at bigint,
  failed_at bigint,
  last_failure text
);

-- Events that were given up, to be sent again when an operator says so.
create table webhook_dead_letter (
  webhook_id text not null,
  seq bigint not null,
  attempts bigint not null,
  failure text not null,
  died_at bigint not null,
  -- 1 once an operator asked to send it again.
  retry bigint not null,
  primary key (webhook_id, seq)
);
