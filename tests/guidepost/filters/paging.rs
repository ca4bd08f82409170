//! Keyset pages: newest first, without gap or double.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn the_newest_story_stands_first() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let mut drafts = Vec::new();
    for title in ["C", "A", "B"] {
        drafts.push(author.draft(&short(title, "sre", "cto")).await);
    }
    for n in [1, 0, 2] {
        let (draft, etag) = &drafts[n];
        assert_eq!(author.publish(draft, etag).await.status(), 200);
    }
    let path = format!("/api/v1/stories/{}", drafts[1].0["id"].as_str().unwrap());
    let edited = author
        .put(&path, "\"1-x\"", &short("A, edited", "sre", "cto"))
        .await;
    assert_eq!(edited.status(), 200);

    for query in ["", "sort=newest", "to=cto", "author=tsuzura", "language=en"] {
        assert_eq!(
            app.stranger().titles(query).await,
            ["B", "C", "A, edited"],
            "{query}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_have_no_gap_and_no_double() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    for n in 1..=7 {
        author
            .published(&short(&format!("Story {n}"), "sre", "cto"))
            .await;
    }
    let pages = paged(&app.stranger(), "to=cto&limit=3", &mut async || {}).await;
    assert_eq!(
        pages,
        [
            vec!["Story 7", "Story 6", "Story 5"],
            vec!["Story 4", "Story 3", "Story 2"],
            vec!["Story 1"]
        ]
    );
    let whole = paged(&app.stranger(), "limit=7", &mut async || {}).await;
    assert_eq!(whole.len(), 1, "a full last page has none after it");
    assert_eq!(whole[0].len(), 7);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_story_published_meanwhile_moves_no_page() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    for n in 1..=7 {
        author
            .published(&short(&format!("Story {n}"), "sre", "cto"))
            .await;
    }
    let mut publish_one = async || {
        author.published(&short("Meanwhile", "sre", "cto")).await;
    };
    let pages = paged(&app.stranger(), "limit=3&author=tsuzura", &mut publish_one).await;
    assert_eq!(
        pages,
        [
            vec!["Story 7", "Story 6", "Story 5"],
            vec!["Story 4", "Story 3", "Story 2"],
            vec!["Story 1"]
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn stories_of_the_same_instant_page_right() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let mut ids = Vec::new();
    for n in 1..=7 {
        let mut story = short(&format!("Story {n}"), "sre", "cto");
        story["byline"] = if n % 2 == 0 { "named" } else { "anonymous" }.into();
        ids.push(
            author.published(&story).await["id"]
                .as_str()
                .unwrap()
                .to_owned(),
        );
    }
    let same = "update stories set listed_at = '2026-01-02 00:00:00Z'";
    app.conn().await.batch_execute(same).await.unwrap();
    ids.sort_unstable();
    ids.reverse();

    let reader = app.stranger();
    let mut found = Vec::new();
    let mut next = Some("/api/v1/stories?limit=2".to_owned());
    while let Some(path) = next {
        let page = reader.json(&path).await;
        let items = page["items"].as_array().unwrap().clone();
        found.extend(items.iter().map(|it| it["id"].as_str().unwrap().to_owned()));
        let cursor = page["next_cursor"].as_str();
        next = cursor.map(|it| format!("/api/v1/stories?limit=2&cursor={it}"));
    }

    assert_eq!(found, ids);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_for_readers_go_on_too() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    for n in 1..=21 {
        author
            .published(&short(&format!("Story {n:02}"), "sre", "cto"))
            .await;
    }
    let reader = app.stranger();
    let first = reader.page("/stories?to=cto&lang=en").await;
    assert!(first.contains("Story 21") && first.contains("Story 02"));
    assert!(!first.contains("Story 01"));
    let next = Regex::new("href=\"(/stories\\?to=cto[^\"]*cursor=[^\"]*)\" rel=\"next\"").unwrap();
    let href = next.captures(&first).unwrap()[1]
        .replace("&amp;", "&")
        .replace("&#38;", "&");
    let second = reader.page(&href).await;
    assert!(second.contains("Story 01") && !second.contains("Story 02"));
    assert!(!next.is_match(&second));
}

/// The titles of each page, followed by `Link: rel="next"`; `between` happens before each next page.
async fn paged(reader: &Client, query: &str, between: &mut impl AsyncFnMut()) -> Vec<Vec<String>> {
    let mut pages = Vec::new();
    let mut path = Some(format!("/api/v1/stories?{query}"));
    while let Some(here) = path {
        let answer = reader.get(&here).await;
        assert_eq!(answer.status(), 200, "{here}");
        let link = next_link(answer.headers());
        let page: Value = answer.json().await.unwrap();
        match (&link, page["next_cursor"].as_str()) {
            (None, None) => {}
            (Some(link), Some(cursor)) => {
                assert!(
                    link.ends_with(&format!("cursor={cursor}")),
                    "{link} {cursor}"
                );
                let (kept, _) = link.rsplit_once("&cursor=").unwrap();
                assert_eq!(kept, format!("/api/v1/stories?{query}"));
                between().await;
            }
            (link, cursor) => panic!("{link:?} and {cursor:?}"),
        }
        let items = page["items"].as_array().unwrap().iter();
        pages.push(
            items
                .map(|it| it["title"].as_str().unwrap().to_owned())
                .collect(),
        );
        path = link;
    }
    pages
}

/// The path and query of `Link: <…>; rel="next"`.
fn next_link(headers: &HeaderMap) -> Option<String> {
    let link = headers.get("link")?.to_str().unwrap();
    let form = Regex::new("^<http://localhost:8080(/[^>]*)>; rel=\"next\"$").unwrap();
    let found = form.captures(link);
    Some(found.unwrap_or_else(|| panic!("{link}"))[1].to_owned())
}
