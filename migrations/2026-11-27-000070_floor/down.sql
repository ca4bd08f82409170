alter table invitations drop column invited_by;
drop index invitations_open;
drop index people_refused;
drop index people_waiting;
create index people_waiting_since on people (waiting_since) where waiting_since is not null;
comment on column people.waiting_since is 'Since when the account waits for a moderator''s approval; null where it does not.';
update reports set closed_by = null where closed_by in (
    select id from moderation_acts
    where kind not in ('hide', 'show', 'suspend', 'lift', 'dismiss')
);
delete from moderation_acts where kind not in ('hide', 'show', 'suspend', 'lift', 'dismiss');
alter table moderation_acts
    drop constraint moderation_acts_reason_given,
    add constraint moderation_acts_reason_given check (reason <> '' or kind not in ('hide', 'suspend')),
    drop constraint moderation_acts_kind_known,
    add constraint moderation_acts_kind_known check (kind in ('hide', 'show', 'suspend', 'lift', 'dismiss'));
