alter table tokens drop column form_id;
