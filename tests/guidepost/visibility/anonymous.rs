//! The author of an anonymous story can be learned from no answer.

use super::*;

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
