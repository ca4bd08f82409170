alter table jobs add column key text collate "C";

create unique index jobs_key on jobs (key) where key is not null and died_at is null;
create index jobs_dead on jobs (died_at) where died_at is not null;
comment on column jobs.key is 'Of the jobs with one key, one alone waits or runs. Dead ones do not stand in its way.';
comment on column jobs.locked_until is 'Lease between the claim and the transaction of the job, whose lock on the row then keeps others away.';
