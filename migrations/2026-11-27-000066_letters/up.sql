create table letters (
    id uuid not null default gen_random_uuid(),
    person_id uuid,
    address text collate "C" not null,
    kind text collate "C" not null,
    details jsonb not null default '{}',
    written_at timestamptz not null default now(),
    expires_at timestamptz not null,
    constraint letters_pkey primary key (id),
    constraint letters_person_id_fkey foreign key (person_id) references people (id) on delete cascade,
    constraint letters_address_length check (char_length(address) between 6 and 254),
    constraint letters_kind_known check (kind in ('sign-in', 'verify', 'notice')),
    constraint letters_expire_later check (expires_at > written_at)
);

create index letters_person_id on letters (person_id);
create index letters_expires_at on letters (expires_at);
comment on table letters is 'Mails that a job is going to send, each to one address. Their words and secrets are made when they are sent.';
comment on column letters.person_id is 'Null where an address asks for a link: whose it is the job finds out, so that the answer to the form tells nothing.';

create table kept_mails (
    id uuid not null default gen_random_uuid(),
    person_id uuid,
    address text collate "C" not null,
    subject text not null,
    body text not null,
    sent_at timestamptz not null default now(),
    expires_at timestamptz not null,
    constraint kept_mails_pkey primary key (id),
    constraint kept_mails_person_id_fkey foreign key (person_id) references people (id) on delete cascade
);

create index kept_mails_sent_at on kept_mails (sent_at desc);
create index kept_mails_person_id on kept_mails (person_id);
create index kept_mails_expires_at on kept_mails (expires_at);
comment on table kept_mails is 'Mails as they were sent, for whoever runs Guidepost on their own machine without a mail server: read at /outbox.';

create table mail_counts (
    hash bytea not null,
    n smallint not null,
    expires_at timestamptz not null,
    constraint mail_counts_pkey primary key (hash),
    constraint mail_counts_hash_is_sha256 check (octet_length(hash) = 32)
);

create index mail_counts_expires_at on mail_counts (expires_at);
comment on table mail_counts is 'How many mails were asked for within an hour, by the hash of what is counted: an address, or an account.';
