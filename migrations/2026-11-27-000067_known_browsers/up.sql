create table known_browsers (
    person_id uuid not null,
    hash bytea not null,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    constraint known_browsers_pkey primary key (person_id, hash),
    constraint known_browsers_person_id_fkey foreign key (person_id) references people (id) on delete cascade,
    constraint known_browsers_hash_is_sha256 check (octet_length(hash) = 32)
);

create index known_browsers_expires_at on known_browsers (expires_at);
comment on table known_browsers is 'Browsers from which a person has signed in, so that a new one can be told of.';
comment on column known_browsers.hash is 'SHA-256 of the person and of what the browser''s cookie holds: it does not tell that two people share a browser.';
