comment on column jobs.locked_until is null;
drop index jobs_dead;
drop index jobs_key;
alter table jobs drop column key;
