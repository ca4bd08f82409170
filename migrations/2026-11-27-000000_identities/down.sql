alter table people drop column waiting_since;
drop table newcomers;
drop table sign_in_flows;
drop table invitations;
drop table identities;
