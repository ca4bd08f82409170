drop table reports;
drop table moderation_acts;
alter table people drop column suspended_at;
update stories set status = 'withdrawn', hidden_from = null where status = 'hidden';
update stories set deleted_from = 'withdrawn', hidden_from = null where deleted_from = 'hidden';
alter table stories
    drop constraint stories_hidden_is_whole,
    drop constraint stories_hidden_from_known,
    drop constraint stories_deleted_from_known,
    drop constraint stories_status_known,
    drop column hidden_from,
    add constraint stories_status_known check (
        status in ('draft', 'scheduled', 'published', 'unlisted', 'withdrawn', 'deleted')
    ),
    add constraint stories_deleted_from_known check (
        deleted_from in ('draft', 'scheduled', 'published', 'unlisted', 'withdrawn')
    );
