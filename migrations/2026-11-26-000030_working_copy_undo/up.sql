alter table working_copies add column undo jsonb;

comment on column working_copies.undo is 'What its author took away, the last one last: parts with their places, or the whole text.';
