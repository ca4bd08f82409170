alter table stories validate constraint stories_public_has_address;
alter table stories validate constraint stories_status_known;
alter table stories validate constraint stories_deleted_is_whole;
alter table stories validate constraint stories_deleted_from_known;
