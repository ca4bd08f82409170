-- Digests come from the census; nothing asks these any more, and each save of a story wrote them.
drop index stories_told;
drop index story_practices_told;
