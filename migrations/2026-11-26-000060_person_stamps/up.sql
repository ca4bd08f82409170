-- A person's own page shows the name and the bio too: it has changed with them.
create or replace function stamp_stories_of_person() returns trigger language plpgsql as $$
begin
    update stories set stamp = 0
    where author_id = new.id and byline = 'named' and status in ('published', 'unlisted');
    perform stamp_lists(array['by:' || new.id]);
    return null;
end
$$;
