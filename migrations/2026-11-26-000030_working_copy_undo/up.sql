alter table working_copies add column undo jsonb;

comment on column working_copies.undo is 'What its author took away last, to bring it back: a part with its place, or the whole text.';
