drop index sign_in_links_expires_at;
alter table sign_in_links drop column return_to;
comment on table sign_in_links is 'One-time ways in that an operator made: the newest of each person, until it is used.';
comment on column sign_in_links.hash is 'SHA-256 of the secret in the link; the secret itself is shown once and kept nowhere.';
drop table joining_links;
drop table mail_addresses;
