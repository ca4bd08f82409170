create index transitions_from_role on transitions (from_role);
create index transitions_to_role on transitions (to_role);
drop index transitions_to_role_from;
drop index transitions_from_role_to;
drop index tips_told;
drop index story_practices_told;
drop index challenges_told;
drop index stories_told;
