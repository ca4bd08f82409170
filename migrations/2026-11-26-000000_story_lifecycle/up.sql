-- The new rules hold for new rows at once; the next migration looks at the old ones without locking anybody out.
alter table stories
    add column deleted_at timestamptz,
    add column deleted_from text collate "C",
    add column missed_at timestamptz,
    drop constraint stories_public_has_address,
    add constraint stories_public_has_address check (
        (status not in ('published', 'unlisted', 'withdrawn') or (slug is not null and published_at is not null))
        and (status <> 'published' or listed_at is not null)
    ) not valid,
    drop constraint stories_status_known,
    add constraint stories_status_known check (
        status in ('draft', 'scheduled', 'published', 'unlisted', 'withdrawn', 'deleted')
    ) not valid,
    add constraint stories_deleted_is_whole check (
        (status = 'deleted') = (deleted_at is not null) and (status = 'deleted') = (deleted_from is not null)
    ) not valid,
    add constraint stories_deleted_from_known check (
        deleted_from in ('draft', 'scheduled', 'published', 'unlisted', 'withdrawn')
    ) not valid;

comment on column stories.deleted_at is 'When its author deleted it; it can be brought back for 30 days.';
comment on column stories.deleted_from is 'The status that it had when it was deleted.';
comment on column stories.missed_at is 'When it should have published itself and was not complete; its author is told.';

create index stories_deleted on stories (deleted_at) where status = 'deleted';
create index stories_written on stories (author_id, created_at desc, id desc);
