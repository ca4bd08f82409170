-- Whoever knows an address must not end the link that its person waits for.
alter table sign_in_links
    drop constraint sign_in_links_pkey,
    drop constraint sign_in_links_hash_key,
    add constraint sign_in_links_pkey primary key (hash);
create unique index sign_in_links_by_operator on sign_in_links (person_id) where by_operator;
create index sign_in_links_person_id on sign_in_links (person_id);
comment on table sign_in_links is 'One-time ways in: the newest that an operator made and the newest three that mails brought of each person, until one is used.';

drop index joining_links_address;
create index joining_links_address on joining_links (lower(address));
comment on table joining_links is 'Links in mails to those who have no account yet: the newest three of each address, until one is used.';
