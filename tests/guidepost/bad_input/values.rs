//! Slugs, dates, addresses and lists that break a rule.

use super::*;

/// A misspelt slug: its list and field, what is sent, the code, and what was probably meant.
type Misspelt = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
);

#[rustfmt::skip]
const MISSPELT: &[Misspelt] = &[
    ("transitions", "to_role", "engineering-manger", "unknown_role", "engineering-manager"),
    ("transitions", "from_role", "サイト信頼性エンジニヤ", "unknown_role", "sre"),
    ("practices", "practice", "ポストモルテム", "unknown_practice", "postmortem"),
    ("challenges", "kind", "few_role_model", "unknown_challenge", "few-role-models"),
    ("challenges", "approach", "widen-the-view", "unknown_approach", "widened-the-view"),
    ("transitions", "route", "Promotd", "unknown_route", "promoted"),
    ("transitions", "scope", "organization", "unknown_scope", "organisation"),
    ("tips", "audience", "undecide", "unknown_audience", "undecided"),
];

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_slug_is_refused_with_the_nearest_ones() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    for &(list, field, sent, code, nearest) in MISSPELT {
        let answer = author.post(STORIES, &json!({list: [{field: sent}]})).await;
        let fault = refused(answer, 422, "invalid").await["errors"][0].clone();
        assert_eq!(fault["pointer"], format!("/{list}/0/{field}"), "{sent}");
        assert_eq!(fault["code"], code, "{sent}");
        assert_eq!(fault["nearest"][0], nearest, "{sent}");
        let message = fault["message"].as_str().unwrap();
        assert!(
            message.contains(sent) && message.contains(nearest),
            "{message}"
        );
    }
    let nothing_like_it = json!({"transitions": [{"to_role": "zzzzzz\u{0}"}]});
    let problem = refused(author.post(STORIES, &nothing_like_it).await, 422, "invalid").await;
    assert_eq!(problem["errors"][0]["code"], "unknown_role");
    assert!(problem["errors"][0].get("nearest").is_none(), "{problem}");
    assert_eq!(saved(&app).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broken_path_is_not_published() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let step =
        |from: &str, to: &str| json!({"from_role": from, "to_role": to, "route": "promoted"});
    let mut broken = short("Broken", "sre", "engineering-manager");
    broken["transitions"] = json!([
        step("sre", "engineering-manager"),
        step("sre", "tech-lead"),
        step("cto", "consultant"),
        step("product-manager", "cto"),
    ]);
    let (draft, etag) = author.draft(&broken).await;

    let gaps = faults(author.publish(&draft, &etag).await).await;

    assert_eq!(
        gaps,
        [
            at("/transitions/2/from_role", "path_broken"),
            at("/transitions/3/from_role", "path_broken")
        ]
    );
    assert!(app.stranger().titles("").await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_holds_no_more_than_its_limit() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let link = json!({"kind": "talk", "url": "https://example.org/", "title": "t"});
    for (list, most, item) in [
        ("transitions", 20, json!({})),
        ("challenges", 20, json!({})),
        ("practices", 20, json!({})),
        ("tips", 30, json!({})),
        ("links", 10, link),
    ] {
        let of = |n: usize| json!({list: vec![item.clone(); n]});
        let found = faults(author.post(STORIES, &of(most + 1)).await).await;
        assert_eq!(found, [at(&format!("/{list}"), "too_many")]);
        let full = author.post(STORIES, &of(most)).await;
        assert_eq!(full.status(), 201, "{most} {list}");
    }
    assert_eq!(saved(&app).await, 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_date_is_a_year_or_a_month_between_1950_and_a_year_ahead() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let now = OffsetDateTime::now_utc();
    let (year, month) = (now.year(), u8::from(now.month()));
    let year_ahead = format!("{}-{month:02}", year + 1);
    let farther = match month {
        12 => format!("{}-01", year + 2),
        month => format!("{}-{:02}", year + 1, month + 1),
    };
    let far = (year + 2).to_string();
    for (date, code) in [
        ("2024-13", "bad_date"),
        ("2024-00", "bad_date"),
        ("2024-4", "bad_date"),
        ("24", "bad_date"),
        ("2024-04-01", "bad_date"),
        ("２０２４", "bad_date"),
        ("recently", "bad_date"),
        ("1949", "date_too_early"),
        ("1949-12", "date_too_early"),
        (&farther, "date_too_far_ahead"),
        (&far, "date_too_far_ahead"),
        ("9999", "date_too_far_ahead"),
    ] {
        let found = faults(author.post(STORIES, &dated(&[date])).await).await;
        assert_eq!(found, [at("/transitions/0/started_on", code)], "{date}");
    }
    assert_eq!(saved(&app).await, 0);
    for date in ["1950", "1950-01", "2024", "2024-12", &year_ahead] {
        let (draft, _) = author.draft(&dated(&[date])).await;
        assert_eq!(draft["transitions"][0]["started_on"], date);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn dates_stand_in_the_order_of_time() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    for in_order in [
        &["2021", "2021-04", "2021"],
        &["2021-04", "2021-04", "2022"],
    ] {
        author.draft(&dated(in_order)).await;
    }
    for (dates, wrong) in [
        (["2021-05", "2021-04", "2022"].as_slice(), [1].as_slice()),
        (&["2022", "2021-12", "2021"], &[1, 2]),
        (&["2022", "", "2021"], &[2]),
    ] {
        let found = faults(author.post(STORIES, &dated(dates)).await).await;
        let expected: Vec<_> = wrong
            .iter()
            .map(|n| at(&format!("/transitions/{n}/started_on"), "date_order"))
            .collect();
        assert_eq!(found, expected, "{dates:?}");
    }
    assert_eq!(saved(&app).await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_year_between_two_months_does_not_hide_that_they_are_out_of_order() {
    each_is_refused(&[(
        dated(&["2021-05", "2021", "2021-04"]),
        &[("/transitions/2/started_on", "date_order")],
    )])
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_is_not_of_the_web_is_refused() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    for url in [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "data:text/html,x",
        "ftp://example.org/",
        "mailto:a@example.org",
        "https://",
        "http://:80/",
        "http://exa mple.org/",
        "example.org",
        "//example.org/",
        "/stories",
        "x",
    ] {
        let body = json!({
            "canonical_url": url, "links": [{"kind": "talk", "url": url, "title": "t"}]
        });
        let found = faults(author.post(STORIES, &body).await).await;
        let expected = [
            at("/canonical_url", "bad_url"),
            at("/links/0/url", "bad_url"),
        ];
        assert_eq!(found, expected, "{url}");
    }
    assert_eq!(saved(&app).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_broken_rule_comes_back_at_once() {
    let body = json!({
        "title": "道".repeat(121), "summary": "\u{202e}", "canonical_url": "x",
        "transitions": [{"from_role": "sree", "started_on": "2024-13"}, {"to_role": "x"}],
        "tips": [{"audience": "all", "text_md": "道".repeat(2_001)}]
    });
    each_is_refused(&[(
        body,
        &[
            ("/title", "too_long"),
            ("/summary", "forbidden_character"),
            ("/canonical_url", "bad_url"),
            ("/transitions/0/from_role", "unknown_role"),
            ("/transitions/0/started_on", "bad_date"),
            ("/transitions/1/to_role", "unknown_role"),
            ("/tips/0/audience", "unknown_audience"),
            ("/tips/0/text_md", "too_long"),
        ],
    )])
    .await;
}

/// A draft whose transitions began at these dates; an empty one is left out.
fn dated(dates: &[&str]) -> Value {
    let transitions: Vec<Value> = dates.iter().map(|it| json!({"started_on": it})).collect();
    json!({"transitions": transitions})
}
