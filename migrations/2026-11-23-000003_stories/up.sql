create table stories (
    id uuid not null default gen_random_uuid(),
    author_id uuid not null,
    slug text collate "C",
    language text collate "C" not null,
    title text not null default '',
    summary text not null default '',
    byline text collate "C" not null default 'named',
    status text collate "C" not null default 'draft',
    reflection_md text not null default '',
    reflection_html text not null default '',
    canonical_url text,
    reuse text collate "C" not null default 'link',
    publish_at timestamptz,
    version integer not null default 1,
    policy integer not null,
    path text[] collate "C" not null default '{}',
    path_dates text[] collate "C" not null default '{}',
    reached text[] collate "C" not null default '{}',
    departed text[] collate "C" not null default '{}',
    roads text[] collate "C" not null default '{}',
    practices text[] collate "C" not null default '{}',
    challenges text[] collate "C" not null default '{}',
    n_tips smallint not null default 0,
    was_named_in_public boolean not null default false,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    published_at timestamptz,
    listed_at timestamptz,
    constraint stories_pkey primary key (id),
    constraint stories_author_id_fkey foreign key (author_id) references people (id) on delete cascade,
    constraint stories_slug_key unique (slug),
    constraint stories_slug_form check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and char_length(slug) <= 100),
    constraint stories_language_known check (language in ('ja', 'en')),
    constraint stories_title_length check (char_length(title) <= 120),
    constraint stories_summary_length check (char_length(summary) <= 800),
    constraint stories_byline_known check (byline in ('named', 'anonymous')),
    constraint stories_status_known check (status in ('draft', 'scheduled', 'published', 'unlisted', 'withdrawn')),
    constraint stories_reuse_known check (reuse in ('link', 'excerpt', 'full')),
    constraint stories_reflection_length check (char_length(reflection_md) <= 10000),
    constraint stories_canonical_url_is_web check (canonical_url ~ '^https?://' and char_length(canonical_url) <= 2000),
    constraint stories_version_counts check (version >= 1),
    constraint stories_scheduled_has_time check (status <> 'scheduled' or publish_at is not null),
    constraint stories_public_is_complete check (
        status not in ('scheduled', 'published', 'unlisted')
        or (title <> '' and summary <> '' and cardinality(path) >= 1
            and (cardinality(challenges) >= 1 or n_tips >= 1))
    ),
    constraint stories_path_has_dates check (cardinality(path) = cardinality(path_dates)),
    constraint stories_public_has_address check (
        status not in ('published', 'unlisted', 'withdrawn')
        or (slug is not null and published_at is not null and listed_at is not null)
    ),
    constraint stories_named_stays_named check (not (was_named_in_public and byline = 'anonymous')),
    -- The list's order must not tell what the shown instants hide.
    constraint stories_anonymous_listed_by_day check (
        byline <> 'anonymous' or listed_at is null
        or listed_at = date_trunc('day', listed_at at time zone 'UTC') at time zone 'UTC'
    )
);

comment on column stories.policy is 'The version of the Markdown policy that made every *_html of the story.';
comment on column stories.path is 'Derived: from_role of the first transition, then every to_role; repeats in a row once.';
comment on column stories.path_dates is 'Derived: beside each role of the path when it was reached (YYYY or YYYY-MM), empty where unknown.';
comment on column stories.reached is 'Derived: roles reached by a transition that is no move within the role.';
comment on column stories.departed is 'Derived: roles that stand in the path before its last place.';
comment on column stories.roads is 'Derived: A>B for every A that stands anywhere before B in the path.';
comment on column stories.practices is 'Derived: practices told of, each once.';
comment on column stories.challenges is 'Derived: kinds of challenge told of, each once.';
comment on column stories.was_named_in_public is 'Once true, the byline can not become anonymous any more.';
comment on column stories.listed_at is 'The place in public lists: the instant of publication, for an anonymous story its day.';

create index stories_listed on stories (listed_at desc, id desc) where status = 'published';
create index stories_listed_language on stories (language, listed_at desc, id desc) where status = 'published';
create index stories_listed_author on stories (author_id, listed_at desc, id desc)
    where status = 'published' and byline = 'named';
create index stories_author_id on stories (author_id, updated_at desc, id desc);
create index stories_reached on stories using gin (reached) where status = 'published';
create index stories_departed on stories using gin (departed) where status = 'published';
create index stories_roads on stories using gin (roads) where status = 'published';
create index stories_practices on stories using gin (practices) where status = 'published';
create index stories_challenges on stories using gin (challenges) where status = 'published';

create table transitions (
    story_id uuid not null,
    position smallint not null,
    from_role text collate "C",
    to_role text collate "C",
    title text,
    organisation text,
    started_on text collate "C",
    route text collate "C",
    scope text collate "C",
    story_md text not null default '',
    story_html text not null default '',
    constraint transitions_pkey primary key (story_id, position),
    constraint transitions_story_id_fkey foreign key (story_id) references stories (id) on delete cascade,
    constraint transitions_from_role_fkey foreign key (from_role) references roles (slug),
    constraint transitions_to_role_fkey foreign key (to_role) references roles (slug),
    constraint transitions_route_fkey foreign key (route) references routes (slug),
    constraint transitions_scope_fkey foreign key (scope) references scopes (slug),
    constraint transitions_at_most_20 check (position between 0 and 19),
    constraint transitions_title_length check (char_length(title) between 1 and 80),
    constraint transitions_organisation_length check (char_length(organisation) between 1 and 120),
    constraint transitions_started_on_form check (started_on ~ '^[0-9]{4}(-(0[1-9]|1[0-2]))?$' and started_on >= '1950'),
    constraint transitions_story_length check (char_length(story_md) <= 10000)
);

create index transitions_from_role on transitions (from_role);
create index transitions_to_role on transitions (to_role);

create table challenges (
    story_id uuid not null,
    position smallint not null,
    kind text collate "C",
    faced_md text not null default '',
    faced_html text not null default '',
    approach text collate "C",
    response_md text not null default '',
    response_html text not null default '',
    hindsight_md text,
    hindsight_html text,
    constraint challenges_pkey primary key (story_id, position),
    constraint challenges_story_id_fkey foreign key (story_id) references stories (id) on delete cascade,
    constraint challenges_kind_fkey foreign key (kind) references challenge_kinds (slug),
    constraint challenges_approach_fkey foreign key (approach) references approaches (slug),
    constraint challenges_at_most_20 check (position between 0 and 19),
    constraint challenges_texts_length check (
        char_length(faced_md) <= 10000 and char_length(response_md) <= 10000 and char_length(hindsight_md) <= 10000
    ),
    constraint challenges_hindsight_pair check ((hindsight_md is null) = (hindsight_html is null))
);

create index challenges_kind on challenges (kind);

create table story_practices (
    story_id uuid not null,
    position smallint not null,
    practice text collate "C",
    applied_to text not null default '',
    how_md text not null default '',
    how_html text not null default '',
    indicator text,
    caveat_md text,
    caveat_html text,
    constraint story_practices_pkey primary key (story_id, position),
    constraint story_practices_story_id_fkey foreign key (story_id) references stories (id) on delete cascade,
    constraint story_practices_practice_fkey foreign key (practice) references practices (slug),
    constraint story_practices_at_most_20 check (position between 0 and 19),
    constraint story_practices_applied_to_length check (char_length(applied_to) <= 120),
    constraint story_practices_indicator_length check (char_length(indicator) between 1 and 200),
    constraint story_practices_texts_length check (char_length(how_md) <= 10000 and char_length(caveat_md) <= 10000),
    constraint story_practices_caveat_pair check ((caveat_md is null) = (caveat_html is null))
);

create index story_practices_practice on story_practices (practice);

create table tips (
    story_id uuid not null,
    position smallint not null,
    audience text collate "C",
    text_md text not null default '',
    text_html text not null default '',
    constraint tips_pkey primary key (story_id, position),
    constraint tips_story_id_fkey foreign key (story_id) references stories (id) on delete cascade,
    constraint tips_audience_fkey foreign key (audience) references audiences (slug),
    constraint tips_at_most_30 check (position between 0 and 29),
    constraint tips_text_length check (char_length(text_md) <= 2000)
);

create table story_links (
    story_id uuid not null,
    position smallint not null,
    kind text collate "C" not null,
    url text not null,
    title text not null,
    constraint story_links_pkey primary key (story_id, position),
    constraint story_links_story_id_fkey foreign key (story_id) references stories (id) on delete cascade,
    constraint story_links_at_most_10 check (position between 0 and 9),
    constraint story_links_kind_known check (kind in ('slides', 'talk', 'article', 'other')),
    constraint story_links_url_is_web check (url ~ '^https?://' and char_length(url) <= 2000),
    constraint story_links_title_length check (char_length(title) between 1 and 120)
);

create table story_versions (
    story_id uuid not null,
    version integer not null,
    content jsonb not null,
    saved_at timestamptz not null default now(),
    constraint story_versions_pkey primary key (story_id, version),
    constraint story_versions_story_id_fkey foreign key (story_id) references stories (id) on delete cascade,
    constraint story_versions_version_counts check (version >= 1)
);

comment on table story_versions is 'Each saved version as its author sent it, readable for the author alone.';
