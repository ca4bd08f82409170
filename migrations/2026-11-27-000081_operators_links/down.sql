-- Of two the newer stays.
delete from sign_in_links as older using sign_in_links as newer
where older.person_id = newer.person_id and older.by_operator <> newer.by_operator
    and (older.created_at, older.by_operator) < (newer.created_at, newer.by_operator);
alter table sign_in_links
    drop constraint sign_in_links_pkey,
    drop column by_operator,
    add constraint sign_in_links_pkey primary key (person_id);
comment on table sign_in_links is 'One-time ways in that an operator made or a mail brought: the newest of each person, until it is used.';
