-- What anybody can ask for by mail must not end what an operator gave out.
alter table sign_in_links
    add column by_operator boolean not null default false,
    drop constraint sign_in_links_pkey,
    add constraint sign_in_links_pkey primary key (person_id, by_operator);
comment on table sign_in_links is 'One-time ways in: the newest that an operator made and the newest that a mail brought of each person, until it is used.';
