create table passkeys (
    id uuid not null default gen_random_uuid(),
    person_id uuid not null,
    rp_id text collate "C" not null,
    credential_id bytea not null,
    credential jsonb not null,
    name text not null,
    created_at timestamptz not null default now(),
    last_used_at timestamptz,
    constraint passkeys_pkey primary key (id),
    constraint passkeys_person_id_fkey foreign key (person_id) references people (id) on delete cascade,
    constraint passkeys_credential_id_key unique (credential_id),
    constraint passkeys_rp_id_length check (char_length(rp_id) between 1 and 253),
    constraint passkeys_credential_id_length check (octet_length(credential_id) between 1 and 1023),
    constraint passkeys_name_length check (char_length(name) between 1 and 80)
);

create index passkeys_person_id on passkeys (person_id, created_at);
comment on table passkeys is 'Public keys whose private halves lie in devices of their person, and sign them in.';
comment on column passkeys.rp_id is 'The name of this site when it was made: under another name it signs nobody in.';
comment on column passkeys.credential is 'The public key, its counter and what else the next signature is checked against.';

create table passkey_ceremonies (
    id uuid not null default gen_random_uuid(),
    browser_hash bytea not null,
    person_id uuid,
    newcomer_id uuid,
    state jsonb not null,
    expires_at timestamptz not null,
    constraint passkey_ceremonies_pkey primary key (id),
    constraint passkey_ceremonies_person_id_fkey foreign key (person_id) references people (id) on delete cascade,
    constraint passkey_ceremonies_one_person check (num_nonnulls(person_id, newcomer_id) <= 1),
    constraint passkey_ceremonies_browser_is_sha256 check (octet_length(browser_hash) = 32)
);

create index passkey_ceremonies_expires_at on passkey_ceremonies (expires_at);
create index passkey_ceremonies_person_id on passkey_ceremonies (person_id);
comment on table passkey_ceremonies is 'Browsers that were asked for a passkey and are expected back, for each question once and within minutes.';
comment on column passkey_ceremonies.browser_hash is 'SHA-256 of what the browser''s cookie holds.';
comment on column passkey_ceremonies.person_id is 'Who was signed in and makes a passkey; null where somebody signs in or joins.';
comment on column passkey_ceremonies.newcomer_id is 'The id that somebody new will have, because their passkey carries it.';
