drop table suspended_authors;
