//! Who sees a draft, a scheduled, a published, an unlisted and a withdrawn story.

use super::*;

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
