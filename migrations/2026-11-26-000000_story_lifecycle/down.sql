delete from stories where status = 'deleted';
update stories set listed_at = date_trunc('day', published_at at time zone 'UTC') at time zone 'UTC'
    where status in ('unlisted', 'withdrawn') and listed_at is null;
drop index stories_written;
alter table stories
    drop column deleted_at,
    drop column deleted_from,
    drop column missed_at,
    drop constraint stories_public_has_address,
    add constraint stories_public_has_address check (
        status not in ('published', 'unlisted', 'withdrawn')
        or (slug is not null and published_at is not null and listed_at is not null)
    ),
    drop constraint stories_status_known,
    add constraint stories_status_known check (status in ('draft', 'scheduled', 'published', 'unlisted', 'withdrawn'));
