create table recovery_codes (
    hash bytea not null,
    person_id uuid not null,
    created_at timestamptz not null default now(),
    constraint recovery_codes_pkey primary key (hash),
    constraint recovery_codes_person_id_fkey foreign key (person_id) references people (id) on delete cascade,
    constraint recovery_codes_hash_is_sha256 check (octet_length(hash) = 32)
);

create index recovery_codes_person_id on recovery_codes (person_id);
comment on table recovery_codes is 'Codes on paper, each of which signs its person in once; the deletion of its row uses it up.';
comment on column recovery_codes.hash is 'SHA-256 of the code, whose 125 random bits nobody guesses; the code itself is shown once and kept nowhere.';
