alter table sessions
    add column id uuid not null default gen_random_uuid(),
    add constraint sessions_id_key unique (id);

comment on column sessions.id is 'What a session is called where its owner ends it; it opens nothing, and stays when the secret is renewed.';
