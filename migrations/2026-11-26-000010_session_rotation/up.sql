alter table sessions
    add column renewed_at timestamptz not null default now(),
    add column previous_hash bytea,
    add column previous_until timestamptz,
    add constraint sessions_previous_hash_key unique (previous_hash),
    add constraint sessions_previous_hash_is_sha256 check (octet_length(previous_hash) = 32),
    add constraint sessions_device_length check (char_length(device) <= 80);

comment on column sessions.renewed_at is 'When the newest secret was given out.';
comment on column sessions.previous_hash is 'The secret before it, which a browser may still send.';
comment on column sessions.previous_until is 'How long the secret before is good: set when the newest is first used, so that an answer that got lost signs nobody out.';
