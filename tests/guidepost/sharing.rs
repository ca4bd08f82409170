//! What other sites take: pictures for links, what a page says to machines, and the lists of what may be found.

use regex::Regex;
use serde_json::Value;

use crate::support::stories::short;
use crate::support::{Client, TestApp};

fn slug(story: &Value) -> &str {
    story["slug"].as_str().unwrap()
}

async fn step(author: &Client, story: &Value, step: &str) {
    let answer = author.step(story["id"].as_str().unwrap(), step).await;
    assert_eq!(answer.status(), 200);
}

/// The picture at this address, which is one of the usual size.
async fn picture(client: &Client, path: &str) -> Vec<u8> {
    let answer = client.get(path).await;
    assert_eq!(answer.status(), 200, "{path}");
    assert_eq!(answer.headers()["content-type"], "image/png");
    let png = answer.bytes().await.unwrap();
    assert_eq!(png[..8], *b"\x89PNG\r\n\x1a\n");
    assert_eq!(png[16..24], [0, 0, 4, 0xb0, 0, 0, 2, 0x76]);
    png.to_vec()
}

/// What a page says to machines.
fn things(page: &str) -> Vec<Value> {
    let script = Regex::new(r#"(?s)<script type="application/ld\+json">(.*?)</script>"#).unwrap();
    let text = &script.captures(page).unwrap()[1];
    let graph: Value = serde_json::from_str(text).unwrap();
    graph["@graph"].as_array().unwrap().clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_story_has_a_picture_that_changes_with_it_and_goes_with_it() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let (draft, _) = author.draft(&short("A draft", "sre", "cto")).await;
    let story = author.published(&short("Before", "sre", "cto")).await;
    let card = format!("/stories/{}/card.png", slug(&story));
    let reader = app.stranger();
    let before = picture(&reader, &card).await;
    assert_eq!(picture(&reader, &card).await, before);

    let path = format!("/api/v1/stories/{}", story["id"].as_str().unwrap());
    let answer = author.get(&path).await;
    let etag = answer.headers()["etag"].to_str().unwrap().to_owned();
    let mut content: Value = answer.json().await.unwrap();
    content["title"] = "After".into();
    author.put(&path, &etag, &content).await;
    assert_ne!(picture(&reader, &card).await, before);

    step(&author, &story, "unlist").await;
    picture(&reader, &card).await;
    step(&author, &story, "withdraw").await;
    assert_eq!(reader.get(&card).await.status(), 410);
    for path in [draft["id"].as_str().unwrap(), "no-such-story"] {
        let card = format!("/stories/{path}/card.png");
        assert_eq!(reader.get(&card).await.status(), 404);
        assert_eq!(author.get(&card).await.status(), 404);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn titles_of_every_kind_make_pictures() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    for title in [
        "長".repeat(120),
        "W".repeat(120),
        "من الموثوقية إلى الإدارة".to_owned(),
        "🧭🧗‍♀️✨".to_owned(),
        "Z̸̢̛̭͔̦͎a̵l̶g̷o̴".to_owned(),
        "</text><script>alert(1)</script> & <b>".to_owned(),
    ] {
        let story = author.published(&short(&title, "sre", "cto")).await;
        picture(
            &app.stranger(),
            &format!("/stories/{}/card.png", slug(&story)),
        )
        .await;
    }
    for path in [
        "/card.png",
        "/roles/cto/card.png?lang=en",
        "/people/tsuzura/card.png",
    ] {
        picture(&app.stranger(), path).await;
    }
    for path in [
        "/roles/no-such/card.png",
        "/people/nobody/card.png",
        "/people/nobody/avatar.svg",
    ] {
        assert_eq!(app.stranger().get(path).await.status(), 404, "{path}");
    }
    let seal = app.stranger().get("/people/tsuzura/avatar.svg").await;
    assert_eq!(seal.headers()["content-type"], "image/svg+xml");
    assert!(
        seal.headers()["content-security-policy"]
            .to_str()
            .unwrap()
            .contains("sandbox")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_says_to_machines_what_it_shows_and_no_more() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let named = short("</script><b>Named", "sre", "cto");
    let mut anonymous = short("Anonymous", "sre", "cto");
    anonymous["byline"] = "anonymous".into();
    let named = author.published(&named).await;
    let anonymous = author.published(&anonymous).await;
    let reader = app.stranger();

    let page = reader
        .page(&format!("/stories/{}?lang=en", slug(&named)))
        .await;
    let found = things(&page);
    assert_eq!(found[0]["@type"], "Article");
    assert_eq!(found[0]["headline"], "</script><b>Named");
    assert_eq!(
        found[0]["author"]["url"],
        "http://localhost:8080/people/tsuzura"
    );
    assert_eq!(found[1]["@type"], "BreadcrumbList");
    for tag in [
        "hreflang=\"ja\"",
        "hreflang=\"x-default\"",
        "property=\"og:image\" content=\"http://localhost:8080/stories/",
        "name=\"twitter:card\"",
    ] {
        assert!(page.contains(tag), "{tag}");
    }
    let page = reader.page(&format!("/stories/{}", slug(&anonymous))).await;
    assert!(things(&page)[0].get("author").is_none() && !page.contains("rel=\"author\""));
    let day = things(&page)[0]["datePublished"].as_str().unwrap().len();
    assert_eq!(day, "2026-11-26".len());

    let person = things(&reader.page("/people/tsuzura").await);
    assert_eq!(person[0]["@type"], "ProfilePage");
    assert_eq!(
        things(&reader.page("/roles/cto").await)[0]["@type"],
        "BreadcrumbList"
    );
    step(&author, &named, "unlist").await;
    let page = reader.page(&format!("/stories/{}", slug(&named))).await;
    assert!(page.contains("noindex") && !page.contains("ld+json"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_may_be_found_is_listed_and_nothing_else() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let hidden = app.author("hisoka").await;
    author.draft(&short("Draft", "sre", "cto")).await;
    let listed = author.published(&short("Listed", "sre", "cto")).await;
    let unlisted = author.published(&short("Unlisted", "sre", "cto")).await;
    step(&author, &unlisted, "unlist").await;
    let mut anonymous = short("Anonymous", "sre", "cto");
    anonymous["byline"] = "anonymous".into();
    let anonymous = hidden.published(&anonymous).await;
    let reader = app.stranger();

    let robots = reader.page("/robots.txt").await;
    assert!(robots.contains("Sitemap: http://localhost:8080/sitemap.xml"));
    assert!(robots.contains("Disallow: /stories?*&*&\n"));
    let index = reader.page("/sitemap.xml").await;
    let files = Regex::new("<loc>http://localhost:8080(.*?)</loc>").unwrap();
    let mut found = Vec::new();
    for file in files.captures_iter(&index) {
        let page = reader.page(&file[1]).await;
        found.extend(files.captures_iter(&page).map(|it| it[1].to_owned()));
    }
    let path = |story: &Value| format!("/stories/{}", slug(story));
    assert!(found.contains(&path(&listed)) && found.contains(&path(&anonymous)));
    assert!(!found.contains(&path(&unlisted)));
    assert!(found.contains(&"/people/tsuzura".to_owned()));
    assert!(found.contains(&"/about".to_owned()) && found.contains(&"/roles/cto".to_owned()));
    assert!(!found.contains(&"/roles/career-break".to_owned()));
    assert!(!found.contains(&"/people/hisoka".to_owned()));
    for path in &found {
        assert_eq!(reader.get(path).await.status(), 200, "{path}");
    }
    for path in [
        "/sitemap-stories-2026-13.xml",
        "/sitemap-stories-x.xml",
        "/sitemap-people-aa.xml",
    ] {
        assert_eq!(reader.get(path).await.status(), 404, "{path}");
    }
}
