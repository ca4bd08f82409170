drop table working_copies;
