create or replace function list_keys(story stories) returns text[] language sql immutable as $$
    select case when story.status = 'published' then
        array['', 'language:' || story.language]
        || array(select 'to:' || it from unnest(story.reached) as it)
        || array(select 'from:' || it from unnest(story.departed) as it)
        || array(select 'practice:' || it from unnest(story.practices) as it)
        || array(select 'challenge:' || it from unnest(story.challenges) as it)
        || case when story.byline = 'named' then array['by:' || story.author_id] else '{}' end
    else '{}' end
$$;

create or replace function stamp_lists(keys text[]) returns void language plpgsql as $$
begin
    perform from list_stamps where key = '' for update;
    insert into list_stamps (key, stamp)
    select it, nextval('stamps') from (select distinct unnest(keys) collate "C" as it order by 1) as keys
    on conflict (key) do update set stamp = excluded.stamp;
end
$$;

comment on column list_stamps.key is 'Empty for all stories; else to:ROLE, from:ROLE, practice:…, challenge:…, language:…, by:PERSON.';

delete from list_stamps where key = '*';
