alter table tokens
    add column form_id uuid,
    add constraint tokens_form_id_key unique (form_id);

comment on column tokens.form_id is 'The form that made it, so that one that is sent twice makes one token; null where no form did.';
