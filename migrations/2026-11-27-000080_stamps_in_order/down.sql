drop trigger people_stamp_stories on people;
create trigger people_stamp_stories after update on people for each row
    when ((old.handle, old.display_name, old.bio_html, old.links)
        is distinct from (new.handle, new.display_name, new.bio_html, new.links))
    execute function stamp_stories_of_person();

create or replace function stamp_lists(keys text[]) returns void language sql as $$
    insert into list_stamps (key, stamp)
    select it, nextval('stamps') from (select distinct unnest(keys) collate "C" as it order by 1) as keys
    on conflict (key) do update set stamp = excluded.stamp
$$;
