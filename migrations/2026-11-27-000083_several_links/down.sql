-- Of several the newest stays.
delete from sign_in_links as older using sign_in_links as newer
where older.person_id = newer.person_id and older.by_operator = newer.by_operator
    and (older.created_at, older.hash) < (newer.created_at, newer.hash);
drop index sign_in_links_by_operator;
drop index sign_in_links_person_id;
alter table sign_in_links
    drop constraint sign_in_links_pkey,
    add constraint sign_in_links_pkey primary key (person_id, by_operator),
    add constraint sign_in_links_hash_key unique (hash);
comment on table sign_in_links is 'One-time ways in: the newest that an operator made and the newest that a mail brought of each person, until it is used.';

delete from joining_links as older using joining_links as newer
where lower(older.address) = lower(newer.address)
    and (older.created_at, older.hash) < (newer.created_at, newer.hash);
drop index joining_links_address;
create unique index joining_links_address on joining_links (lower(address));
comment on table joining_links is 'Links in mails to those who have no account yet: the newest of each address, until it is used.';
