-- What digests, roads and counts ask of many stories stands in these indexes, so that the texts beside it are not read.
create index stories_told on stories (id)
    include (author_id, byline, language, listed_at, reached, practices, challenges) where status = 'published';
create index challenges_told on challenges (story_id) include (kind, approach);
create index story_practices_told on story_practices (story_id, position) include (practice);
create index tips_told on tips (story_id, position) include (audience);
create index transitions_from_role_to on transitions (from_role, story_id) include (to_role);
create index transitions_to_role_from on transitions (to_role, story_id) include (from_role);
drop index transitions_from_role;
drop index transitions_to_role;
