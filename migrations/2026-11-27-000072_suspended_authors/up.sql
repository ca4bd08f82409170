create table suspended_authors (
    story_id uuid not null,
    since timestamptz not null default now(),
    constraint suspended_authors_pkey primary key (story_id),
    constraint suspended_authors_story_id_fkey foreign key (story_id) references stories (id) on delete cascade
);

comment on table suspended_authors is
    'Anonymous stories for which whoever wrote them is suspended: by way of the story, so that no row of moderation names them, and how things stand with a person does not tell what they wrote.';
