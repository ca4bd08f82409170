create table events (
    id bigint generated always as identity,
    kind text collate "C" not null,
    payload jsonb not null,
    written_by xid8 not null default pg_current_xact_id(),
    happened_at timestamptz not null default now(),
    constraint events_pkey primary key (id),
    constraint events_kind_form check (kind ~ '^[a-z]+\.[a-z_]+$')
);

comment on table events is 'Outbox: facts in the past tense, written in the transaction that made them true.';
comment on column events.written_by is 'Readers stop below the oldest running transaction, so that no late commit is skipped.';

create table jobs (
    id bigint generated always as identity,
    kind text collate "C" not null,
    payload jsonb not null,
    run_at timestamptz not null default now(),
    attempts smallint not null default 0,
    locked_until timestamptz,
    locked_by text,
    last_error text,
    died_at timestamptz,
    created_at timestamptz not null default now(),
    constraint jobs_pkey primary key (id),
    constraint jobs_kind_form check (kind ~ '^[a-z]+(_[a-z]+)*$'),
    constraint jobs_attempts_count check (attempts >= 0),
    constraint jobs_lock_is_whole check ((locked_until is null) = (locked_by is null))
);

comment on table jobs is 'Work that can wait. A finished job is deleted; one that failed too often keeps its error and died_at.';
create index jobs_ready on jobs (run_at, id) where died_at is null;
