create index stories_told on stories (id)
    include (author_id, byline, language, listed_at, reached, practices, challenges) where status = 'published';
create index story_practices_told on story_practices (story_id, position) include (practice);
