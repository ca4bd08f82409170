//! The pages as the server renders them; how they look is tested in a browser.

use guidepost::cli::sample;
use reqwest::Method;
use serde_json::json;

use crate::support::TestApp;
use crate::support::stories::whole;

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_site_invites_instead_of_failing() {
    let app = TestApp::start().await;
    app.author("tsuzura").await;
    let reader = app.stranger();
    for path in ["/", "/stories", "/roles", "/roles/sre", "/people/tsuzura"] {
        let page = reader.page(&format!("{path}?lang=en")).await;
        assert_eq!(page.matches("<h1>").count(), 1, "{path}");
    }
    assert!(
        reader
            .page("/roles/ciso?lang=en")
            .await
            .contains("No story has reached this role yet.")
    );
    assert!(
        reader
            .page("/stories?to=ciso&lang=en")
            .await
            .contains("No story matches")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_filtered_list_says_what_it_shows_and_search_engines_see_one_filter_at_a_time() {
    let app = TestApp::start().await;
    let reader = app.stranger();
    let both = "/stories?from=sre&to=cto";
    for (path, title, is_found) in [
        ("/stories?lang=en", "Stories", true),
        (
            "/stories?to=cto&lang=en",
            "Stories: To Chief technology officer",
            true,
        ),
        (
            &format!("{both}&lang=en"),
            "Stories: From Site reliability engineer · To Chief technology officer",
            false,
        ),
        (
            &format!("{both}&lang=ja"),
            "SREから・CTOへのストーリー",
            false,
        ),
        ("/stories?limit=5&lang=en", "Stories", false),
    ] {
        let page = reader.page(path).await;
        assert!(page.contains(&format!("<title>{title}")), "{path}");
        assert_eq!(!page.contains("noindex"), is_found, "{path}");
    }
    let page = reader.page("/stories?to=cto&lang=en").await;
    let described = "content=\"To Chief technology officer: 0 stories in which";
    assert!(page.contains(described), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_language_is_chosen_by_address_then_by_earlier_choice_then_by_browser() {
    let app = TestApp::start().await;
    let ask = |path: &'static str, accept: &'static str, cookie: &'static str| {
        let request = app.stranger().request(Method::GET, path);
        let request = request
            .header("accept-language", accept)
            .header("cookie", cookie);
        async move { request.send().await.unwrap() }
    };
    let language = async |path, accept, cookie| {
        let text = ask(path, accept, cookie).await.text().await.unwrap();
        text.split("<html lang=\"")
            .nth(1)
            .unwrap()
            .get(..2)
            .unwrap()
            .to_owned()
    };
    assert_eq!(language("/", "ja,en;q=0.5", "").await, "ja");
    assert_eq!(language("/", "fr", "").await, "en");
    assert_eq!(language("/", "ja", "lang=en").await, "en");
    assert_eq!(language("/?lang=ja", "en", "lang=en").await, "ja");
    assert_eq!(language("/?lang=xx", "ja", "lang=yy").await, "ja");

    let chosen = ask("/?lang=ja", "en", "").await;
    let cookie = chosen.headers()["set-cookie"].to_str().unwrap().to_owned();
    assert!(
        cookie.starts_with("lang=ja;") && cookie.contains("SameSite=Lax"),
        "{cookie}"
    );
    assert!(
        !ask("/", "ja", "")
            .await
            .headers()
            .contains_key("set-cookie")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_foreign_story_is_marked_with_its_language() {
    let app = TestApp::start().await;
    let story = app.author("tsuzura").await.published(&whole()).await;

    let page = app
        .stranger()
        .page(&format!(
            "/stories/{}?lang=en",
            story["slug"].as_str().unwrap()
        ))
        .await;

    assert!(page.contains("<html lang=\"en\">"));
    assert!(
        page.contains("<h1 lang=\"ja\">SREから執行役員へ</h1>"),
        "{page}"
    );
    assert!(page.contains("<div class=\"prose\" lang=\"ja\">"));
}

#[tokio::test(flavor = "multi_thread")]
async fn no_text_of_an_author_becomes_markup() {
    let app = TestApp::start().await;
    let evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>";
    let mut story = whole();
    for field in ["title", "summary"] {
        story[field] = evil.into();
    }
    for (list, field) in [
        ("transitions", "title"),
        ("transitions", "organisation"),
        ("practices", "applied_to"),
        ("practices", "indicator"),
        ("links", "title"),
    ] {
        story[list][0][field] = evil.into();
    }
    for (list, field) in [
        ("transitions", "story_md"),
        ("challenges", "faced_md"),
        ("challenges", "response_md"),
        ("challenges", "hindsight_md"),
        ("practices", "how_md"),
        ("practices", "caveat_md"),
        ("tips", "text_md"),
    ] {
        story[list][0][field] = evil.into();
    }
    story["reflection_md"] = evil.into();
    let story = app.author("tsuzura").await.published(&story).await;

    let slug = story["slug"].as_str().unwrap();
    for path in [
        format!("/stories/{slug}"),
        "/".to_owned(),
        "/stories".to_owned(),
        "/roles/engineering-manager".to_owned(),
        "/people/tsuzura".to_owned(),
    ] {
        let page = app.stranger().page(&path).await;
        assert!(
            page.contains("&lt;script&gt;") || page.contains("&#60;script&#62;"),
            "{path}"
        );
        assert!(
            !page.contains("<script>") && !page.contains("<img"),
            "{path}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_path_strip_is_a_list_for_those_who_listen() {
    let app = TestApp::start().await;
    let story = app.author("tsuzura").await.published(&whole()).await;

    let page = app
        .stranger()
        .page(&format!(
            "/stories/{}?lang=ja",
            story["slug"].as_str().unwrap()
        ))
        .await;

    assert!(page.contains("<ol role=\"list\" aria-label=\"たどった道\">"));
    assert!(page.contains("class=\"path path-lg\" data-n=\"3\""));
    assert!(page.contains("エンジニアリング<wbr>マネージャー"));
    assert!(page.contains("<time datetime=\"2021-04\">2021年4月</time>"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sample_community_stands_on_every_page() {
    let app = TestApp::start().await;
    let (n_people, n_stories) = sample::load(&mut app.conn().await).await.unwrap();
    assert!(
        n_people >= 6 && n_stories >= 12,
        "{n_people} people, {n_stories} stories"
    );

    let list = app.stranger().json("/api/v1/stories?limit=100").await;
    let items = list["items"].as_array().unwrap();
    assert_eq!(items.len(), n_stories);
    let languages: Vec<&str> = items
        .iter()
        .map(|it| it["language"].as_str().unwrap())
        .collect();
    assert!(languages.contains(&"ja") && languages.contains(&"en"));
    let mut ends: Vec<&str> = items
        .iter()
        .filter_map(|it| it["path"].as_array()?.last()?.as_str())
        .collect();
    ends.sort_unstable();
    ends.dedup();
    assert!(ends.len() >= 6, "{ends:?}");
    assert!(items.iter().any(|it| it["path"]
        == json!([
            "backend-engineer",
            "infrastructure-engineer",
            "sre",
            "engineering-manager",
            "executive-officer"
        ])));
    for story in items {
        let page = app
            .stranger()
            .page(&format!("/stories/{}", story["slug"].as_str().unwrap()))
            .await;
        assert!(page.contains("class=\"chapter\""));
    }
    let again = sample::load(&mut app.conn().await)
        .await
        .unwrap_err()
        .to_string();
    assert!(again.contains("has stories already"), "{again}");
}

#[tokio::test(flavor = "multi_thread")]
async fn old_html_is_rendered_again_when_the_policy_changed() {
    use diesel_async::SimpleAsyncConnection;
    let app = TestApp::start().await;
    let story = app.author("tsuzura").await.published(&whole()).await;
    let path = format!("/api/v1/stories/{}", story["id"].as_str().unwrap());
    let mut conn = app.conn().await;
    conn.batch_execute(
        "update stories set policy = 0, reflection_html = 'old'; update tips set text_html = 'old'",
    )
    .await
    .unwrap();

    let read = app.stranger().json(&path).await;

    assert_eq!(read["reflection_html"], "<p>reflection</p>\n");
    assert_eq!(read["tips"][0]["text_html"], "<p>tip</p>\n");
    assert_eq!(read["version"], 1);
    conn.batch_execute("do $$ begin if exists (select from stories where policy = 0) then raise 'not kept'; end if; end $$")
        .await
        .unwrap();
}
