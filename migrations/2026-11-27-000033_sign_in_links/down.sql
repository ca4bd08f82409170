drop table sign_in_links;
