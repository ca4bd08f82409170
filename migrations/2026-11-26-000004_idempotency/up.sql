create table idempotent_answers (
    person_id uuid not null,
    path text collate "C" not null,
    key text collate "C" not null,
    body_hash bytea not null,
    status smallint not null,
    headers jsonb not null,
    body text not null,
    answered_at timestamptz not null default now(),
    constraint idempotent_answers_pkey primary key (person_id, path, key),
    constraint idempotent_answers_person_id_fkey foreign key (person_id) references people (id) on delete cascade,
    constraint idempotent_answers_key_length check (char_length(key) between 1 and 200),
    constraint idempotent_answers_hash_is_sha256 check (octet_length(body_hash) = 32)
);

create index idempotent_answers_answered_at on idempotent_answers (answered_at);
comment on table idempotent_answers is 'What creating requests with an Idempotency-Key were answered, for 24 hours.';
