-- While one stamp is the same, nothing has changed that anyone may open, and nothing else has to be asked about.
-- What was changed by the functions as they were until now, is done before the first answer is made after this.
lock table stories in share row exclusive mode;

insert into list_stamps (key, stamp) values ('*', nextval('stamps')) on conflict do nothing;

comment on column list_stamps.key is 'Empty for all listed stories, * for all that anyone may open; else to:ROLE, from:ROLE, practice:…, challenge:…, language:…, by:PERSON.';

create or replace function list_keys(story stories) returns text[] language sql immutable as $$
    select case when story.status = 'published' then
        array['', 'language:' || story.language]
        || array(select 'to:' || it from unnest(story.reached) as it)
        || array(select 'from:' || it from unnest(story.departed) as it)
        || array(select 'practice:' || it from unnest(story.practices) as it)
        || array(select 'challenge:' || it from unnest(story.challenges) as it)
        || case when story.byline = 'named' then array['by:' || story.author_id] else '{}' end
    when story.status in ('unlisted', 'withdrawn') then array['*']
    else '{}' end
$$;

create or replace function stamp_lists(keys text[]) returns void language plpgsql as $$
begin
    perform from list_stamps where key = '' for update;
    insert into list_stamps (key, stamp)
    select it, nextval('stamps')
    from (select distinct unnest(keys || '*'::text) collate "C" as it order by 1) as keys
    on conflict (key) do update set stamp = excluded.stamp;
end
$$;
