alter table sessions drop column id;
