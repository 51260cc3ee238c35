-- Article pages behind the links of a list that could not be had, and when each is tried again.
create table article_page (
  feed_id text not null,
  url text not null,
  tries bigint not null,
  next_at bigint not null,
  primary key (feed_id, url)
);
