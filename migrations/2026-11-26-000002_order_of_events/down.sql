drop index events_in_order;
drop index events_happened_at;
