alter table sessions
    drop constraint sessions_device_length,
    drop column previous_until,
    drop column previous_hash,
    drop column renewed_at;
