//! The made-up community: as whole as one that was written by hand, and the same again for the same seed.

use diesel::QueryableByName;
use diesel::sql_types::{BigInt, Integer, Text, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use guidepost::access::Scope;
use guidepost::access::create_token::create_token;
use guidepost::cli::generate::{Generate, generate};
use guidepost::db::Conn;
use guidepost::db::ids::PersonId;
use serde_json::Value;
use uuid::Uuid;

use crate::support::{Client, TestApp, postgres};

const STORIES: u32 = 200;
const SMALL: Generate = Generate {
    stories: STORIES,
    people: 60,
    seed: 7,
    add: false,
};

/// What saving decides of a story: everything but who, when and where.
const STORY: &str = "select (to_jsonb(stories) - '{id,slug,created_at,updated_at,published_at,listed_at,version,stamp}'::text[])::text \
    as text from stories where id = $1";
const PARTS: [&str; 5] = [
    "transitions",
    "challenges",
    "story_practices",
    "tips",
    "story_links",
];

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    text: String,
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

#[derive(QueryableByName)]
struct Made {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = SqlUuid)]
    author_id: Uuid,
    #[diesel(sql_type = Integer)]
    version: i32,
}

async fn number(conn: &mut Conn, sql: &str) -> i64 {
    let found: Number = diesel::sql_query(sql).get_result(conn).await.unwrap();
    found.n
}

async fn made(app: &TestApp, options: &Generate) {
    generate(&mut app.conn().await, options).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_counts_and_pages_of_a_made_up_community_agree() {
    let app = TestApp::start().await;
    made(&app, &SMALL).await;
    let reader = app.stranger();
    let conn = &mut app.conn().await;
    let all = number(conn, "select count(*) as n from stories").await;
    let public = "from stories where status = 'published'";
    let listed = number(conn, &format!("select count(*) as n {public}")).await;
    assert_eq!(all, i64::from(STORIES));
    assert!((150..200).contains(&listed), "{listed}");

    let (mut seen, mut next) = (0, String::new());
    loop {
        let path = format!("/api/v1/stories?limit=100{next}");
        let page = reader.json(&path).await;
        seen += page["items"].as_array().unwrap().len();
        match page["next_cursor"].as_str() {
            Some(cursor) => next = format!("&cursor={cursor}"),
            None => break,
        }
    }
    assert_eq!(i64::try_from(seen).unwrap(), listed);

    let reach = format!("select count(*) as n {public} and 'engineering-manager' = any(reached)");
    let reaching = number(conn, &reach).await;
    let role = reader.json("/api/v1/roles/engineering-manager").await;
    assert_eq!(role["stories"], reaching);
    assert!(reaching > 10, "{reaching}");
    reader.page("/roles/engineering-manager").await;
    reader.page("/stories?to=engineering-manager").await;
    let most = "select n from (select count(*) as n from stories group by author_id) as it order by 1 desc limit 1";
    assert!(number(conn, most).await > 5, "somebody writes often");
}

/// The author of a story, as a program with their token.
async fn author_of(app: &TestApp, story: &Made) -> Client {
    let author = PersonId(story.author_id);
    let scopes = [Scope::StoriesWrite];
    let secret = create_token(&mut app.conn().await, author, "test", &scopes, None).await;
    app.stranger().with_token(secret.unwrap().reveal())
}

async fn any_stories(conn: &mut Conn) -> Vec<Made> {
    let sql = "select id, author_id, version from stories where status = 'published' order by random() limit 8";
    diesel::sql_query(sql).load(conn).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_made_up_story_that_is_saved_as_it_is_gets_no_new_version() {
    let app = TestApp::start().await;
    made(&app, &SMALL).await;
    for story in any_stories(&mut app.conn().await).await {
        let author = author_of(&app, &story).await;
        let path = format!("/api/v1/stories/{}", story.id);
        let version = author
            .json(&format!("{path}/versions/{}", story.version))
            .await;
        let etag = author.get(&path).await.headers()["etag"].clone();
        let saved = author
            .put(&path, etag.to_str().unwrap(), &version["content"])
            .await;
        assert_eq!(saved.status(), 200);
        let saved: Value = saved.json().await.unwrap();
        assert_eq!(saved["version"], story.version);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_made_up_story_is_stored_as_one_that_was_saved_and_published() {
    let app = TestApp::start().await;
    made(&app, &SMALL).await;
    let conn = &mut app.conn().await;
    for story in any_stories(conn).await {
        let author = author_of(&app, &story).await;
        let version = format!("/api/v1/stories/{}/versions/{}", story.id, story.version);
        let content = &author.json(&version).await["content"];
        let published = author.published(content).await;
        let written: Uuid = published["id"].as_str().unwrap().parse().unwrap();
        assert_eq!(
            rows(conn, STORY, story.id).await,
            rows(conn, STORY, written).await
        );
        for table in PARTS {
            let sql = format!(
                "select (to_jsonb(part) - 'story_id')::text as text from {table} as part \
                 where story_id = $1 order by position"
            );
            let (ours, theirs) = (
                rows(conn, &sql, story.id).await,
                rows(conn, &sql, written).await,
            );
            assert_eq!(ours, theirs, "{table}");
        }
    }
}

async fn rows(conn: &mut Conn, sql: &str, story: Uuid) -> Vec<String> {
    let lines = diesel::sql_query(sql).bind::<SqlUuid, _>(story);
    let lines: Vec<Line> = lines.load(conn).await.unwrap();
    lines.into_iter().map(|it| it.text).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_seed_makes_the_same_community() {
    let mut digests = Vec::new();
    for seed in [7, 7, 8] {
        let database = postgres::new_database().await;
        let mut conn = guidepost::db::connect(&database).await.unwrap();
        let options = Generate { seed, ..SMALL };
        generate(&mut conn, &options).await.unwrap();
        let mut digest = Vec::new();
        for table in ["people", "stories", "story_versions"].iter().chain(&PARTS) {
            let sql = format!(
                "select md5(string_agg(it::text, ',' order by it::text)) as text from {table} as it"
            );
            let found: Line = diesel::sql_query(sql).get_result(&mut conn).await.unwrap();
            digest.push(found.text);
        }
        digests.push(digest);
    }
    assert_eq!(digests[0], digests[1]);
    assert_ne!(digests[0], digests[2]);
}

#[tokio::test(flavor = "multi_thread")]
async fn made_up_people_do_not_mix_with_others_unasked() {
    let app = TestApp::start().await;
    app.author("tsuzura").await;
    let conn = &mut app.conn().await;
    let refused = generate(conn, &SMALL).await.unwrap_err();
    assert!(refused.to_string().contains("--add"), "{refused}");
    assert_eq!(number(conn, "select count(*) as n from people").await, 1);

    for seed in [1, 2] {
        let options = Generate {
            seed,
            add: true,
            ..SMALL
        };
        generate(conn, &options).await.unwrap();
    }
    assert_eq!(number(conn, "select count(*) as n from people").await, 121);
}
