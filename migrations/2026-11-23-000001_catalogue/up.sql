-- Eight lists of the same shape. Slugs are keys: they are merged or retired, never deleted while a story holds them.
do $$
declare
    list text;
begin
    foreach list in array array[
        'tracks', 'roles', 'practices', 'challenge_kinds', 'approaches', 'routes', 'scopes', 'audiences'
    ] loop
        execute format($ddl$
            create table %1$I (
                slug text collate "C" not null,
                ja text not null,
                en text not null,
                short text,
                aliases text[] not null default '{}',
                about_ja text not null default '',
                about_en text not null default '',
                ask_ja text,
                ask_en text,
                position integer not null,
                merged_into text collate "C",
                retired_at timestamptz,
                constraint %1$s_pkey primary key (slug),
                constraint %1$s_slug_form check (slug ~ '^[a-z][a-z0-9-]{1,49}$'),
                constraint %1$s_names_length check (char_length(ja) between 1 and 60 and char_length(en) between 1 and 60),
                constraint %1$s_merged_into_fkey foreign key (merged_into) references %1$I (slug),
                constraint %1$s_not_merged_into_itself check (merged_into <> slug)
            )
        $ddl$, list);
    end loop;
end
$$;

alter table roles
    add column track text collate "C" not null,
    add column waypoint boolean not null default false,
    add constraint roles_track_fkey foreign key (track) references tracks (slug);
alter table scopes
    add column beside_ladder boolean not null default false;

comment on column roles.waypoint is 'May stand inside a path, is never offered as a destination.';
comment on column scopes.beside_ladder is 'A scope that is no step of the ladder.';

create view catalog_entries as
    select 'track'::text as kind, slug, null::text as track, ja, en, short, aliases, about_ja, about_en,
        ask_ja, ask_en, false as waypoint, false as beside_ladder, position, merged_into, retired_at
    from tracks
    union all
    select 'role', slug, track, ja, en, short, aliases, about_ja, about_en,
        ask_ja, ask_en, waypoint, false, position, merged_into, retired_at
    from roles
    union all
    select 'practice', slug, null, ja, en, short, aliases, about_ja, about_en,
        ask_ja, ask_en, false, false, position, merged_into, retired_at
    from practices
    union all
    select 'challenge', slug, null, ja, en, short, aliases, about_ja, about_en,
        ask_ja, ask_en, false, false, position, merged_into, retired_at
    from challenge_kinds
    union all
    select 'approach', slug, null, ja, en, short, aliases, about_ja, about_en,
        ask_ja, ask_en, false, false, position, merged_into, retired_at
    from approaches
    union all
    select 'route', slug, null, ja, en, short, aliases, about_ja, about_en,
        ask_ja, ask_en, false, false, position, merged_into, retired_at
    from routes
    union all
    select 'scope', slug, null, ja, en, short, aliases, about_ja, about_en,
        ask_ja, ask_en, false, beside_ladder, position, merged_into, retired_at
    from scopes
    union all
    select 'audience', slug, null, ja, en, short, aliases, about_ja, about_en,
        ask_ja, ask_en, false, false, position, merged_into, retired_at
    from audiences;

comment on view catalog_entries is 'All lists of the catalogue as one, as the server reads them.';
