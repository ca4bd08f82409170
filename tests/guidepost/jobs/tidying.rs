//! What has run out is removed, and nothing else.

use super::*;
use crate::support::TestApp;
use crate::support::stories::short;
use guidepost::worker::{handlers, tidy};

/// Pairs of rows: what is due and what is not, by a hair.
const ROWS: &str = "
    insert into sessions (hash, person_id, created_at, expires_at)
        select sha256(name::bytea), people.id, now() - interval '2 days', now() + age
        from people, (values ('due', interval '-1 second'), ('not due', interval '1 hour')) as it (name, age);
    insert into sign_in_links (person_id, hash, by_operator, created_at, expires_at)
        select people.id, sha256(name::bytea), name = 'not due', now() - interval '2 days', now() + age
        from people, (values ('due', interval '-1 second'), ('not due', interval '1 hour')) as it (name, age);
    insert into idempotent_answers (person_id, path, key, body_hash, status, headers, body, answered_at)
        select id, '/api/v1/stories', name, sha256(''), 201, '{}', '', now() - age
        from people, (values ('due', interval '24 hours 1 second'), ('not due', interval '23 hours')) as it (name, age);
    insert into mail_addresses (person_id, address, verified_at, expires_at)
        select id, name || '@example.org', case name when 'kept' then now() end, now() + age from people,
            (values ('due', interval '-1 second'), ('later', interval '1 hour'), ('kept', interval '-1 day')) as it (name, age);
    insert into joining_links (hash, address, return_to, created_at, expires_at)
        select sha256(name::bytea), name || '@example.org', '/', now() - interval '2 days', now() + age
        from (values ('due', interval '-1 second'), ('later', interval '1 hour')) as it (name, age);
    insert into letters (address, kind, written_at, expires_at)
        select 'a@example.org', 'notice', now() - interval '2 days', now() + age
        from (values (interval '-1 second'), (interval '1 hour')) as it (age);
    insert into kept_mails (address, subject, body, expires_at)
        select 'a@example.org', '', '', now() + age from (values (interval '-1 second'), (interval '1 hour')) as it (age);
    insert into mail_counts (hash, n, expires_at)
        select sha256(name::bytea), 1, now() + age
        from (values ('due', interval '-1 second'), ('later', interval '1 hour')) as it (name, age);
    insert into known_browsers (person_id, hash, expires_at)
        select id, sha256(name::bytea), now() + age from people,
            (values ('due', interval '-1 second'), ('later', interval '1 hour')) as it (name, age);
    insert into previews (story_id, hash, created_at, expires_at)
        select id, sha256(name::bytea), now() - interval '10 days', now() + age
        from stories, (values ('due', interval '-1 second'), ('not due', interval '1 hour')) as it (name, age)
        where title = 'Kept';
    update stories set status = 'deleted', deleted_from = 'draft',
        deleted_at = now() - case title when 'Due' then interval '30 days 1 second' else interval '29 days 23 hours' end
        where title <> 'Kept';
    insert into events (kind, payload, happened_at)
        select 'story.gone', '{}', now() - interval '91 days' from generate_series(1, 1200);
    insert into events (kind, payload, happened_at) values ('story.gone', '{}', now() - interval '89 days');
    insert into jobs (kind, payload, attempts, died_at)
        select 'note', '1', 8, now() - age from (values (interval '91 days'), (interval '89 days')) as it (age);
";

#[tokio::test(flavor = "multi_thread")]
async fn what_has_run_out_is_removed_and_nothing_else() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    for title in ["Due", "Not due", "Kept"] {
        author.draft(&short(title, "sre", "cto")).await;
    }
    let mut queue = Queue::of(app.database.clone()).await;
    queue.sql(ROWS).await;
    tidy::schedule(&mut queue.conn).await.unwrap();
    let _worker = queue.worker(handlers(app.post()));
    queue
        .until("jobs where key = 'tidy' and run_at > now() + interval '50 minutes'")
        .await;

    for (what, n) in [
        ("sessions", 1),
        ("sessions where expires_at > now()", 1),
        ("sign_in_links", 1),
        ("sign_in_links where by_operator", 1),
        ("mail_addresses", 2),
        ("mail_addresses where address like 'due%'", 0),
        ("joining_links where address like 'later%'", 1),
        ("joining_links", 1),
        ("letters", 1),
        ("kept_mails", 1),
        ("mail_counts", 1),
        ("known_browsers", 1),
        ("idempotent_answers", 1),
        ("idempotent_answers where key = 'not due'", 1),
        ("previews", 1),
        ("previews where hash = sha256('not due')", 1),
        ("stories", 2),
        ("stories where title = 'Due'", 0),
        ("tips", 2),
        ("events", 1),
        ("jobs where kind = 'note'", 1),
        ("jobs where kind = 'tidy'", 1),
    ] {
        assert_eq!(queue.n(what).await, n, "{what}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn servers_that_start_together_tidy_once() {
    let mut queue = Queue::new().await;
    let scheduling = (0..4).map(|_| {
        let database = queue.database.clone();
        tokio::spawn(async move {
            let mut conn = db::connect(&database).await.unwrap();
            tidy::schedule(&mut conn).await.unwrap();
        })
    });
    for scheduled in scheduling.collect::<Vec<_>>() {
        scheduled.await.unwrap();
    }
    assert_eq!(queue.n("jobs").await, 1);
}
