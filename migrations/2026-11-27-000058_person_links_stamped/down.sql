drop trigger people_stamp_stories on people;
create trigger people_stamp_stories after update on people for each row
    when ((old.handle, old.display_name, old.bio_html) is distinct from (new.handle, new.display_name, new.bio_html))
    execute function stamp_stories_of_person();
