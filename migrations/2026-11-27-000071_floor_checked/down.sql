-- A rule that was looked at needs no way back: it goes with the migration that made it.
select 1;
