//! Home, the guideposts of roles, people, and what the place says of itself.

use serde_json::json;

use super::{between, community, links};
use crate::support::TestApp;
use crate::support::stories::{short, whole};

#[tokio::test(flavor = "multi_thread")]
async fn the_front_page_opens_three_doors() {
    let app = TestApp::start().await;
    community(&app).await;
    let reader = app.stranger();

    let page = reader.page("/?lang=en").await;

    assert!(page.contains("what came of it: 4 stories, all in the same shape"));
    let decided = between(
        &page,
        "id=\"decided\"",
        "</section>\n<section class=\"door\"",
    );
    assert!(decided.contains("href=\"/roles/cto\"") && decided.contains("First one wanted"));
    assert!(
        !decided.contains("href=\"/roles/sre\""),
        "one is there already"
    );
    let undecided = between(&page, "id=\"undecided\"", "<form");
    let went_on = links(
        undecided,
        r#"href="(/stories\?from=sre[^"]+)".*?class="num">([^<]+)"#,
    );
    assert_eq!(
        went_on,
        [
            ("/stories?from=sre&to=cto".to_owned(), "1 person".to_owned()),
            (
                "/stories?from=sre&to=engineering-manager".to_owned(),
                "1 person".to_owned()
            )
        ]
    );
    assert!(page.contains("id=\"walked\"") && page.contains("href=\"/write\""));

    let from_lead = reader.page("/?from=tech-lead&lang=en").await;
    assert!(from_lead.contains("href=\"/stories?from=tech-lead&amp;to=cto\""));
    assert!(
        reader
            .page("/?from=nonsense&lang=en")
            .await
            .contains("from=sre")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn deliberately_different_roads_are_those_that_few_took() {
    let app = TestApp::start().await;
    let rare = app.author("yamabiko").await;
    rare.published(&short("A rare road", "sre", "educator"))
        .await;
    for n in 0..7 {
        let author = app.author(&format!("author-{n}")).await;
        let title = format!("Well travelled {n}");
        author
            .published(&short(&title, "sre", "engineering-manager"))
            .await;
    }

    let page = app.stranger().page("/?lang=en").await;

    let byways = between(&page, "id=\"d2c\"", "</section>");
    let titles: Vec<String> = links(byways, r#"<a href="(/stories/[^"]+)">([^<]+)<"#)
        .into_iter()
        .map(|it| it.1)
        .collect();
    // Of the well travelled road one story stands for all.
    assert_eq!(titles, ["A rare road"], "{byways}");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_walked_to_a_role_is_shown_once_and_never_the_anonymous() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    author.published(&short("One", "sre", "cto")).await;
    author.published(&short("Two", "tech-lead", "cto")).await;
    let mut secret = short("Secret", "sre", "cto");
    secret["byline"] = "anonymous".into();
    app.author("kagerou").await.published(&secret).await;

    let page = app.stranger().page("/roles/cto?lang=en").await;

    let walkers = between(&page, "id=\"walkers\"", "id=\"onward\"");
    let walkers = walkers.split("</section>").next().unwrap();
    assert_eq!(walkers.matches("@tsuzura").count(), 1, "{walkers}");
    assert!(walkers.contains(">Tech lead<") && !walkers.contains("reliability"));
    assert!(!page.contains("kagerou"));
    assert!(page.contains("3 stories have reached this role."));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thin_guidepost_invites_and_an_empty_one_leads_on() {
    let app = TestApp::start().await;
    community(&app).await;
    let reader = app.stranger();

    let thin = reader.page("/roles/engineering-manager?lang=en").await;
    assert!(thin.contains("This road is still a thin one"));
    assert!(thin.contains("href=\"/write?to=engineering-manager\""));

    let empty = reader.page("/roles/ciso?lang=en").await;
    assert!(empty.contains("Will you write the first story of this road?"));
    assert!(empty.contains("Guideposts nearby") && empty.contains("href=\"/roles/cto\""));

    // A break is a waypoint: nobody is invited to head for it.
    let waypoint = reader.page("/roles/career-break?lang=en").await;
    assert!(!waypoint.contains("/write?to="));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_stories_of_a_person_tell_one_path() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let step = |from: &str, to: &str, on: &str| json!({"from_role": from, "to_role": to, "route": "promoted", "started_on": on});
    let mut early = short("Early", "sre", "cto");
    early["transitions"] = json!([
        step("backend-engineer", "sre", "2012"),
        step("sre", "tech-lead", "2015")
    ]);
    let mut late = short("Late", "sre", "cto");
    late["transitions"] = json!([
        step("sre", "tech-lead", "2015-04"),
        step("tech-lead", "engineering-manager", "2019")
    ]);
    author.published(&early).await;
    author.published(&late).await;
    let mut secret = short("Secret", "engineering-manager", "ciso");
    secret["byline"] = "anonymous".into();
    author.published(&secret).await;

    let person = app.stranger().json("/api/v1/people/tsuzura").await;
    let path = json!([
        "backend-engineer",
        "sre",
        "tech-lead",
        "engineering-manager"
    ]);
    assert_eq!(person["path"], path);
    let page = app.stranger().page("/people/tsuzura").await;
    assert!(page.contains("class=\"path path-lg\" data-n=\"4\""));
    assert!(page.contains("datetime=\"2015-04\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_story_says_how_long_it_takes_and_leads_on() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let mut long = whole();
    long["reflection_md"] = "道".repeat(4_500).into();
    let long = author.published(&long).await;
    let path = format!("/stories/{}", long["slug"].as_str().unwrap());
    let reader = app.stranger();

    let alone = reader.page(&format!("{path}?lang=ja")).await;
    assert!(alone.contains("およそ9分"), "{alone}");
    let next = between(&alone, "id=\"next\"", "</section>");
    assert!(next.contains("href=\"/roles/engineering-manager\""));

    author
        .published(&short("The same end", "tech-lead", "engineering-manager"))
        .await;
    let beside = reader.page(&format!("{path}?lang=en")).await;
    assert!(
        beside.contains("Others who became Engineering manager") && beside.contains("The same end")
    );

    author
        .published(&short("Further", "engineering-manager", "cto"))
        .await;
    // What stands beside a kept page may lag: another address is another page.
    let onward = reader.page(&format!("{path}?lang=en&again")).await;
    assert!(onward.contains("People who went on from Engineering manager"));
    assert!(onward.contains("Further") && !onward.contains("The same end"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_place_says_what_it_is_and_shows_what_it_is_made_of() {
    let app = TestApp::start().await;
    let reader = app.stranger();
    for language in ["ja", "en"] {
        let about = reader.page(&format!("/about?lang={language}")).await;
        assert!(about.contains("川崎 雄太, SRE NEXT 2025"));
        let design = reader
            .page(&format!("/about/design?lang={language}&theme=dark"))
            .await;
        assert!(design.contains("<meta name=\"robots\" content=\"noindex\">"));
        assert!(design.contains("<div data-theme=\"dark\">"));
    }
    let odd = reader.page("/about/design?theme=%22onload").await;
    assert!(!odd.contains("data-theme"));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_error_page_leads_on() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let story = author.published(&short("Gone", "sre", "cto")).await;
    let path = format!("/api/v1/stories/{}/withdraw", story["id"].as_str().unwrap());
    let answer = author
        .request(reqwest::Method::POST, &path)
        .header("if-match", format!("\"{}-0\"", story["version"]))
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 200);
    let gone = format!("/stories/{}", story["slug"].as_str().unwrap());
    for (path, status) in [
        ("/no/such/page", 404),
        ("/people/nobody", 404),
        ("/roles/nothing", 404),
        (gone.as_str(), 410),
        ("/stories?to=nothing", 422),
        ("/stories?cursor=broken", 400),
    ] {
        let answer = app.stranger().get(path).await;
        assert_eq!(answer.status(), status, "{path}");
        let page = answer.text().await.unwrap();
        for way in ["href=\"/\"", "href=\"/stories\"", "href=\"/roles\""] {
            assert!(page.contains(way), "{path} has no {way}");
        }
        assert!(
            page.contains("noindex") && !page.contains("tsuzura"),
            "{path}"
        );
    }
}
