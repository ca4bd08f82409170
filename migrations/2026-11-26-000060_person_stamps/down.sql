create or replace function stamp_stories_of_person() returns trigger language plpgsql as $$
begin
    update stories set stamp = 0
    where author_id = new.id and byline = 'named' and status in ('published', 'unlisted');
    return null;
end
$$;
