drop table story_versions;
drop table story_links;
drop table tips;
drop table story_practices;
drop table challenges;
drop table transitions;
drop table stories;
