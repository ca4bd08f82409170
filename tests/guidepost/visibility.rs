//! Who may see a story in which state, and that nobody learns who wrote an anonymous one.

use std::collections::BTreeSet;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use diesel_async::SimpleAsyncConnection;
use guidepost::access::Scope;
use guidepost::people::{Handle, Person};
use regex::Regex;
use reqwest::{Method, Response};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::stories::short;
use crate::support::{Client, TestApp, faults, problem};

/// What gives a story away wherever it stands.
const TITLE: &str = "Lanternfish at the wheel";
const SUMMARY: &str = "A summary of quiet nights";
const TEXT: &str = "Ebbtide was the answer";
const PRACTICE: &str = "An abacus for the harbour";
const MARKS: [&str; 4] = [TITLE, SUMMARY, TEXT, PRACTICE];

/// The author of the stories under test; neither name is part of the other.
const HANDLE: &str = "tsuzura";
const DISPLAY_NAME: &str = "Wisteria Matsuda";

const FROM: &str = "customer-reliability-engineer";
const TO: &str = "technical-writer";

/// A story by a stranger that leads to where the one under test begins, the one under test, its
/// author, another signed-in person and a stranger.
struct Scene {
    app: TestApp,
    author: Client,
    other: Client,
    stranger: Client,
    /// The slug of the story that leads here.
    lead: String,
}

impl Scene {
    async fn set() -> Self {
        let app = TestApp::start().await;
        let author = app.author(HANDLE).await;
        sql(
            &app,
            &format!("update people set display_name = '{DISPLAY_NAME}'"),
        )
        .await;
        let other = app.author("kaede").await;
        let lead = other.published(&short("Lead", "qa-engineer", FROM)).await;
        Self {
            stranger: app.stranger(),
            lead: lead["slug"].as_str().unwrap().to_owned(),
            app,
            author,
            other,
        }
    }

    /// The story under test in this status, as its author last saw it.
    async fn story(&self, status: &str, byline: &str) -> Value {
        let mut story = telling();
        story["byline"] = byline.into();
        let story = match status {
            "draft" | "scheduled" => self.author.draft(&story).await.0,
            _ => self.author.published(&story).await,
        };
        let id = story["id"].as_str().unwrap();
        if status == "scheduled" {
            let soon = "publish_at = now() + interval '1 day'";
            sql(
                &self.app,
                &format!("update stories set {soon} where id = '{id}'"),
            )
            .await;
        }
        sql(
            &self.app,
            &format!("update stories set status = '{status}' where id = '{id}'"),
        )
        .await;
        story
    }

    /// The answer to its author saving it under another byline.
    async fn saved_as(&self, story: &Value, etag: &str, byline: &str) -> Response {
        let telling = telling_by(byline);
        self.author.put(&api(story), etag, &telling).await
    }

    /// The lists and pages where a public story may stand, with what they answer.
    async fn outputs(&self, reader: &Client) -> Vec<(String, String)> {
        let mut outputs = Vec::new();
        for path in [
            "/api/v1/stories".to_owned(),
            format!("/api/v1/stories?to={TO}"),
            format!("/api/v1/stories?from={FROM}&to={TO}&language=en"),
            "/api/v1/stories?practice=runbook&challenge=no-successor".to_owned(),
            format!("/api/v1/stories?author={HANDLE}"),
            format!("/api/v1/people/{HANDLE}"),
            format!("/people/{HANDLE}"),
            "/".to_owned(),
            "/stories".to_owned(),
            format!("/stories?to={TO}"),
            format!("/stories?author={HANDLE}"),
            format!("/roles/{TO}"),
            format!("/roles/{FROM}"),
            "/roles".to_owned(),
            "/api/v1/roles".to_owned(),
            format!("/api/v1/roles/{TO}"),
            "/api/v1/practices".to_owned(),
            "/api/v1/challenges".to_owned(),
            format!("/stories/{}", self.lead),
            format!("/api/v1/stories/{}", self.lead),
        ] {
            let answer = reader.get(&path).await;
            assert_eq!(answer.status(), 200, "{path}");
            outputs.push((path, whole_answer(answer).await));
        }
        outputs
    }

    /// Asserts that no list, count or page tells of the story.
    async fn is_nowhere(&self, story: &Value) {
        for reader in [&self.stranger, &self.other, &self.author] {
            for (path, text) in self.outputs(reader).await {
                for mark in marks(story) {
                    assert!(!text.contains(&mark), "{path} tells {mark}");
                }
            }
            assert_eq!(counts(reader).await, [0; 5]);
            let (here, from) = (format!("/roles/{TO}"), format!("/roles/{FROM}"));
            assert!(!reader.page(&here).await.contains(&format!("from={FROM}")));
            assert!(!reader.page(&from).await.contains(&here));
        }
    }
}

/// A story whose every text gives it away.
fn telling() -> Value {
    json!({
        "language": "en", "title": TITLE, "summary": SUMMARY,
        "transitions": [{"from_role": FROM, "to_role": TO, "route": "invited", "story_md": TEXT}],
        "challenges": [{"kind": "no-successor", "approach": "asked-for-help", "faced_md": TEXT}],
        "practices": [{"practice": "runbook", "applied_to": PRACTICE, "how_md": TEXT}],
        "tips": [{"audience": "decided", "text_md": TEXT}],
        "reflection_md": TEXT
    })
}

/// All by which a story can be recognised.
fn marks(story: &Value) -> Vec<String> {
    let own = [&story["id"], &story["slug"]];
    let own = own.into_iter().filter_map(Value::as_str);
    own.chain(MARKS).map(str::to_owned).collect()
}

/// What the public figures say: stories that reach the role (twice), that tell of the practice and
/// of the challenge, and the length of the author's list.
async fn counts(reader: &Client) -> [i64; 5] {
    let of = async |list: &str, slug: &str| {
        let list = reader.json(&format!("/api/v1/{list}")).await;
        let mut items = list["items"].as_array().unwrap().iter();
        let item = items.find(|it| it["slug"] == slug).unwrap();
        item["stories"].as_i64().unwrap()
    };
    let role = reader.json(&format!("/api/v1/roles/{TO}")).await;
    let profile = reader.json(&format!("/api/v1/people/{HANDLE}")).await;
    let profile = profile["stories"].as_array().unwrap().len();
    [
        of("roles", TO).await,
        role["stories"].as_i64().unwrap(),
        of("practices", "runbook").await,
        of("challenges", "no-successor").await,
        i64::try_from(profile).unwrap(),
    ]
}

/// Headers and body as one text.
async fn whole_answer(answer: Response) -> String {
    let headers = format!("{:?}", answer.headers());
    headers + &answer.text().await.unwrap()
}

/// The story's addresses: by id and by slug, in JSON and as pages.
fn addresses(story: &Value) -> Vec<String> {
    let names = [&story["id"], &story["slug"]];
    let names = names.into_iter().filter_map(Value::as_str);
    names
        .flat_map(|it| [format!("/api/v1/stories/{it}"), format!("/stories/{it}")])
        .collect()
}

async fn sql(app: &TestApp, sql: &str) {
    app.conn().await.batch_execute(sql).await.unwrap();
}

fn api(story: &Value) -> String {
    format!("/api/v1/stories/{}", story["id"].as_str().unwrap())
}

/// Asserts that the address answers as any unknown one.
async fn is_not_found(reader: &Client, address: &str, status: &str) {
    let answer = reader.get(address).await;
    assert_eq!(answer.status(), 404, "{address}");
    assert_eq!(answer.headers()["cache-control"], "no-store", "{address}");
    assert!(!answer.headers().contains_key("etag"), "{address}");
    let text = whole_answer(answer).await;
    for mark in MARKS.iter().chain(&[HANDLE, DISPLAY_NAME, status]) {
        assert!(!text.contains(mark), "{address} tells {mark}");
    }
}

/// Asserts that others are answered as if the story had never been.
async fn is_unknown_to_others(status: &str) {
    let scene = Scene::set().await;
    let story = scene.story(status, "named").await;
    let moderator = scene.app.person("keeper", Scope::ALL).await;
    let appointed = "update people set moderator = true where handle = 'keeper'";
    sql(&scene.app, appointed).await;
    for reader in [&scene.stranger, &scene.other, &moderator] {
        for address in addresses(&story) {
            let nothing = address.replace(|c: char| c.is_ascii_digit(), "0");
            assert_eq!(reader.get(&nothing).await.status(), 404);
            is_not_found(reader, &address, status).await;
        }
    }
    scene.is_nowhere(&story).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_else_sees_a_draft() {
    is_unknown_to_others("draft").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_else_sees_a_scheduled_story() {
    is_unknown_to_others("scheduled").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_has_no_page_by_a_guessed_slug() {
    let scene = Scene::set().await;
    scene.story("draft", "named").await;
    for guess in ["lanternfish-at-the-wheel", "null", "", "draft"] {
        let answer = scene
            .stranger
            .get(&format!("/api/v1/stories/{guess}"))
            .await;
        assert_eq!(answer.status(), 404, "{guess}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn anyone_sees_a_published_story_everywhere() {
    let scene = Scene::set().await;
    let story = scene.story("published", "named").await;
    let slug = story["slug"].as_str().unwrap();
    for reader in [&scene.stranger, &scene.other, &scene.author] {
        for address in addresses(&story) {
            let answer = reader.get(&address).await;
            assert_eq!(answer.status(), 200, "{address}");
            assert_eq!(answer.headers()["cache-control"], "no-cache", "{address}");
            let policy = &answer.headers()["referrer-policy"];
            assert_eq!(policy, "strict-origin-when-cross-origin", "{address}");
            let text = whole_answer(answer).await;
            assert!(!text.contains("noindex"), "{address}");
            for mark in MARKS.iter().chain(&[HANDLE, DISPLAY_NAME]) {
                assert!(text.contains(mark), "{address} lacks {mark}");
            }
        }
        for (path, text) in scene.outputs(reader).await {
            let is_list = ![
                "/roles",
                "/api/v1/roles",
                "/api/v1/practices",
                "/api/v1/challenges",
            ]
            .contains(&path.as_str())
                && path != format!("/api/v1/roles/{TO}")
                && path != format!("/roles/{FROM}")
                && !path.starts_with("/api/v1/stories/");
            assert_eq!(text.contains(slug), is_list, "{path}");
        }
        assert_eq!(counts(reader).await, [1; 5]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unlisted_story_is_read_by_its_link_alone() {
    let scene = Scene::set().await;
    let story = scene.story("unlisted", "named").await;
    for reader in [&scene.stranger, &scene.other, &scene.author] {
        for address in addresses(&story) {
            let answer = reader.get(&address).await;
            assert_eq!(answer.status(), 200, "{address}");
            let is_page = address.starts_with("/stories/");
            if is_page {
                assert_eq!(
                    answer.headers()["referrer-policy"],
                    "same-origin",
                    "{address}"
                );
            }
            let text = answer.text().await.unwrap();
            assert!(
                text.contains(TITLE) && text.contains(DISPLAY_NAME),
                "{address}"
            );
            assert_eq!(
                text.contains("<meta name=\"robots\" content=\"noindex\">"),
                is_page,
                "{address}"
            );
        }
    }
    scene.is_nowhere(&story).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_withdrawn_story_is_gone_without_title_or_author() {
    let scene = Scene::set().await;
    let story = scene.story("withdrawn", "named").await;
    for reader in [&scene.stranger, &scene.other] {
        for address in addresses(&story) {
            let answer = reader.get(&address).await;
            assert_eq!(answer.status(), 410, "{address}");
            assert_eq!(answer.headers()["cache-control"], "no-store", "{address}");
            let text = whole_answer(answer).await;
            for mark in MARKS.iter().chain(&[HANDLE, DISPLAY_NAME]) {
                assert!(!text.contains(mark), "{address} tells {mark}");
            }
        }
        let (status, problem) = problem(reader.get(&api(&story)).await).await;
        assert_eq!((status, &problem["code"]), (410, &json!("gone")));
    }
    let address = format!("/stories/{}", story["slug"].as_str().unwrap());
    assert_eq!(scene.author.get(&address).await.status(), 410);
    scene.is_nowhere(&story).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_author_sees_everything_of_their_own() {
    let scene = Scene::set().await;
    for (status, cache) in [
        ("draft", "private, no-store"),
        ("scheduled", "private, no-store"),
        ("withdrawn", "private, no-store"),
        ("published", "no-cache"),
        ("unlisted", "no-cache"),
    ] {
        for byline in ["named", "anonymous"] {
            let story = scene.story(status, byline).await;
            let addresses = addresses(&story);
            for address in addresses.iter().filter(|it| it.starts_with("/api/")) {
                let answer = scene.author.get(address).await;
                assert_eq!(answer.status(), 200, "{status}");
                assert_eq!(answer.headers()["cache-control"], cache, "{status}");
                let own: Value = answer.json().await.unwrap();
                assert_eq!(own["status"], status);
                assert_eq!(own["title"], TITLE);
                assert_eq!(own["author"].is_null(), byline == "anonymous", "{status}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_personal_is_sent_again_each_time() {
    let scene = Scene::set().await;
    let story = scene.story("draft", "named").await;
    let etag = scene.author.get(&api(&story)).await.headers()["etag"].clone();
    let asked = scene.author.request(Method::GET, &api(&story));
    let again = asked
        .header("if-none-match", etag.clone())
        .send()
        .await
        .unwrap();
    assert_eq!(again.status(), 200);
    let asked = scene.stranger.request(Method::GET, &api(&story));
    let probed = asked.header("if-none-match", etag).send().await.unwrap();
    assert_eq!(probed.status(), 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_withdrawn_story_leaves_the_lists_of_who_is_paging_through_them() {
    let scene = Scene::set().await;
    let story = scene.story("published", "named").await;
    scene.other.published(&short("Newest", "sre", TO)).await;
    let path = format!("/api/v1/stories?to={TO}&limit=1");
    let first = scene.stranger.json(&path).await;
    let id = story["id"].as_str().unwrap();
    sql(
        &scene.app,
        &format!("update stories set status = 'withdrawn' where id = '{id}'"),
    )
    .await;

    let cursor = first["next_cursor"].as_str().unwrap();
    let second = scene
        .stranger
        .json(&format!("{path}&cursor={cursor}"))
        .await;

    assert_eq!(first["items"][0]["title"], "Newest");
    assert_eq!(second["items"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_author_of_an_anonymous_story_stands_in_no_answer() {
    let scene = Scene::set().await;
    let story = scene.story("published", "anonymous").await;
    let names = names(&scene.app).await;
    let slug = story["slug"].as_str().unwrap();
    for reader in [&scene.stranger, &scene.other, &scene.author] {
        for address in addresses(&story) {
            let text = whole_answer(reader.get(&address).await).await;
            assert!(text.contains(TITLE), "{address}");
            assert!(!text.to_lowercase().contains("last-modified"), "{address}");
            for name in &names {
                assert!(!text.contains(name), "{address} tells {name}");
            }
        }
        assert!(reader.json(&api(&story)).await["author"].is_null());
        for (path, text) in scene.outputs(reader).await {
            let is_own_place = path.contains(HANDLE);
            for name in names.iter().filter(|_| !is_own_place) {
                assert!(!text.contains(name), "{path} tells {name}");
            }
            for mark in marks(&story).iter().filter(|_| is_own_place) {
                assert!(!text.contains(mark), "{path} tells {mark}");
            }
        }
        assert!(reader.page("/").await.contains(slug));
        let card = &reader.json(&format!("/api/v1/stories?to={TO}")).await["items"][0];
        assert_eq!(card["id"], story["id"]);
        assert!(
            card["author"].is_null() && card["byline"] == "anonymous",
            "{card}"
        );
        // Four times counted as anyone's, never as this person's.
        assert_eq!(counts(reader).await, [1, 1, 1, 1, 0]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_answered_to_an_anonymous_author_names_nobody() {
    let scene = Scene::set().await;
    let names = names(&scene.app).await;
    let mut story = telling();
    story["byline"] = "anonymous".into();

    let created = scene.author.post("/api/v1/stories", &story).await;
    let etag = created.headers()["etag"].to_str().unwrap().to_owned();
    let created = created.text().await.unwrap();
    let draft: Value = serde_json::from_str(&created).unwrap();
    let path = api(&draft);
    story["title"] = "Another title".into();
    let answers = [
        scene.author.put(&path, &etag, &story).await,
        scene.author.put(&path, &etag, &story).await,
        scene.author.get(&path).await,
        scene.author.publish(&draft, "\"2-x\"").await,
        scene.author.publish(&draft, "\"2-x\"").await,
        scene
            .author
            .put(&path, "\"2-x\"", &telling_by("anonymous"))
            .await,
    ];
    let mut statuses = Vec::new();
    for answer in answers {
        statuses.push(answer.status().as_u16());
        let text = whole_answer(answer).await;
        for name in &names {
            assert!(!text.contains(name), "{text}");
        }
    }

    assert_eq!(statuses, [200, 412, 200, 200, 409, 200]);
    assert!(names.iter().all(|it| !created.contains(it)), "{created}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_anonymous_story_that_is_unlisted_or_withdrawn_names_nobody_either() {
    let scene = Scene::set().await;
    let names = names(&scene.app).await;
    for (status, code) in [("unlisted", 200), ("withdrawn", 410)] {
        let story = scene.story(status, "anonymous").await;
        for address in addresses(&story) {
            let answer = scene.stranger.get(&address).await;
            assert_eq!(answer.status(), code, "{address}");
            let text = whole_answer(answer).await;
            for name in &names {
                assert!(!text.contains(name), "{address} tells {name}");
            }
        }
        scene.is_nowhere(&story).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_anonymous_story_tells_days_alone() {
    let scene = Scene::set().await;
    let story = scene.story("published", "anonymous").await;
    let second = scene.story("published", "anonymous").await;
    let id = story["id"].as_str().unwrap();
    let instants = "created_at = '2026-01-02 23:59:59.9Z', updated_at = '2026-02-03 13:14:15Z'";
    let update = format!("update stories set {instants} where id = '{id}'");
    sql(&scene.app, &update).await;
    let times_of = Regex::new("datetime=\"([^\"]*)\"").unwrap();
    for reader in [&scene.stranger, &scene.author] {
        let shown = reader.json(&api(&story)).await;
        assert_eq!(shown["created_at"], "2026-01-02T00:00:00Z");
        assert_eq!(shown["updated_at"], "2026-02-03T00:00:00Z");
        let list = reader.json(&format!("/api/v1/stories?to={TO}")).await;
        let cards = list["items"].as_array().unwrap();
        assert_eq!(cards.len(), 2);
        for telling in cards.iter().chain([&shown]) {
            for field in ["published_at", "updated_at"] {
                let at = telling[field].as_str().unwrap();
                assert!(at.ends_with("T00:00:00Z"), "{field} {at}");
            }
        }
        let page = reader
            .page(&format!("/stories/{}", second["slug"].as_str().unwrap()))
            .await;
        let times: Vec<&str> = times_of
            .captures_iter(&page)
            .map(|it| it.get(1).unwrap().as_str())
            .collect();
        assert!(
            !times.is_empty() && times.iter().all(|it| it.len() == 10),
            "{times:?}"
        );
    }
    let own = scene
        .author
        .json(&api(&scene.story("draft", "anonymous").await))
        .await;
    assert!(own["created_at"].as_str().unwrap().ends_with("T00:00:00Z"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_anonymous_story_does_not_tell_the_hour_of_its_embargo() {
    let scene = Scene::set().await;
    let mut story = telling_by("anonymous");
    story["publish_at"] = "2026-01-02T03:04:05Z".into();
    let story = scene.author.published(&story).await;

    let shown = scene.stranger.json(&api(&story)).await;

    let at = &shown["publish_at"];
    assert!(at.is_null() || *at == "2026-01-02T00:00:00Z", "{at}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_cursor_behind_an_anonymous_story_tells_no_instant() {
    let scene = Scene::set().await;
    for _ in 0..3 {
        scene.story("published", "anonymous").await;
    }
    let path = format!("/api/v1/stories?to={TO}&limit=1");
    let mut next = path.clone();
    for _ in 0..2 {
        let page = scene.stranger.json(&next).await;
        let cursor = page["next_cursor"].as_str().unwrap();
        let text = BASE64_URL_SAFE_NO_PAD.decode(cursor).unwrap();
        let text = String::from_utf8(text).unwrap();
        let micros: i64 = text.split('.').next().unwrap().parse().unwrap();
        assert_eq!(micros % (24 * 60 * 60 * 1_000_000), 0, "{text}");
        let days = micros / (24 * 60 * 60 * 1_000_000);
        assert!(days > 20_000, "{text}");
        next = format!("{path}&cursor={cursor}");
    }
    assert!(scene.stranger.json(&next).await["next_cursor"].is_null());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_slug_of_an_anonymous_story_tells_nothing_of_its_title() {
    let scene = Scene::set().await;
    let anonymous = scene.story("published", "anonymous").await;
    let named = scene.story("published", "named").await;
    let slug = |story: &Value| story["slug"].as_str().unwrap().to_owned();
    assert!(slug(&named).starts_with("lanternfish-at-the-wheel-"));
    let random = Regex::new("^[a-z2-9]{8}$").unwrap();
    assert!(random.is_match(&slug(&anonymous)), "{}", slug(&anonymous));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_anonymous_story_changes_nothing_where_its_author_stands() {
    let scene = Scene::set().await;
    let named = scene.author.published(&short("Named", FROM, TO)).await;
    let places = [
        format!("/api/v1/people/{HANDLE}"),
        format!("/people/{HANDLE}"),
        format!("/api/v1/stories?author={HANDLE}"),
        format!("/api/v1/stories?author={HANDLE}&author=kaede&limit=2"),
        format!("/stories?author={HANDLE}"),
    ];
    let mut before = Vec::new();
    for place in &places {
        before.push(scene.stranger.page(place).await);
    }
    assert!(before[0].contains(named["slug"].as_str().unwrap()));

    for status in ["published", "unlisted", "withdrawn", "draft"] {
        scene.story(status, "anonymous").await;
    }

    for reader in [&scene.stranger, &scene.author] {
        for (place, before) in places.iter().zip(&before) {
            assert_eq!(&reader.page(place).await, before, "{place}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_named_and_an_anonymous_story_of_one_author_can_not_be_joined() {
    let scene = Scene::set().await;
    let named = scene.story("published", "named").await;
    let anonymous = scene.story("published", "anonymous").await;
    let once_more = scene.story("published", "anonymous").await;
    let same_elsewhere: BTreeSet<String> = values(&telling_by("anonymous"));

    let shown = async |story: &Value| values(&scene.stranger.json(&api(story)).await);
    let common = |a: &BTreeSet<String>, b: &BTreeSet<String>| -> Vec<String> {
        let both = a.intersection(b).filter(|it| !same_elsewhere.contains(*it));
        let told = |it: &&String| !it.starts_with("<p>") && !it.ends_with("T00:00:00Z");
        both.filter(told).cloned().collect()
    };
    let (named, anonymous, once_more) = (
        shown(&named).await,
        shown(&anonymous).await,
        shown(&once_more).await,
    );
    assert_eq!(common(&named, &anonymous), ["", "link", "published"]);
    assert_eq!(common(&anonymous, &once_more), ["", "link", "published"]);
    for id in [&named, &anonymous, &once_more] {
        let id = id.iter().find(|it| it.len() == 36).unwrap();
        let version = Uuid::try_parse(id).unwrap().get_version_num();
        assert_eq!(version, 4, "{id} tells when it was made");
    }
    // As if three people had walked here.
    assert_eq!(travellers(&scene, FROM, TO).await, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_career_told_twice_by_name_is_one_person() {
    let scene = Scene::set().await;
    scene.story("published", "named").await;
    scene.story("published", "named").await;
    assert_eq!(travellers(&scene, FROM, TO).await, 1);
    scene.other.published(&short("Also", FROM, TO)).await;
    assert_eq!(travellers(&scene, FROM, TO).await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_story_once_published_by_name_can_not_become_anonymous() {
    let scene = Scene::set().await;
    for status in ["published", "unlisted", "withdrawn"] {
        let story = scene.story(status, "named").await;
        let put = scene.saved_as(&story, "\"1-x\"", "anonymous").await;
        let fault = ("/byline".to_owned(), "byline_fixed".to_owned());
        assert_eq!(faults(put).await, [fault], "{status}");
        assert_eq!(scene.author.json(&api(&story)).await["byline"], "named");
    }
    let story = scene.story("draft", "named").await;
    let put = scene.saved_as(&story, "\"1-x\"", "anonymous").await;
    assert_eq!(put.status(), 200);
    let published = scene.author.publish(&story, "\"2-x\"").await;
    let published: Value = published.json().await.unwrap();
    assert_eq!(
        published["slug"].as_str().unwrap().len(),
        8,
        "a name's slug stays behind"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_anonymous_story_can_be_given_its_name() {
    let scene = Scene::set().await;
    let story = scene.story("published", "anonymous").await;

    let put = scene.saved_as(&story, "\"1-x\"", "named").await;
    assert_eq!(put.status(), 200);

    let shown = scene.stranger.json(&api(&story)).await;
    assert_eq!(shown["author"]["handle"], HANDLE);
    assert_eq!(shown["slug"], story["slug"]);
    assert!(
        !shown["published_at"]
            .as_str()
            .unwrap()
            .ends_with("T00:00:00Z")
    );
    let slug = story["slug"].as_str().unwrap();
    assert!(
        scene
            .stranger
            .page(&format!("/stories/{slug}"))
            .await
            .contains(DISPLAY_NAME)
    );
    assert_eq!(
        scene.stranger.titles(&format!("author={HANDLE}")).await,
        [TITLE]
    );
    assert!(
        scene
            .stranger
            .page(&format!("/people/{HANDLE}"))
            .await
            .contains(slug)
    );
    assert_eq!(counts(&scene.stranger).await, [1; 5]);

    let back = scene.saved_as(&story, "\"2-x\"", "anonymous").await;
    let fault = ("/byline".to_owned(), "byline_fixed".to_owned());
    assert_eq!(faults(back).await, [fault]);
}

fn telling_by(byline: &str) -> Value {
    let mut story = telling();
    story["byline"] = byline.into();
    story
}

/// Every name of the author: handle, display name and id in both spellings.
async fn names(app: &TestApp) -> [String; 4] {
    let mut conn = app.conn().await;
    let handle = Handle::parse(HANDLE).unwrap();
    let person = Person::by_handle(&mut conn, &handle).await.unwrap();
    let id = person.id.0;
    [
        HANDLE.into(),
        DISPLAY_NAME.into(),
        id.to_string(),
        id.simple().to_string(),
    ]
}

/// Every text that stands anywhere in a document.
fn values(document: &Value) -> BTreeSet<String> {
    match document {
        Value::String(text) => BTreeSet::from([text.clone()]),
        Value::Array(items) => items.iter().flat_map(values).collect(),
        Value::Object(fields) => fields.values().flat_map(values).collect(),
        _ => BTreeSet::new(),
    }
}

/// How many people the role's page counts on a road that leads there.
async fn travellers(scene: &Scene, from: &str, to: &str) -> u32 {
    let page = scene.stranger.page(&format!("/roles/{to}?lang=en")).await;
    let count = format!("from={from}&amp;to={to}\">.*?<small class=\"num\">([0-9]+) ");
    let count = Regex::new(&count).unwrap();
    let found = count.captures(&page).unwrap();
    found[1].parse().unwrap()
}
