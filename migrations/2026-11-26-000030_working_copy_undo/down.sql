alter table working_copies drop column undo;
