delete from stories where status = 'deleted';
drop index stories_written;
alter table stories
    drop column deleted_at,
    drop column deleted_from,
    drop column missed_at,
    drop constraint stories_status_known,
    add constraint stories_status_known check (status in ('draft', 'scheduled', 'published', 'unlisted', 'withdrawn'));
