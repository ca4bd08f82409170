-- A handle is never given out again, so handles outlive the people who carried them.
create table handles (
    handle text collate "C" not null,
    taken_at timestamptz not null default now(),
    constraint handles_pkey primary key (handle),
    constraint handles_form check (handle ~ '^[a-z][a-z0-9-]{2,29}$')
);

comment on table handles is 'Every handle that was ever given out.';

create table people (
    id uuid not null default gen_random_uuid(),
    handle text collate "C" not null,
    display_name text not null,
    bio_md text not null default '',
    bio_html text not null default '',
    bio_policy integer not null default 0,
    language text collate "C" not null default 'ja',
    time_zone text not null default 'Asia/Tokyo',
    moderator boolean not null default false,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint people_pkey primary key (id),
    constraint people_handle_key unique (handle),
    constraint people_handle_fkey foreign key (handle) references handles (handle),
    constraint people_display_name_length check (char_length(display_name) between 1 and 60),
    constraint people_bio_length check (char_length(bio_md) <= 2000),
    constraint people_language_known check (language in ('ja', 'en'))
);

comment on table people is 'Accounts: everyone who writes, follows, asks or answers.';
comment on column people.bio_policy is 'The version of the Markdown policy that made bio_html.';

create table tokens (
    id uuid not null default gen_random_uuid(),
    person_id uuid not null,
    name text not null default '',
    hash bytea not null,
    scopes text[] collate "C" not null default '{}',
    created_at timestamptz not null default now(),
    expires_at timestamptz,
    last_used_at timestamptz,
    revoked_at timestamptz,
    constraint tokens_pkey primary key (id),
    constraint tokens_person_id_fkey foreign key (person_id) references people (id) on delete cascade,
    constraint tokens_hash_key unique (hash),
    constraint tokens_hash_is_sha256 check (octet_length(hash) = 32),
    constraint tokens_name_length check (char_length(name) <= 80),
    constraint tokens_scopes_known check (scopes <@ array[
        'stories:write', 'profile:write', 'follows:write', 'feed:read',
        'mentoring', 'webhooks', 'moderation'
    ])
);

create index tokens_person_id on tokens (person_id);
comment on column tokens.hash is 'SHA-256 of the token; the token itself is shown once and kept nowhere.';

create table sessions (
    hash bytea not null,
    person_id uuid not null,
    created_at timestamptz not null default now(),
    last_seen_at timestamptz not null default now(),
    expires_at timestamptz not null,
    device text not null default '',
    constraint sessions_pkey primary key (hash),
    constraint sessions_person_id_fkey foreign key (person_id) references people (id) on delete cascade,
    constraint sessions_hash_is_sha256 check (octet_length(hash) = 32),
    constraint sessions_expire_later check (expires_at > created_at)
);

create index sessions_person_id on sessions (person_id);
create index sessions_expires_at on sessions (expires_at);
