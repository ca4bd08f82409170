delete from audiences;
delete from scopes;
delete from routes;
delete from approaches;
delete from challenge_kinds;
delete from practices;
delete from roles;
delete from tracks;
