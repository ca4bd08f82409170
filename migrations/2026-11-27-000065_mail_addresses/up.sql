create table mail_addresses (
    id uuid not null default gen_random_uuid(),
    person_id uuid not null,
    address text collate "C" not null,
    created_at timestamptz not null default now(),
    verified_at timestamptz,
    hash bytea,
    expires_at timestamptz not null,
    constraint mail_addresses_pkey primary key (id),
    constraint mail_addresses_person_id_fkey foreign key (person_id) references people (id) on delete cascade,
    constraint mail_addresses_hash_key unique (hash),
    constraint mail_addresses_address_length check (char_length(address) between 6 and 254),
    constraint mail_addresses_address_is_ascii check (address ~ '^[!-~]+@[!-~]+$'),
    constraint mail_addresses_hash_is_sha256 check (octet_length(hash) = 32),
    constraint mail_addresses_verified_once check (verified_at is null or hash is null)
);

create unique index mail_addresses_own on mail_addresses (person_id, lower(address));
create unique index mail_addresses_verified on mail_addresses (lower(address)) where verified_at is not null;
create index mail_addresses_expires_at on mail_addresses (expires_at) where verified_at is null;
comment on table mail_addresses is 'Where people read their mail. Only one that is verified signs its person in, and of those there is one of each, whatever the case of its letters.';
comment on column mail_addresses.address is 'As it was typed, but for the domain: that is in ASCII and lower case. Letters are compared by lower() of the collation C, which knows ASCII alone.';
comment on column mail_addresses.hash is 'SHA-256 of the secret in the newest link that verifies it; made when the mail is sent.';
comment on column mail_addresses.expires_at is 'How long the link is good, and the row is kept where nobody verified it; without meaning afterwards.';

create table joining_links (
    hash bytea not null,
    address text collate "C" not null,
    return_to text not null,
    invitation_id uuid,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    constraint joining_links_pkey primary key (hash),
    constraint joining_links_invitation_id_fkey foreign key (invitation_id) references invitations (id) on delete cascade,
    constraint joining_links_hash_is_sha256 check (octet_length(hash) = 32),
    constraint joining_links_expire_later check (expires_at > created_at)
);

create unique index joining_links_address on joining_links (lower(address));
create index joining_links_invitation_id on joining_links (invitation_id);
create index joining_links_expires_at on joining_links (expires_at);
comment on table joining_links is 'Links in mails to those who have no account yet: the newest of each address, until it is used.';

-- Where the one who comes by a link wanted to go.
alter table sign_in_links add column return_to text not null default '/settings';
create index sign_in_links_expires_at on sign_in_links (expires_at);
comment on table sign_in_links is 'One-time ways in that an operator made or a mail brought: the newest of each person, until it is used.';
comment on column sign_in_links.hash is 'SHA-256 of the secret in the link; the secret itself is shown or sent once and kept nowhere.';
