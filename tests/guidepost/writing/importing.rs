//! Beginning with an article that one has already.

use reqwest::{Method, Response};

use crate::support::filled::{Filled, location};
use crate::support::{Client, TestApp};

const ARTICLE: &str = "---\ntitle: From SRE to manager\n---\n\nHow I became one.\n\n\
    ## What stood in the way\n\nNobody to ask.\n\n## Advice\n\nAsk early.\n";

/// Sends the form as a browser does that has a file to send.
async fn upload(client: &Client, text: &str, file: Option<&[u8]>) -> Response {
    let mut body = Vec::new();
    let mut part = |head: &str, content: &[u8]| {
        body.extend_from_slice(
            format!("--edge\r\nContent-Disposition: form-data; {head}\r\n\r\n").as_bytes(),
        );
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    };
    part("name=\"text\"", text.as_bytes());
    match file {
        Some(file) => part("name=\"file\"; filename=\"article.md\"", file),
        None => part("name=\"file\"; filename=\"\"", b""),
    }
    part("name=\"format\"", b"markdown");
    part("name=\"do\"", b"read");
    body.extend_from_slice(b"--edge--\r\n");
    let request = client.request(Method::POST, "/write/import?lang=en");
    let request = request
        .header("content-type", "multipart/form-data; boundary=edge")
        .header("sec-fetch-site", "same-origin");
    request.body(body).send().await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pasted_article_becomes_a_draft_as_its_author_decides() {
    let app = TestApp::start().await;
    let author = app.member("aoi").await;
    let answer = upload(&author, ARTICLE, None).await;
    assert_eq!(answer.status(), 200);
    let form = Filled::of(&answer.text().await.unwrap(), "/write/import");
    assert_eq!(form.get("title"), Some("From SRE to manager"));
    assert_eq!(form.get("use/0"), Some("summary"));
    assert_eq!(form.get("use/1"), Some("challenge"));
    assert_eq!(form.get("use/2"), Some("tip"));

    let form = form
        .typed("use/1", "reflection")
        .typed("canonical_url", "https://example.org/article");
    let answer = author.press(&form, "draft").await;
    let edit = location(&answer).strip_suffix("?done=imported").unwrap();
    let story = author.filled(edit, "/edit").await;
    assert_eq!(story.get("title"), Some("From SRE to manager"));
    assert_eq!(story.get("summary"), Some("How I became one."));
    assert_eq!(
        story.get("canonical_url"),
        Some("https://example.org/article")
    );
    assert!(
        story
            .get("reflection_md")
            .unwrap()
            .contains("Nobody to ask.")
    );
    assert!(story.get("tips/0/text_md").unwrap().contains("Ask early."));
    let json = app.stranger().json("/api/v1/stories").await;
    assert_eq!(json["items"].as_array().unwrap().len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_article_that_breaks_rules_lies_on_the_desk_whole() {
    let app = TestApp::start().await;
    let author = app.member("aoi").await;
    let long = "長い".repeat(6_000);
    let answer = upload(
        &author,
        &format!("# Title\n\n## 振り返り\n\n{long}\n"),
        None,
    )
    .await;
    let form = Filled::of(&answer.text().await.unwrap(), "/write/import");
    let form = form.typed("canonical_url", "not an address");
    let answer = author.press(&form, "draft").await;
    let address = location(&answer);
    assert!(address.ends_with("check=save"));

    let page = author.page(address).await;
    let story = Filled::of(&page, "/edit");
    assert!(story.get("reflection_md").unwrap().contains(&long));
    assert_eq!(story.get("canonical_url"), Some("not an address"));
    assert!(
        page.contains("id=\"f-reflection_md-error\"")
            && page.contains("id=\"f-canonical_url-error\"")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chosen_file_is_read_and_a_bad_one_is_explained() {
    let app = TestApp::start().await;
    let author = app.member("aoi").await;
    let answer = upload(&author, "", Some(ARTICLE.as_bytes())).await;
    let form = Filled::of(&answer.text().await.unwrap(), "/write/import");
    assert_eq!(form.get("text"), Some(ARTICLE));

    let too_large = vec![b'x'; (1 << 20) + 1];
    let shift_jis = b"\x83X\x83g\x81[\x83\x8a\x81[";
    for (typed, file, told) in [
        ("", &shift_jis[..], "not in UTF-8"),
        ("", &too_large[..], "Too large: up to 1024 KiB"),
        ("Typed", ARTICLE.as_bytes(), "not both"),
        ("", b" \n", "Paste a text or choose a file"),
    ] {
        let answer = upload(&author, typed, Some(file)).await;
        assert_eq!(answer.status(), 422, "{told}");
        let page = answer.text().await.unwrap();
        assert!(
            page.contains(told) && page.contains("id=\"f-file-error\""),
            "{told}"
        );
        let form = Filled::of(&page, "/write/import");
        assert_eq!(
            (form.get("text"), form.get("format")),
            (Some(typed), Some("markdown"))
        );
    }
    for (typed, told) in [
        ("", "Paste a text or choose a file"),
        ("https://note.com/someone/n/n1", "nothing is fetched"),
    ] {
        let page = upload(&author, typed, None).await.text().await.unwrap();
        assert!(
            page.contains(told) && page.contains("id=\"f-text-error\""),
            "{told}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_of_nothing_but_headings_makes_no_endless_page() {
    let app = TestApp::start().await;
    let author = app.member("aoi").await;
    let answer = upload(&author, &"# a\n".repeat(200_000), None).await;
    assert_eq!(answer.status(), 200);
    let page = answer.text().await.unwrap();
    assert!(page.len() < 4_000_000, "{}", page.len());
    let form = Filled::of(&page, "/write/import");
    assert_eq!(
        form.fields
            .iter()
            .filter(|it| it.0.starts_with("use/"))
            .count(),
        200
    );
    let answer = author.press(&form, "draft").await;
    assert!(location(&answer).contains("/edit?"));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_not_signed_in_any_more_keeps_the_article() {
    let app = TestApp::start().await;
    let answer = upload(&app.stranger(), ARTICLE, None).await;
    assert_eq!(answer.status(), 401);
    let page = answer.text().await.unwrap();
    assert_eq!(
        Filled::of(&page, "/write/import").get("text"),
        Some(ARTICLE)
    );
    assert_eq!(app.stranger().get("/write/import").await.status(), 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_says_only_when_is_no_summary() {
    let app = TestApp::start().await;
    let author = app.member("aoi").await;
    for line in [
        "2023年5月10日",
        "この記事はキャリア Advent Calendar 2024の15日目です。",
    ] {
        let answer = upload(
            &author,
            &format!("{line}\n\n## まとめ\n\nよかった。\n"),
            None,
        )
        .await;
        let form = Filled::of(&answer.text().await.unwrap(), "/write/import");
        assert_eq!(form.get("use/0"), Some("leave-out"), "{line}");
    }
}
