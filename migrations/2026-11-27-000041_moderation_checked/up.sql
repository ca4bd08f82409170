alter table stories validate constraint stories_status_known;
alter table stories validate constraint stories_deleted_from_known;
alter table stories validate constraint stories_hidden_from_known;
alter table stories validate constraint stories_hidden_is_whole;
