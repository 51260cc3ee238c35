-- 1 while a process that was overtaken too often decides: others wait until it has.
alter table decision_head add column reserved bigint not null default 0;
