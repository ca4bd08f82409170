create table sign_in_links (
    person_id uuid not null,
    hash bytea not null,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    constraint sign_in_links_pkey primary key (person_id),
    constraint sign_in_links_person_id_fkey foreign key (person_id) references people (id) on delete cascade,
    constraint sign_in_links_hash_key unique (hash),
    constraint sign_in_links_hash_is_sha256 check (octet_length(hash) = 32),
    constraint sign_in_links_expire_later check (expires_at > created_at)
);

comment on table sign_in_links is 'One-time ways in that an operator made: the newest of each person, until it is used.';
comment on column sign_in_links.hash is 'SHA-256 of the secret in the link; the secret itself is shown once and kept nowhere.';
