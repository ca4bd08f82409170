drop table sessions;
drop table tokens;
drop table people;
drop table handles;
