create table identities (
    id uuid not null default gen_random_uuid(),
    person_id uuid not null,
    provider text collate "C" not null,
    subject text collate "C" not null,
    name text not null default '',
    email text,
    created_at timestamptz not null default now(),
    last_used_at timestamptz not null default now(),
    constraint identities_pkey primary key (id),
    constraint identities_person_id_fkey foreign key (person_id) references people (id) on delete cascade,
    constraint identities_provider_subject_key unique (provider, subject),
    constraint identities_provider_length check (char_length(provider) between 1 and 500),
    constraint identities_subject_length check (char_length(subject) between 1 and 255),
    constraint identities_name_length check (char_length(name) <= 100),
    constraint identities_email_length check (char_length(email) between 3 and 254)
);

create index identities_person_id on identities (person_id);
comment on table identities is 'Who a person is elsewhere: an account at a provider that signs them in. Never found by its e-mail address.';
comment on column identities.provider is 'The issuer of an OpenID provider, or the address of a GitHub: what it is called here may change, who vouches may not.';
comment on column identities.subject is 'The provider''s own key of the account, which it gives to nobody else.';
comment on column identities.name is 'What the provider calls the account, for its owner to know it by.';
comment on column identities.email is 'Only an address that the provider says is verified.';

create table invitations (
    id uuid not null default gen_random_uuid(),
    hash bytea not null,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    used_at timestamptz,
    used_by uuid,
    constraint invitations_pkey primary key (id),
    constraint invitations_hash_key unique (hash),
    constraint invitations_used_by_fkey foreign key (used_by) references people (id) on delete set null,
    constraint invitations_hash_is_sha256 check (octet_length(hash) = 32),
    constraint invitations_expire_later check (expires_at > created_at),
    constraint invitations_used_by_somebody check (used_by is null or used_at is not null)
);

create index invitations_used_by on invitations (used_by);
create index invitations_expires_at on invitations (expires_at);
comment on table invitations is 'Links that let one person join, once.';

create table sign_in_flows (
    hash bytea not null,
    state_hash bytea not null,
    provider text collate "C" not null,
    nonce text collate "C" not null,
    pkce_verifier text collate "C" not null,
    return_to text not null,
    person_id uuid,
    invitation_id uuid,
    expires_at timestamptz not null,
    constraint sign_in_flows_pkey primary key (hash),
    constraint sign_in_flows_person_id_fkey foreign key (person_id) references people (id) on delete cascade,
    constraint sign_in_flows_invitation_id_fkey foreign key (invitation_id) references invitations (id) on delete cascade,
    constraint sign_in_flows_hash_is_sha256 check (octet_length(hash) = 32),
    constraint sign_in_flows_state_is_sha256 check (octet_length(state_hash) = 32)
);

create index sign_in_flows_expires_at on sign_in_flows (expires_at);
create index sign_in_flows_person_id on sign_in_flows (person_id);
create index sign_in_flows_invitation_id on sign_in_flows (invitation_id);
comment on table sign_in_flows is 'Browsers that were sent to a provider and are expected back, each once and within minutes.';
comment on column sign_in_flows.hash is 'SHA-256 of what the browser''s cookie holds.';
comment on column sign_in_flows.person_id is 'Who was signed in and asked to add an identity; null where somebody signs in.';

create table newcomers (
    hash bytea not null,
    provider text collate "C" not null,
    subject text collate "C" not null,
    name text not null,
    email text,
    handle text not null,
    display_name text not null,
    return_to text not null,
    invitation_id uuid,
    expires_at timestamptz not null,
    constraint newcomers_pkey primary key (hash),
    constraint newcomers_invitation_id_fkey foreign key (invitation_id) references invitations (id) on delete cascade,
    constraint newcomers_hash_is_sha256 check (octet_length(hash) = 32)
);

create index newcomers_expires_at on newcomers (expires_at);
create index newcomers_invitation_id on newcomers (invitation_id);
comment on table newcomers is 'Browsers for which a provider has vouched, and which have no account yet: they are asked for a handle.';
comment on column newcomers.handle is 'What the provider calls them, as a suggestion: not checked.';

alter table people add column waiting_since timestamptz;
create index people_waiting_since on people (waiting_since) where waiting_since is not null;
comment on column people.waiting_since is 'Since when the account waits for a moderator''s approval; null where it does not.';
