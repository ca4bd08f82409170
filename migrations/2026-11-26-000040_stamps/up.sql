-- What was made of a story, a person or a list is good as long as its stamp stays the same. The database
-- stamps, in the transaction of the change, so that no server and no statement can forget to.
create sequence stamps;

alter table stories add column stamp bigint not null default 0;
comment on column stories.stamp is 'Another one after each change, also of its author as it shows them.';

alter table people add column stamp bigint not null default 0;
comment on column people.stamp is 'Another one after each change.';

create table list_stamps (
    key text collate "C" not null,
    stamp bigint not null,
    constraint list_stamps_pkey primary key (key)
) with (fillfactor = 50);

comment on table list_stamps is 'For everything that lists are narrowed to, a stamp: another one after each change of a listed story that has it.';
comment on column list_stamps.key is 'Empty for all stories; else to:ROLE, from:ROLE, practice:…, challenge:…, language:…, by:PERSON.';

create function stamp() returns trigger language plpgsql as $$
begin
    new.stamp := nextval('stamps');
    return new;
end
$$;

create trigger stories_stamp before insert or update on stories for each row execute function stamp();
create trigger people_stamp before insert or update on people for each row execute function stamp();

-- An anonymous story has no key of its author.
create function list_keys(story stories) returns text[] language sql immutable as $$
    select case when story.status = 'published' then
        array['', 'language:' || story.language]
        || array(select 'to:' || it from unnest(story.reached) as it)
        || array(select 'from:' || it from unnest(story.departed) as it)
        || array(select 'practice:' || it from unnest(story.practices) as it)
        || array(select 'challenge:' || it from unnest(story.challenges) as it)
        || case when story.byline = 'named' then array['by:' || story.author_id] else '{}' end
    else '{}' end
$$;

-- In the order of the keys, the empty one first: whoever waits, waits there, and nobody for each other.
create function stamp_lists(keys text[]) returns void language sql as $$
    insert into list_stamps (key, stamp)
    select it, nextval('stamps') from (select distinct unnest(keys) collate "C" as it order by 1) as keys
    on conflict (key) do update set stamp = excluded.stamp
$$;

create function stamp_lists_of_story() returns trigger language plpgsql as $$
declare
    keys text[] := '{}';
begin
    if tg_op <> 'INSERT' then keys := keys || list_keys(old); end if;
    if tg_op <> 'DELETE' then keys := keys || list_keys(new); end if;
    if cardinality(keys) > 0 then perform stamp_lists(keys); end if;
    return null;
end
$$;

create trigger stories_stamp_lists after insert or update or delete on stories
    for each row execute function stamp_lists_of_story();

-- What shows a person beside a story has changed with the person.
create function stamp_stories_of_person() returns trigger language plpgsql as $$
begin
    update stories set stamp = 0
    where author_id = new.id and byline = 'named' and status in ('published', 'unlisted');
    return null;
end
$$;

create trigger people_stamp_stories after update on people for each row
    when ((old.handle, old.display_name, old.bio_html) is distinct from (new.handle, new.display_name, new.bio_html))
    execute function stamp_stories_of_person();
