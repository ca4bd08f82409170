drop table mail_counts;
drop table kept_mails;
drop table letters;
