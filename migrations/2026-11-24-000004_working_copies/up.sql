create table working_copies (
    story_id uuid not null,
    base_version integer not null,
    revision integer not null default 1,
    content jsonb not null,
    kept_at timestamptz not null default now(),
    constraint working_copies_pkey primary key (story_id),
    constraint working_copies_story_id_fkey foreign key (story_id) references stories (id) on delete cascade,
    constraint working_copies_revision_counts check (revision >= 1)
);

comment on table working_copies is 'What an author has typed on the web and not saved yet, as it was typed: it may break every rule.';
comment on column working_copies.base_version is 'The version of the story that the author began to change.';
comment on column working_copies.revision is 'Grows with each keeping, so that two windows do not overwrite one another.';
