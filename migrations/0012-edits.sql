-- Why an edit was taken back.
alter table edit add column undone_why text;
create index edit_made on edit (made_at);

-- How often something was decided about articles: who read before another process decided, decides again.
create table decision_head (
  one bigint primary key,
  seq bigint not null
);
insert into decision_head (one, seq) values (1, 0);
