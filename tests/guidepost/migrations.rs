//! The schema goes up and down, with data in it, and is never touched by a program that is too old.

use diesel::QueryableByName;
use diesel::sql_types::BigInt;
use diesel_async::{RunQueryDsl, SimpleAsyncConnection};
use guidepost::cli::sample;
use guidepost::db::{self, Conn};

use crate::support::postgres::{empty_database, new_database};

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

#[tokio::test(flavor = "multi_thread")]
async fn each_migration_goes_up_down_and_up_again() {
    let database = empty_database().await;
    let up = db::migrate(&database).await.unwrap();
    assert!(up.len() >= 5, "{up:?}");

    db::migrate::revert_all(&database).await.unwrap();
    let mut conn = db::connect(&database).await.unwrap();
    assert_eq!(
        n_relations(&mut conn).await,
        0,
        "something is left after every down.sql"
    );

    assert_eq!(db::migrate(&database).await.unwrap(), up);
    assert!(db::migrate(&database).await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn migrations_go_down_and_up_with_a_community_in_them() {
    let database = new_database().await;
    let mut conn = db::connect(&database).await.unwrap();
    sample::load(&mut conn).await.unwrap();

    db::migrate::revert_all(&database).await.unwrap();
    db::migrate(&database).await.unwrap();

    let (_, n_stories) = sample::load(&mut db::connect(&database).await.unwrap())
        .await
        .unwrap();
    assert!(n_stories >= 12);
}

#[tokio::test(flavor = "multi_thread")]
async fn servers_that_start_together_migrate_once() {
    let database = empty_database().await;

    let starts = (0..4).map(|_| {
        let database = database.clone();
        tokio::spawn(async move { db::migrate(&database).await.unwrap().len() })
    });
    let mut applied = Vec::new();
    for start in starts.collect::<Vec<_>>() {
        applied.push(start.await.unwrap());
    }

    applied.sort_unstable();
    assert_eq!(applied[..3], [0, 0, 0]);
    assert!(applied[3] >= 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_older_than_the_schema_refuses_to_start() {
    let database = new_database().await;
    let mut conn = db::connect(&database).await.unwrap();
    conn.batch_execute(
        "insert into __diesel_schema_migrations (version) values ('99990101000000')",
    )
    .await
    .unwrap();

    let err = db::migrate(&database).await.unwrap_err().to_string();

    assert!(
        err.contains("newer Guidepost") && err.contains("99990101000000"),
        "{err}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn every_constraint_has_a_name_that_tells_its_rule() {
    let mut conn = db::connect(&new_database().await).await.unwrap();
    let unnamed = "select count(*) as n from pg_constraint \
        where connamespace = 'public'::regnamespace and conrelid <> 0 \
        and conrelid::regclass::text not like '\\_\\_diesel%' \
        and (conname ~ '_check[0-9]*$' or conname ~ '_not_null$' is true and contype = 'c')";
    let found: Count = diesel::sql_query(unnamed)
        .get_result(&mut conn)
        .await
        .unwrap();
    assert_eq!(found.n, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_database_itself_refuses_what_no_story_may_be() {
    let mut conn = db::connect(&new_database().await).await.unwrap();
    conn.batch_execute("insert into handles values ('ada'); insert into people (handle, display_name) values ('ada', 'Ada')")
        .await
        .unwrap();
    let story = |columns: &str, values: &str| {
        format!(
            "insert into stories (author_id, language, policy{columns}) select id, 'en', 1{values} from people"
        )
    };
    for (sql, constraint) in [
        (story(", status", ", 'published'"), "stories_public_"),
        (story(", status", ", 'lost'"), "stories_status_known"),
        (
            story(", title", ", repeat('x', 121)"),
            "stories_title_length",
        ),
        (
            story(", byline, was_named_in_public", ", 'anonymous', true"),
            "stories_named_stays_named",
        ),
        (
            story(", byline, listed_at", ", 'anonymous', now()"),
            "stories_anonymous_listed_by_day",
        ),
        (
            story(", canonical_url", ", 'javascript:x'"),
            "stories_canonical_url_is_web",
        ),
        (
            "insert into handles values ('Ada')".to_owned(),
            "handles_form",
        ),
        (
            "insert into handles values ('ada')".to_owned(),
            "handles_pkey",
        ),
    ] {
        let err = conn.batch_execute(&sql).await.unwrap_err().to_string();
        assert!(err.contains(constraint), "{sql}: {err}");
    }
}

async fn n_relations(conn: &mut Conn) -> i64 {
    let sql = "select count(*) as n from pg_class where relnamespace = 'public'::regnamespace \
        and relkind in ('r', 'v', 'S') and relname not like '\\_\\_diesel%'";
    let found: Count = diesel::sql_query(sql).get_result(conn).await.unwrap();
    found.n
}
