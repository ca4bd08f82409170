-- A stamp was drawn before its row was locked: of two that wait for each other the later one could write
-- the smaller number. Now it is drawn by whoever holds the row of all stories, until the end of the transaction.
insert into list_stamps (key, stamp) values ('', nextval('stamps')) on conflict do nothing;

create or replace function stamp_lists(keys text[]) returns void language plpgsql as $$
begin
    perform from list_stamps where key = '' for update;
    insert into list_stamps (key, stamp)
    select it, nextval('stamps') from (select distinct unnest(keys) collate "C" as it order by 1) as keys
    on conflict (key) do update set stamp = excluded.stamp;
end
$$;

-- A person's page is marked with the language of its text.
drop trigger people_stamp_stories on people;
create trigger people_stamp_stories after update on people for each row
    when ((old.handle, old.display_name, old.bio_html, old.links, old.language)
        is distinct from (new.handle, new.display_name, new.bio_html, new.links, new.language))
    execute function stamp_stories_of_person();
