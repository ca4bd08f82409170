create index events_in_order on events (written_by, id);
create index events_happened_at on events (happened_at);
