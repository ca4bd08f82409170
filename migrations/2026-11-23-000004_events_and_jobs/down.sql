drop table jobs;
drop table events;
