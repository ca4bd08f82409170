alter table people drop column links;
