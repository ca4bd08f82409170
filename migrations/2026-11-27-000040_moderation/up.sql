-- The new rules hold for new rows at once; the next migration looks at the old ones without locking anybody out.
alter table stories
    add column hidden_from text collate "C",
    drop constraint stories_status_known,
    add constraint stories_status_known check (
        status in ('draft', 'scheduled', 'published', 'unlisted', 'withdrawn', 'hidden', 'deleted')
    ) not valid,
    drop constraint stories_deleted_from_known,
    add constraint stories_deleted_from_known check (
        deleted_from in ('draft', 'scheduled', 'published', 'unlisted', 'withdrawn', 'hidden')
    ) not valid,
    add constraint stories_hidden_from_known check (hidden_from in ('published', 'unlisted')) not valid,
    add constraint stories_hidden_is_whole check (
        (status = 'hidden' or deleted_from is not distinct from 'hidden') = (hidden_from is not null)
    ) not valid;

comment on column stories.hidden_from is 'The status that it had when moderators hid it.';

alter table people add column suspended_at timestamptz;
comment on column people.suspended_at is 'Since when the person''s sessions and tokens open nothing; null for everyone else.';

create table moderation_acts (
    id uuid not null default gen_random_uuid(),
    at timestamptz not null default now(),
    kind text collate "C" not null,
    moderator_id uuid,
    story_id uuid,
    person_id uuid,
    reason text not null default '',
    answer text,
    answered_at timestamptz,
    constraint moderation_acts_pkey primary key (id),
    constraint moderation_acts_moderator_id_fkey foreign key (moderator_id) references people (id) on delete set null,
    constraint moderation_acts_story_id_fkey foreign key (story_id) references stories (id) on delete set null,
    constraint moderation_acts_person_id_fkey foreign key (person_id) references people (id) on delete set null,
    constraint moderation_acts_kind_known check (kind in ('hide', 'show', 'suspend', 'lift', 'dismiss')),
    constraint moderation_acts_one_target check (num_nonnulls(story_id, person_id) <= 1),
    constraint moderation_acts_reason_length check (char_length(reason) <= 1000),
    constraint moderation_acts_reason_given check (reason <> '' or kind not in ('hide', 'suspend')),
    constraint moderation_acts_answer_length check (char_length(answer) between 1 and 2000),
    constraint moderation_acts_answer_is_whole check ((answer is null) = (answered_at is null))
);

create index moderation_acts_at on moderation_acts (at desc, id desc);
create index moderation_acts_story_id on moderation_acts (story_id, at desc);
create index moderation_acts_person_id on moderation_acts (person_id, at desc);
create index moderation_acts_moderator_id on moderation_acts (moderator_id);
comment on table moderation_acts is 'What moderators did, and why: a log, to which the author may add one answer.';
comment on column moderation_acts.person_id is 'Whom it was about; never the author of a story, who may be anonymous.';

create table reports (
    id uuid not null default gen_random_uuid(),
    story_id uuid,
    person_id uuid,
    reporter_id uuid,
    reason text collate "C" not null,
    note text not null default '',
    created_at timestamptz not null default now(),
    closed_by uuid,
    constraint reports_pkey primary key (id),
    constraint reports_story_id_fkey foreign key (story_id) references stories (id) on delete cascade,
    constraint reports_person_id_fkey foreign key (person_id) references people (id) on delete cascade,
    constraint reports_reporter_id_fkey foreign key (reporter_id) references people (id) on delete cascade,
    constraint reports_closed_by_fkey foreign key (closed_by) references moderation_acts (id),
    constraint reports_one_target check (num_nonnulls(story_id, person_id) = 1),
    constraint reports_story_once unique (story_id, reporter_id),
    constraint reports_person_once unique (person_id, reporter_id),
    constraint reports_reason_known check (reason in ('spam', 'harassment', 'private', 'unlawful', 'other')),
    constraint reports_note_length check (char_length(note) <= 1000)
);

create index reports_open on reports (created_at) where closed_by is null;
create index reports_reporter_id on reports (reporter_id);
create index reports_closed_by on reports (closed_by);
comment on table reports is 'What readers told moderators of a public story or a profile.';
comment on column reports.reporter_id is 'Null for people without an account.';
