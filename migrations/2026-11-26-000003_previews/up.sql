create table previews (
    id uuid not null default gen_random_uuid(),
    story_id uuid not null,
    hash bytea not null,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    constraint previews_pkey primary key (id),
    constraint previews_story_id_fkey foreign key (story_id) references stories (id) on delete cascade,
    constraint previews_hash_key unique (hash),
    constraint previews_hash_is_sha256 check (octet_length(hash) = 32),
    constraint previews_last_30_days check (
        expires_at > created_at and expires_at <= created_at + interval '30 days'
    )
);

create index previews_story_id on previews (story_id);
create index previews_expires_at on previews (expires_at);
comment on table previews is 'Secret read-only links to a story that is not public.';
comment on column previews.hash is 'SHA-256 of the secret in the link; the secret itself is shown once and kept nowhere.';
