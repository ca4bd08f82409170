delete from letters where kind = 'decision';
alter table letters
    drop constraint letters_kind_known,
    add constraint letters_kind_known check (kind in ('sign-in', 'verify', 'notice'));
