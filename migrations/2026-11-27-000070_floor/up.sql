-- The new rules hold for new rows at once; the next migration looks at the old ones without locking anybody out.
alter table moderation_acts
    drop constraint moderation_acts_kind_known,
    add constraint moderation_acts_kind_known check (
        kind in (
            'hide', 'show', 'suspend', 'lift', 'suspend-author', 'lift-author',
            'approve', 'refuse', 'dismiss', 'dismiss-author', 'invite', 'revoke'
        )
    ) not valid,
    drop constraint moderation_acts_reason_given,
    add constraint moderation_acts_reason_given check (
        reason <> '' or kind not in ('hide', 'suspend', 'suspend-author', 'refuse')
    ) not valid;

comment on column people.waiting_since is
    'Since when the account waits for a moderator''s approval; null where it does not. Suspended as well, it was refused.';

-- Who waits, the longest first; whom moderators refused waits no longer, and goes some time later.
create index people_waiting on people (waiting_since, id) where waiting_since is not null and suspended_at is null;
create index people_refused on people (suspended_at) where waiting_since is not null and suspended_at is not null;

alter table invitations add column invited_by uuid;
alter table invitations
    add constraint invitations_invited_by_fkey foreign key (invited_by) references people (id)
    on delete set null not valid;
create index invitations_invited_by on invitations (invited_by);
create index invitations_open on invitations (created_at, id) where used_at is null;
comment on column invitations.invited_by is 'The moderator who made it; null where an operator did.';

-- Last, since nobody else reads or writes people until the end.
drop index people_waiting_since;
