alter table people
    add column links jsonb not null default '[]',
    add constraint people_links_are_a_list check (jsonb_typeof(links) = 'array'),
    add constraint people_links_count check (jsonb_array_length(links) <= 6);

comment on column people.links is 'Where else one finds the person: a list of {label, url}.';
