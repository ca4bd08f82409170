//! The filters of the list: each number beside a value is what its link leads to.

use super::{between, community, links, telling};
use crate::support::stories::short;
use crate::support::{Client, TestApp};

const VALUES: &str = r#"<li><a href="(/stories[^"]*)"[^>]*><span>[^<]*</span><span class="num">([^<]+)</span></a></li>"#;

/// How many stories a page says there are.
async fn total(reader: &Client, path: &str) -> i64 {
    let join = if path.contains('?') { '&' } else { '?' };
    let page = reader.page(&format!("{path}{join}lang=ja")).await;
    let told = between(&page, "<b class=\"num\">", "本");
    told.parse().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_value_leads_to_as_many_stories_as_it_says() {
    let app = TestApp::start().await;
    community(&app).await;
    let reader = app.stranger();
    let mut n_followed = 0;
    for path in [
        "/stories",
        "/stories?to=cto",
        "/stories?from=sre&language=en",
        "/stories?challenge=workload",
        "/stories?challenge=workload&practice=slo-sli",
        "/stories?from=sre&to=track:executive",
    ] {
        let page = reader.page(path).await;
        for (address, count) in links(&page, VALUES) {
            // What is chosen leads back to the list without it.
            if page.contains("aria-current=\"true\"") && is_chosen(&page, &address) {
                continue;
            }
            assert_eq!(
                total(&reader, &address).await.to_string(),
                count,
                "{address} on {path}"
            );
            n_followed += 1;
        }
    }
    assert!(n_followed > 20, "only {n_followed} links");
}

fn is_chosen(page: &str, address: &str) -> bool {
    let chosen = r#"<li><a href="(/stories[^"]*)" aria-current="true"><span>([^<]*)"#;
    links(page, chosen).iter().any(|it| it.0 == address)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_choices_of_the_form_are_counted_too() {
    let app = TestApp::start().await;
    community(&app).await;

    let page = app
        .stranger()
        .page("/stories?from=sre&to=cto&lang=en")
        .await;

    let from = between(&page, "name=\"from\"", "</select>");
    let to = between(&page, "name=\"to\"", "</select>");
    // Each is counted as if it stood in the place of what is chosen in the same facet.
    assert!(from.contains(">Site reliability engineer (2)<"), "{from}");
    assert!(from.contains(">Tech lead (1)<"));
    assert!(from.contains("value=\"track:engineering\">Any of Engineering (2)<"));
    assert!(
        to.contains(">Chief technology officer (2)<") && to.contains(">Engineering manager (1)<")
    );
    assert!(to.contains("value=\"track:management\">Any of Management (1)<"));
    assert!(to.contains(">Chief information security officer (0)<"));
}

#[tokio::test(flavor = "multi_thread")]
async fn drafts_and_unlisted_stories_are_counted_nowhere() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let story = telling(short("One", "sre", "ciso"), &["workload"], &["slo-sli"]);
    author.draft(&story).await;
    let unlisted = author.published(&story).await;
    let path = format!(
        "/api/v1/stories/{}/unlist",
        unlisted["id"].as_str().unwrap()
    );
    let version = unlisted["version"].to_string();
    let answer = author
        .request(reqwest::Method::POST, &path)
        .header("if-match", format!("\"{version}-0\""))
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 200);

    let page = app.stranger().page("/stories?lang=en").await;
    assert!(links(&page, VALUES).is_empty(), "{page}");
    assert!(page.contains(">Chief information security officer (0)<"));
    let role = app.stranger().page("/roles/ciso?lang=en").await;
    assert!(role.contains("No story has reached this role yet."));
    assert!(!role.contains("@tsuzura"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_list_names_the_nearest_wider_ones() {
    let app = TestApp::start().await;
    community(&app).await;
    let reader = app.stranger();

    let page = reader
        .page("/stories?from=sre&to=cio&challenge=workload&lang=ja")
        .await;

    let wider = between(&page, "id=\"wider\"", "</section>");
    let boards = r#"<a class="board" href="([^"]+)"><span>[^<]*</span><span class="num">(\d+)<"#;
    let found = links(wider, boards);
    let addresses: Vec<&str> = found.iter().map(|it| it.0.as_str()).collect();
    assert_eq!(
        addresses,
        [
            "/stories?from=sre&to=track%3Aexecutive&challenge=workload",
            "/stories?from=sre&challenge=workload"
        ]
    );
    for (address, count) in &found {
        assert_eq!(
            total(&reader, address).await.to_string(),
            *count,
            "{address}"
        );
    }
    assert!(page.contains("href=\"/write?to=cio\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_condition_is_taken_away_alone() {
    let app = TestApp::start().await;
    community(&app).await;

    let page = app
        .stranger()
        .page("/stories?to=cto&language=en&challenge=workload&challenge=skill-gap&limit=7")
        .await;

    let chosen = between(&page, "cluster mt chosen", "</div>");
    let without: Vec<String> = links(chosen, r#"<a href="([^"]+)">([^<]+)"#)
        .into_iter()
        .map(|it| it.0)
        .collect();
    assert_eq!(
        without,
        [
            "/stories?challenge=skill-gap&challenge=workload&language=en&limit=7",
            "/stories?to=cto&challenge=workload&language=en&limit=7",
            "/stories?to=cto&challenge=skill-gap&language=en&limit=7",
            "/stories?to=cto&challenge=skill-gap&challenge=workload&limit=7",
        ]
    );
}
