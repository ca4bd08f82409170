//! What is sent wrongly is refused with its place and its reason, and nothing of it is saved.

use std::fmt::Write;
use std::time::{Duration, Instant};

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use diesel::QueryDsl;
use diesel_async::{RunQueryDsl, SimpleAsyncConnection};
use guidepost::access::Scope;
use guidepost::access::create_token::create_token;
use guidepost::db::schema::stories;
use guidepost::people::{Handle, Person};
use reqwest::{Body, Method, Response};
use serde_json::{Value, json};
use time::OffsetDateTime;

use crate::support::stories::{short, whole};
use crate::support::{Client, TestApp, faults, problem};

const STORIES: &str = "/api/v1/stories";
const MIB: usize = 1024 * 1024;
const UNKNOWN: &str = "/api/v1/stories/00000000-0000-4000-8000-000000000000";

/// What is not JSON.
const MALFORMED: &[&[u8]] = &[
    b"",
    b" ",
    b"{",
    b"{\"title\": \"a\",}",
    b"{\"title\": NaN}",
    b"{} {}",
    b"{\"title\": \"\\ud800\"}",
    b"{\"title\": \"\\udc00\\ud800\"}",
    b"{\"title\": \"\xff\"}",
    b"title=a",
];

/// The characters with the Unicode property `Bidi_Control`.
const BIDI: &[char] = &[
    '\u{61c}', '\u{200e}', '\u{200f}', '\u{202a}', '\u{202b}', '\u{202c}', '\u{202d}', '\u{202e}',
    '\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}',
];

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_json_is_refused_before_anything_else() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    for body in MALFORMED {
        for client in [&author, &app.stranger()] {
            for (method, path) in [(Method::POST, STORIES), (Method::PUT, UNKNOWN)] {
                for content_type in ["application/json", "text/plain"] {
                    let request = client.request(method.clone(), path);
                    let request = request.header("content-type", content_type).body(*body);
                    let answer = request.send().await.unwrap();
                    refused(answer, 400, "malformed_json").await;
                }
            }
        }
    }
    let nested = "[".repeat(5_000);
    refused(
        sent(&author, nested, Some("application/json")).await,
        400,
        "malformed_json",
    )
    .await;
    assert_eq!(saved(&app).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn json_that_is_no_object_is_refused() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let mut wrong = Vec::new();
    for body in ["null", "5", "true", "\"title\"", "[]", "[1]", "[\"ja\"]"] {
        let answer = sent(&author, body, Some("application/json")).await;
        let status = answer.status().as_u16();
        if status != 422 || faults(answer).await != [at("", "wrong_type")] {
            wrong.push(format!("{body}: {status}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
    assert_eq!(saved(&app).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_of_a_story_that_is_no_object_is_refused() {
    each_is_refused(&[
        (
            json!({"transitions": [["sre", "cto"]]}),
            &[("/transitions/0", "wrong_type")],
        ),
        (
            json!({"links": [["talk", "https://example.org/", "A talk"]]}),
            &[("/links/0", "wrong_type")],
        ),
        (json!({"tips": [[]]}), &[("/tips/0", "wrong_type")]),
        (
            json!({"transitions": [null]}),
            &[("/transitions/0", "wrong_type")],
        ),
        (
            json!({"challenges": ["workload"]}),
            &[("/challenges/0", "wrong_type")],
        ),
    ])
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_unknown_field_is_named_with_its_place() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let body = json!({
        "titel": "x", "a/b~c": 1, "published": true, "html": "x",
        "transitions": [{"from_role": "sre", "to": "cto", "id": 1}, {"salary": 1}],
        "challenges": [{"kind": "workload", "approaches": []}],
        "practices": [{"slug": "postmortem"}],
        "tips": [{}, {"for": "everyone"}],
        "links": [{"kind": "talk", "url": "https://example.org/", "title": "t", "image": "x"}]
    });

    let mut found = faults(author.post(STORIES, &body).await).await;

    found.sort_unstable();
    let expected = [
        "/a~1b~0c",
        "/challenges/0/approaches",
        "/html",
        "/links/0/image",
        "/practices/0/slug",
        "/published",
        "/tips/1/for",
        "/titel",
        "/transitions/0/id",
        "/transitions/0/to",
        "/transitions/1/salary",
    ];
    assert_eq!(found, expected.map(|it| at(it, "unknown_field")));
    assert_eq!(saved(&app).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_server_makes_may_be_sent_and_is_ignored() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let long_ago = "1970-01-01T00:00:00Z";
    let mut sent = whole();
    let made = json!({
        "id": "no-id", "slug": 5, "url": "x", "status": "published", "version": 99, "author": {"handle": "kaede"},
        "path": "x", "helpful_count": 1000, "created_at": long_ago, "updated_at": long_ago,
        "published_at": long_ago, "reflection_html": "<script>"
    });
    for (field, value) in made.as_object().unwrap() {
        sent[field] = value.clone();
    }
    sent["transitions"][0]["story_html"] = "<script>".into();
    sent["challenges"][0]["hindsight_html"] = json!(5);
    sent["practices"][0]["how_html"] = "<script>".into();
    sent["tips"][0]["text_html"] = json!(null);

    let (draft, _) = author.draft(&sent).await;

    for (field, value) in made.as_object().unwrap() {
        assert_ne!(&draft[field], value, "{field}");
    }
    assert_eq!(draft["status"], "draft");
    assert_eq!(draft["version"], 1);
    assert_eq!(draft["author"]["handle"], "tsuzura");
    assert!(draft["slug"].is_null() && draft["published_at"].is_null());
    assert!(!draft.to_string().contains("<script>"), "{draft}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_value_of_the_wrong_type_is_named_with_its_place() {
    let link = |kind: &str| json!({"links": [{"kind": kind, "url": "https://example.org/", "title": "t"}]});
    each_is_refused(&[
        (json!({"title": 3}), &[("/title", "wrong_type")]),
        (json!({"summary": ["x"]}), &[("/summary", "wrong_type")]),
        (json!({"transitions": 5}), &[("/transitions", "wrong_type")]),
        (json!({"tips": {}}), &[("/tips", "wrong_type")]),
        (
            json!({"transitions": [{}, {"to_role": 7}]}),
            &[("/transitions/1/to_role", "wrong_type")],
        ),
        (
            json!({"transitions": [{"started_on": 2024}]}),
            &[("/transitions/0/started_on", "wrong_type")],
        ),
        (
            json!({"tips": [{"text_md": {}}]}),
            &[("/tips/0/text_md", "wrong_type")],
        ),
        (json!({"language": "fr"}), &[("/language", "wrong_type")]),
        (json!({"byline": "Named"}), &[("/byline", "wrong_type")]),
        (json!({"reuse": "all"}), &[("/reuse", "wrong_type")]),
        (link("video"), &[("/links/0/kind", "wrong_type")]),
        (
            json!({"publish_at": "tomorrow"}),
            &[("/publish_at", "wrong_type")],
        ),
        (
            json!({"publish_at": 1_700_000_000}),
            &[("/publish_at", "wrong_type")],
        ),
    ])
    .await;
}

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
async fn a_body_full_of_faults_is_answered_soon_and_shortly() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let unknown: Value = (0..60_000)
        .map(|n| (format!("field-{n}"), json!(1)))
        .collect();
    let mut wrong = Vec::new();
    for (what, body) in [
        ("unknown fields", unknown),
        (
            "unknown roles",
            json!({"transitions": vec![json!({"to_role": "x"}); 20_000]}),
        ),
        (
            "unfit links",
            json!({"links": vec![json!({"kind": "talk", "url": "", "title": ""}); 25_000]}),
        ),
    ] {
        assert!(body.to_string().len() < MIB, "{what}");
        let begun = Instant::now();
        let answer = author.post(STORIES, &body).await;
        let status = answer.status();
        let length = answer.bytes().await.unwrap().len();
        let took = begun.elapsed();
        if status != 422 || took > Duration::from_secs(3) || length > MIB {
            wrong.push(format!("{what}: {status}, {length} bytes in {took:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_tells_neither_internals_nor_all_that_was_sent() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let long = "x".repeat(100_000);
    let mut wrong = Vec::new();
    for body in [
        json!(5),
        json!({"byline": long}),
        json!({"tips": [1]}),
        json!({"links": [{}]}),
    ] {
        let answer = author.post(STORIES, &body).await;
        let problem = refused(answer, 422, "invalid").await;
        let message = problem["errors"][0]["message"].as_str().unwrap();
        let is_internal = ["struct", "enum", "Content", "Tip"]
            .iter()
            .any(|it| message.contains(it));
        if is_internal || message.len() > 500 {
            wrong.push(message.chars().take(120).collect::<String>());
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
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

/// A text and the most characters that it may have.
type Limited = (&'static str, usize, fn(String) -> Value);

const LIMITED: &[Limited] = &[
    ("/title", 120, |it| json!({"title": it})),
    ("/summary", 800, |it| json!({"summary": it})),
    ("/reflection_md", 10_000, |it| json!({"reflection_md": it})),
    (
        "/transitions/0/title",
        80,
        |it| json!({"transitions": [{"title": it}]}),
    ),
    (
        "/transitions/0/organisation",
        120,
        |it| json!({"transitions": [{"organisation": it}]}),
    ),
    (
        "/transitions/0/story_md",
        10_000,
        |it| json!({"transitions": [{"story_md": it}]}),
    ),
    (
        "/challenges/0/faced_md",
        10_000,
        |it| json!({"challenges": [{"faced_md": it}]}),
    ),
    (
        "/challenges/0/response_md",
        10_000,
        |it| json!({"challenges": [{"response_md": it}]}),
    ),
    (
        "/challenges/0/hindsight_md",
        10_000,
        |it| json!({"challenges": [{"hindsight_md": it}]}),
    ),
    (
        "/practices/0/applied_to",
        120,
        |it| json!({"practices": [{"applied_to": it}]}),
    ),
    (
        "/practices/0/how_md",
        10_000,
        |it| json!({"practices": [{"how_md": it}]}),
    ),
    (
        "/practices/0/indicator",
        200,
        |it| json!({"practices": [{"indicator": it}]}),
    ),
    (
        "/practices/0/caveat_md",
        10_000,
        |it| json!({"practices": [{"caveat_md": it}]}),
    ),
    (
        "/tips/0/text_md",
        2_000,
        |it| json!({"tips": [{"text_md": it}]}),
    ),
    (
        "/links/0/title",
        120,
        |it| json!({"links": [{"kind": "talk", "url": "https://example.org/", "title": it}]}),
    ),
];

#[tokio::test(flavor = "multi_thread")]
async fn a_text_is_as_long_as_its_limit_in_any_script() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    for (pointer, most, body) in LIMITED {
        let long = body("道".repeat(most + 1));
        let found = faults(author.post(STORIES, &long).await).await;
        assert_eq!(found, [at(pointer, "too_long")]);
        let (draft, _) = author.draft(&body("道".repeat(*most))).await;
        let kept = draft.pointer(pointer).unwrap().as_str().unwrap();
        assert_eq!(kept.chars().count(), *most, "{pointer}");
    }
    let address = |n: usize| {
        let host = "https://example.org/";
        format!("{host}{}", "a".repeat(n - host.len()))
    };
    let link = |url: String| json!({"links": [{"kind": "talk", "title": "t", "url": url}]});
    let found = faults(author.post(STORIES, &link(address(2_001))).await).await;
    assert_eq!(found, [at("/links/0/url", "too_long")]);
    author.draft(&link(address(2_000))).await;
    let canonical = json!({"canonical_url": address(2_001)});
    let found = faults(author.post(STORIES, &canonical).await).await;
    assert_eq!(found, [at("/canonical_url", "too_long")]);
    assert_eq!(saved(&app).await, i64::try_from(LIMITED.len()).unwrap() + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn length_is_counted_after_composition() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let decomposed = |n: usize| json!({"title": "か\u{3099}".repeat(n)});

    let found = faults(author.post(STORIES, &decomposed(121)).await).await;
    let (draft, _) = author.draft(&decomposed(120)).await;

    assert_eq!(found, [at("/title", "too_long")]);
    assert_eq!(draft["title"], "が".repeat(120));
}

#[tokio::test(flavor = "multi_thread")]
async fn all_texts_of_a_story_together_have_a_limit() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let mut story = json!({
        "title": "道", "reflection_md": "道".repeat(10_000),
        "transitions": vec![json!({"story_md": "道".repeat(10_000)}); 2],
        "practices": [{"how_md": "道".repeat(9_999)}]
    });
    author.draft(&story).await;
    story["title"] = "道路".into();

    let found = faults(author.post(STORIES, &story).await).await;

    assert_eq!(found, [at("", "story_too_long")]);
    assert_eq!(saved(&app).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_of_one_mebibyte_is_read_and_a_larger_one_is_not() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let padded = |n: usize| {
        let text = json!({"title": "Padded"}).to_string();
        let spaces = " ".repeat(n - text.len());
        text + &spaces
    };
    let json = Some("application/json");
    for size in [MIB + 1, 3 * MIB] {
        for (client, content_type) in [(&author, json), (&app.stranger(), None)] {
            let answer = sent(client, padded(size), content_type).await;
            refused(answer, 413, "too_large").await;
        }
    }
    assert_eq!(saved(&app).await, 0);
    let answer = sent(&author, padded(MIB), json).await;
    assert_eq!(answer.status(), 201);
}

#[tokio::test(flavor = "multi_thread")]
async fn characters_that_deceive_are_refused_in_every_text() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    for c in BIDI.iter().chain(&['\0']) {
        let answer = author
            .post(
                STORIES,
                &json!({"title": format!("a{c}b"), "reflection_md": format!("{c}")}),
            )
            .await;
        let problem = refused(answer, 422, "invalid").await;
        let code_point = format!("U+{:04X}", u32::from(*c));
        for (n, pointer) in ["/title", "/reflection_md"].into_iter().enumerate() {
            let fault = &problem["errors"][n];
            assert_eq!(fault["pointer"], pointer, "{code_point}");
            assert_eq!(fault["code"], "forbidden_character", "{code_point}");
            let message = fault["message"].as_str().unwrap();
            assert!(message.contains(&code_point), "{message}");
        }
    }
    for (pointer, _, body) in LIMITED {
        let answer = author.post(STORIES, &body("a\u{202e}b".to_owned())).await;
        assert_eq!(faults(answer).await, [at(pointer, "forbidden_character")]);
    }
    let escaped = "{\"title\": \"a\\u0000b\"}";
    let answer = sent(&author, escaped, Some("application/json")).await;
    assert_eq!(faults(answer).await, [at("/title", "forbidden_character")]);
    assert_eq!(saved(&app).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn other_control_characters_are_dropped() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;

    let (draft, _) = author
        .draft(&json!({
            "title": " \u{7}a\u{1b}b\tc\r\nd\u{7f}\u{9f} ",
            "reflection_md": "\n\na\u{8}b\r\n\tc\rd\u{1}\n"
        }))
        .await;

    let title: Vec<&str> = draft["title"]
        .as_str()
        .unwrap()
        .split_whitespace()
        .collect();
    assert_eq!(title, ["ab", "c", "d"]);
    assert!(!draft["title"].as_str().unwrap().contains(char::is_control));
    assert_eq!(draft["reflection_md"], "ab\n\tc\nd");
}

#[tokio::test(flavor = "multi_thread")]
async fn markdown_that_nests_too_deep_is_refused_at_once() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    for deep in [
        format!("{} a", ">".repeat(51)),
        format!("{}a", "> ".repeat(51)),
        format!("{} a", ">".repeat(9_000)),
        format!("{}a", "- ".repeat(4_000)),
        format!("{}a", "1. ".repeat(3_000)),
        format!("{}a", "> - ".repeat(2_000)),
    ] {
        let begun = Instant::now();
        let body = json!({"transitions": [{"story_md": "flat"}, {"story_md": deep}]});
        let found = faults(author.post(STORIES, &body).await).await;
        assert_eq!(found, [at("/transitions/1/story_md", "too_deep")]);
        assert!(
            begun.elapsed() < Duration::from_secs(5),
            "{:?}",
            begun.elapsed()
        );
    }
    let tip = json!({"tips": [{"text_md": format!("{}a", "- ".repeat(900))}]});
    let found = faults(author.post(STORIES, &tip).await).await;
    assert_eq!(found, [at("/tips/0/text_md", "too_deep")]);
    assert_eq!(saved(&app).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn markdown_may_nest_fifty_levels() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;

    let body = json!({"reflection_md": format!("{} a", ">".repeat(50))});
    let answer = author.post(STORIES, &body).await;

    assert_eq!(answer.status(), 201, "{}", answer.text().await.unwrap());
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

#[tokio::test(flavor = "multi_thread")]
async fn deep_nesting_comes_back_with_the_other_broken_rules() {
    each_is_refused(&[(
        json!({"title": "道".repeat(121), "reflection_md": format!("{} a", ">".repeat(60))}),
        &[("/title", "too_long"), ("/reflection_md", "too_deep")],
    )])
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_must_say_that_it_is_json() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let text = json!({"title": "One"}).to_string();
    for content_type in [
        None,
        Some("text/plain"),
        Some("text/json"),
        Some("application/x-www-form-urlencoded"),
        Some("multipart/form-data; boundary=x"),
        Some("x"),
    ] {
        for client in [&author, &app.stranger()] {
            let answer = sent(client, text.clone(), content_type).await;
            refused(answer, 415, "unsupported_media_type").await;
        }
    }
    assert_eq!(saved(&app).await, 0);
    for content_type in ["application/json; charset=utf-8", "Application/JSON"] {
        let answer = sent(&author, text.clone(), Some(content_type)).await;
        assert_eq!(answer.status(), 201, "{content_type}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_story_is_changed_only_by_who_says_what_they_read() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let (draft, _) = author.draft(&short("One", "sre", "cto")).await;
    let path = story_path(&draft);
    let publish = format!("{path}/publish");
    let broken = json!({"title": 5});

    let answer = author
        .request(Method::PUT, &path)
        .json(&broken)
        .send()
        .await
        .unwrap();
    refused(answer, 428, "precondition_required").await;
    let answer = author.request(Method::POST, &publish).send().await.unwrap();
    refused(answer, 428, "precondition_required").await;
    for stale in [
        "\"2-x\"",
        "\"0-x\"",
        "\"-1-x\"",
        "\"x-1\"",
        "\"99999999999-x\"",
        "\"\"",
        "x",
        "1-x",
        "\"1-x",
        "\"one\"",
    ] {
        let requests = [
            author.request(Method::PUT, &path).json(&json!({})),
            author.request(Method::POST, &publish),
        ];
        for request in requests {
            let answer = request.header("if-match", stale).send().await.unwrap();
            let problem = refused(answer, 412, "stale").await;
            assert_eq!(problem["current"]["title"], "One", "{stale}");
            assert_eq!(problem["current"]["version"], 1, "{stale}");
        }
    }
    let now = author.json(&path).await;
    assert_eq!(
        (&now["version"], &now["status"]),
        (&json!(1), &json!("draft"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stale_version_is_told_before_a_broken_body() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let (draft, _) = author.draft(&short("One", "sre", "cto")).await;
    let path = story_path(&draft);
    let mut wrong = Vec::new();
    for body in [
        json!({"title": "x".repeat(121)}),
        json!({"titel": 1}),
        json!({"title": 5}),
    ] {
        let (status, problem) = problem(author.put(&path, "\"2-x\"", &body).await).await;
        if (status, &problem["code"]) != (412, &json!("stale")) {
            wrong.push(format!(
                "{status} for {}",
                body.to_string().chars().take(20).collect::<String>()
            ));
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn if_match_compares_the_version_alone() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let (draft, _) = author.draft(&short("Save 0", "sre", "cto")).await;
    let path = story_path(&draft);
    for (n, etag) in ["\"1-anything\"", "W/\"2-x\"", "\"3-\"", "\"4\""]
        .into_iter()
        .enumerate()
    {
        let body = short(&format!("Save {}", n + 1), "sre", "cto");
        let answer = author.put(&path, etag, &body).await;
        assert_eq!(answer.status(), 200, "{etag}");
    }
    assert_eq!(author.json(&path).await["version"], 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cursor_is_good_for_the_list_that_gave_it() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    for title in ["One", "Two"] {
        author.published(&short(title, "sre", "cto")).await;
    }
    let reader = app.stranger();
    let page = reader.json("/api/v1/stories?limit=1&to=cto").await;
    let cursor = page["next_cursor"].as_str().unwrap();
    let good = reader
        .json(&format!("/api/v1/stories?to=cto&cursor={cursor}"))
        .await;
    assert_eq!(good["items"][0]["title"], "One");

    let huge = "A".repeat(5_000);
    for query in [
        "cursor=x".to_owned(),
        "cursor=%00".to_owned(),
        "cursor=MS4yLjM".to_owned(),
        format!("cursor={huge}"),
        format!("cursor={cursor}"),
        format!("to=sre&cursor={cursor}"),
        format!("to=cto&from=sre&cursor={cursor}"),
        format!("to=cto&language=en&cursor={cursor}"),
        format!("to=cto&cursor={cursor}A"),
        "to=cto&limit=x&cursor=x".to_owned(),
    ] {
        let answer = reader.get(&format!("/api/v1/stories?{query}")).await;
        refused(answer, 400, "bad_cursor").await;
        let page = reader.get(&format!("/stories?{query}")).await;
        assert_eq!(page.status(), 400, "{query}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forged_cursor_breaks_nothing() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    for title in ["One", "Two"] {
        author.published(&short(title, "sre", "cto")).await;
    }
    let reader = app.stranger();
    let page = reader.json("/api/v1/stories?limit=1").await;
    let cursor = BASE64_URL_SAFE_NO_PAD
        .decode(page["next_cursor"].as_str().unwrap())
        .unwrap();
    let cursor = String::from_utf8(cursor).unwrap();
    let (_, rest) = cursor.split_once('.').unwrap();
    // The years -9998 and 9999, and beyond what can be counted.
    for micros in [
        "-377673580800000000",
        "253402300799999999",
        "-1",
        "9".repeat(40).as_str(),
    ] {
        let forged = BASE64_URL_SAFE_NO_PAD.encode(format!("{micros}.{rest}"));
        for path in ["/api/v1/stories", "/stories"] {
            let status = reader
                .get(&format!("{path}?cursor={forged}"))
                .await
                .status();
            assert!(matches!(status.as_u16(), 200 | 400), "{micros}: {status}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bad_cursor_is_told_before_a_bad_token_and_bad_filters() {
    let app = TestApp::start().await;
    let mut wrong = Vec::new();
    for (client, query) in [
        (app.stranger(), "cursor=x&to=nowhere"),
        (app.stranger(), "cursor=x&limit=0"),
        (app.stranger().with_token("gp_x"), "cursor=x"),
    ] {
        let answer = client.get(&format!("/api/v1/stories?{query}")).await;
        let (status, problem) = problem(answer).await;
        if problem["code"] != "bad_cursor" {
            wrong.push(format!("{query}: {status} {}", problem["code"]));
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_has_one_to_a_hundred_items() {
    let app = TestApp::start().await;
    let reader = app.stranger();
    for limit in [
        "0",
        "101",
        "256",
        "-1",
        "1.5",
        "x",
        "%00",
        "99999999999999999999",
    ] {
        let answer = reader.get(&format!("/api/v1/stories?limit={limit}")).await;
        assert_eq!(
            faults(answer).await,
            [at("/limit", "out_of_range")],
            "{limit}"
        );
    }
    for limit in ["1", "100", ""] {
        reader.json(&format!("/api/v1/stories?limit={limit}")).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_is_good_for_nothing_is_refused_everywhere() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let story = author.published(&short("One", "sre", "cto")).await;
    let own = new_token(&app, "tsuzura").await;
    let own = own.as_str();
    let stranger = app.stranger();
    for authorization in [
        "Bearer gp_x",
        "Bearer",
        "Bearer ",
        "Basic dHN1enVyYTp4",
        own,
        &format!("Token {own}"),
        &format!("Bearer {own}x"),
        &format!("Bearer {own} {own}"),
        "Bearer é",
        "",
    ] {
        let path = story_path(&story);
        for (method, path) in [
            (Method::GET, STORIES),
            (Method::GET, &path),
            (Method::GET, "/api/v1/roles"),
            (Method::GET, "/api/v1/people/tsuzura"),
            (Method::POST, STORIES),
            (Method::PUT, &path),
            (Method::POST, &format!("{path}/publish")),
        ] {
            let request = stranger
                .request(method, path)
                .header("authorization", authorization);
            let answer = request.json(&json!({})).send().await.unwrap();
            asked_for_a_token(answer).await;
        }
    }
    for scheme in ["bearer", "BEARER"] {
        let request = stranger.request(Method::GET, STORIES);
        let request = request.header("authorization", format!("{scheme} {own}"));
        assert_eq!(request.send().await.unwrap().status(), 200, "{scheme}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn writing_takes_a_token() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let (draft, etag) = author.draft(&short("One", "sre", "cto")).await;
    let stranger = app.stranger();

    asked_for_a_token(stranger.post(STORIES, &json!({})).await).await;
    asked_for_a_token(stranger.put(&story_path(&draft), &etag, &json!({})).await).await;
    asked_for_a_token(stranger.publish(&draft, &etag).await).await;
    asked_for_a_token(stranger.put(UNKNOWN, &etag, &json!({})).await).await;

    assert_eq!(saved(&app).await, 1);
    assert_eq!(author.json(&story_path(&draft)).await["title"], "One");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_expired_or_revoked_token_opens_nothing() {
    let app = TestApp::start().await;
    for (handle, change) in [
        ("expired", "expires_at = now() - interval '1 second'"),
        ("revoked", "revoked_at = now()"),
    ] {
        let author = app.author(handle).await;
        let (draft, etag) = author.draft(&short("One", "sre", "cto")).await;
        sql(&app, &format!(
            "update tokens set {change} where person_id = (select id from people where handle = '{handle}')"
        ))
        .await;
        asked_for_a_token(author.get(STORIES).await).await;
        asked_for_a_token(author.get(&story_path(&draft)).await).await;
        asked_for_a_token(author.post(STORIES, &json!({})).await).await;
        asked_for_a_token(author.publish(&draft, &etag).await).await;
    }
    let later = app.author("later").await;
    sql(
        &app,
        "update tokens set expires_at = now() + interval '1 hour' where expires_at is null",
    )
    .await;
    later.json(STORIES).await;
    assert_eq!(saved(&app).await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_without_the_scope_can_read_but_not_write() {
    let app = TestApp::start().await;
    let scopes: Vec<Scope> = Scope::ALL
        .iter()
        .copied()
        .filter(|it| *it != Scope::StoriesWrite)
        .collect();
    let mut conn = app.conn().await;
    let author = app.author("tsuzura").await;
    let (draft, etag) = author.draft(&short("One", "sre", "cto")).await;
    let names: Vec<&str> = scopes.iter().map(|it| it.as_str()).collect();
    let names = names.join("', '");
    conn.batch_execute(&format!("update tokens set scopes = array['{names}']"))
        .await
        .unwrap();

    let path = story_path(&draft);
    let answers = [
        author.post(STORIES, &json!({"titel": 1})).await,
        author.put(&path, "\"9-x\"", &json!({})).await,
        author.put(UNKNOWN, &etag, &json!({})).await,
        author.publish(&draft, &etag).await,
    ];
    for answer in answers {
        let problem = refused(answer, 403, "scope_missing").await;
        assert!(
            problem["detail"]
                .as_str()
                .unwrap()
                .contains("stories:write"),
            "{problem}"
        );
    }
    assert_eq!(author.json(&path).await["version"], 1);
    assert_eq!(saved(&app).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_else_s_story_can_not_be_changed() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let other = app.author("kaede").await;
    let (draft, etag) = author.draft(&short("Draft", "sre", "cto")).await;
    let published = author.published(&short("Public", "sre", "cto")).await;
    let (draft_path, public_path) = (story_path(&draft), story_path(&published));
    let stolen = short("Stolen", "sre", "cto");

    refused(other.get(&draft_path).await, 404, "not_found").await;
    for answer in [
        other.put(&draft_path, &etag, &stolen).await,
        other
            .put(&draft_path, "\"9-x\"", &json!({"titel": 1}))
            .await,
        other.publish(&draft, &etag).await,
        other.put(&public_path, "\"1-x\"", &stolen).await,
        other.publish(&published, "\"1-x\"").await,
        other
            .request(Method::PUT, &draft_path)
            .json(&stolen)
            .send()
            .await
            .unwrap(),
        other
            .request(Method::PUT, &public_path)
            .json(&stolen)
            .send()
            .await
            .unwrap(),
    ] {
        let problem = refused(answer, 404, "not_found").await;
        assert!(problem.get("current").is_none(), "{problem}");
    }

    for (path, title) in [(draft_path, "Draft"), (public_path, "Public")] {
        let now = author.json(&path).await;
        assert_eq!((&now["title"], &now["version"]), (&json!(title), &json!(1)));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_there_is_not_found() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let long = format!("/api/v1/stories/{}", "a".repeat(5_000));
    for path in [
        UNKNOWN,
        &long,
        "/api/v1/stories/nope",
        "/api/v1/stories/%00",
        "/api/v1/stories/a%00b",
        "/api/v1/stories/%ff",
        "/api/v1/stories/%E2%80%AE",
        "/api/v1/stories/'%20or%201=1--",
        "/api/v1/roles/nope",
        "/api/v1/roles/%00",
        "/api/v1/people/nobody-here",
        "/api/v1/people/%00",
        "/api/v1/people/%ff",
        "/api/v1/nope",
        "/api/nope",
        "/api/v2/stories",
        "/api/v1/",
        "/api/v1/stories/",
    ] {
        for client in [&author, &app.stranger()] {
            refused(client.get(path).await, 404, "not_found").await;
        }
    }
    for path in [
        UNKNOWN,
        &long,
        "/api/v1/stories/nope",
        "/api/v1/stories/%00",
        "/api/v1/stories/%ff",
    ] {
        refused(
            author.put(path, "\"1-x\"", &json!({})).await,
            404,
            "not_found",
        )
        .await;
        let publish = author.request(Method::POST, &format!("{path}/publish"));
        refused(publish.send().await.unwrap(), 404, "not_found").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_method_that_an_address_does_not_know_is_refused() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    for (method, path) in [
        (Method::PATCH, STORIES),
        (Method::PUT, STORIES),
        (Method::PATCH, UNKNOWN),
        (Method::POST, "/api/v1/roles"),
        (Method::DELETE, "/api/v1/people/tsuzura"),
        (Method::PUT, "/api/v1/openapi.json"),
    ] {
        let answer = author.request(method.clone(), path).send().await.unwrap();
        assert!(answer.headers().contains_key("allow"), "{method} {path}");
        refused(answer, 405, "method_not_allowed").await;
    }
    let page = author
        .request(Method::POST, "/stories")
        .send()
        .await
        .unwrap();
    assert_eq!(page.status(), 405);
    assert_eq!(page.headers()["content-type"], "text/html; charset=utf-8");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_is_not_there_answers_in_the_reader_s_language() {
    let app = TestApp::start().await;
    let reader = app.stranger();
    for (language, title) in [
        ("ja", "この先に道はありません"),
        ("en", "No road leads here"),
        ("fr", "No road leads here"),
    ] {
        for path in [
            "/nope",
            "/stories/nope",
            "/stories/%00",
            "/stories/%ff",
            "/people/nobody-here",
            "/roles/nope",
            "/a/b.php",
        ] {
            let answer = reader
                .request(Method::GET, path)
                .header("accept-language", language)
                .send()
                .await
                .unwrap();
            assert_eq!(answer.status(), 404, "{path}");
            assert_eq!(
                answer.headers()["content-type"],
                "text/html; charset=utf-8",
                "{path}"
            );
            let request_id = answer.headers()["x-request-id"]
                .to_str()
                .unwrap()
                .to_owned();
            let html = answer.text().await.unwrap();
            let spoken = if language == "ja" {
                "lang=\"ja\""
            } else {
                "lang=\"en\""
            };
            for text in [title, spoken, &request_id, "noindex"] {
                assert!(html.contains(text), "{path} lacks {text}");
            }
            for internal in [
                "actix", "diesel", "postgres", "panicked", ".rs", "Error::", "NotFound",
            ] {
                assert!(!html.contains(internal), "{path} tells {internal}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_said_in_the_reader_s_language() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let (draft, _) = author.draft(&json!({})).await;
    let put = |etag: Option<&str>| {
        let request = author
            .request(Method::PUT, &story_path(&draft))
            .json(&json!({}));
        etag.iter()
            .fold(request, |it, etag| it.header("if-match", *etag))
    };
    let requests = || {
        let post = author.request(Method::POST, STORIES);
        vec![
            post.try_clone().unwrap().header("content-type", "application/json").body("{"),
            post.try_clone().unwrap().body("{}"),
            post.try_clone().unwrap().json(&json!({"titel": 1, "nope": 2})),
            post.json(&json!({"title": "x".repeat(121), "transitions": [{"to_role": "engineering-manger"}]})),
            app.stranger().request(Method::POST, STORIES).json(&json!({})),
            author.request(Method::GET, "/api/v1/stories/nope"),
            author.request(Method::GET, "/api/v1/stories?cursor=x"),
            author.request(Method::GET, "/api/v1/stories?limit=0"),
            author.request(Method::PATCH, STORIES),
            put(None),
            put(Some("\"9-x\"")),
            author.request(Method::POST, &format!("{}/publish", story_path(&draft))).header("if-match", "\"1-x\""),
        ]
    };
    for (language, is_japanese) in [
        (None, false),
        (Some("en"), false),
        (Some("fr"), false),
        (Some("ja"), true),
        (Some("ja-JP,en;q=0.5"), true),
    ] {
        for request in requests() {
            let request = language.iter().fold(request, |it, language| {
                it.header("accept-language", *language)
            });
            let (status, problem) = problem(request.send().await.unwrap()).await;
            for text in words_of(&problem) {
                assert_eq!(
                    text.contains(is_japanese_letter),
                    is_japanese,
                    "{status} in {language:?}: {text}"
                );
            }
        }
    }
}

fn is_japanese_letter(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}')
}

/// The sentences of a problem.
fn words_of(problem: &Value) -> Vec<String> {
    let text = |it: &Value| it.as_str().unwrap().to_owned();
    let errors = problem["errors"].as_array().into_iter().flatten();
    let messages = errors.map(|it| text(&it["message"]));
    [text(&problem["title"]), text(&problem["detail"])]
        .into_iter()
        .chain(messages)
        .collect()
}

/// Asserts that an answer is a problem as api.md describes it.
async fn refused(answer: Response, status: u16, code: &str) -> Value {
    let url = answer.url().path().chars().take(80).collect::<String>();
    let request_id = answer.headers()["x-request-id"]
        .to_str()
        .unwrap()
        .to_owned();
    let (got, problem) = problem(answer).await;
    assert_eq!(
        (got, problem["code"].as_str().unwrap()),
        (status, code),
        "{url}: {problem}"
    );
    assert_eq!(problem["status"], status);
    assert_eq!(problem["request_id"], request_id.as_str());
    assert!(!request_id.is_empty());
    for field in ["type", "title", "detail"] {
        assert!(!problem[field].as_str().unwrap().is_empty(), "{problem}");
    }
    problem
}

async fn asked_for_a_token(answer: Response) {
    let header = answer.headers().get("www-authenticate").cloned();
    refused(answer, 401, "unauthorized").await;
    assert_eq!(header.unwrap(), "Bearer");
}

/// Sends each body as a new story and compares what is said about it; none of them is saved.
async fn each_is_refused(cases: &[(Value, &[(&str, &str)])]) {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let mut wrong = String::new();
    for (body, expected) in cases {
        let answer = author.post(STORIES, body).await;
        let found = match answer.status().as_u16() {
            422 => faults(answer).await,
            status => vec![at(&status.to_string(), "")],
        };
        let expected: Vec<_> = expected.iter().map(|it| at(it.0, it.1)).collect();
        if found != expected {
            writeln!(wrong, "{body}\n  {found:?}").unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert_eq!(saved(&app).await, 0);
}

fn at(pointer: &str, code: &str) -> (String, String) {
    (pointer.to_owned(), code.to_owned())
}

/// A draft whose transitions began at these dates; an empty one is left out.
fn dated(dates: &[&str]) -> Value {
    let transitions: Vec<Value> = dates.iter().map(|it| json!({"started_on": it})).collect();
    json!({"transitions": transitions})
}

async fn sent(client: &Client, body: impl Into<Body>, content_type: Option<&str>) -> Response {
    let request = client.request(Method::POST, STORIES).body(body);
    let request = content_type.iter().fold(request, |it, content_type| {
        it.header("content-type", *content_type)
    });
    request.send().await.unwrap()
}

fn story_path(story: &Value) -> String {
    format!("/api/v1/stories/{}", story["id"].as_str().unwrap())
}

/// One more token of a person.
async fn new_token(app: &TestApp, handle: &str) -> String {
    let mut conn = app.conn().await;
    let handle = Handle::parse(handle).unwrap();
    let person = Person::by_handle(&mut conn, &handle).await.unwrap();
    let scopes = [Scope::StoriesWrite];
    let secret = create_token(&mut conn, person.id, "another", &scopes, None).await;
    secret.unwrap().reveal().to_owned()
}

/// How many stories there are.
async fn saved(app: &TestApp) -> i64 {
    let mut conn = app.conn().await;
    stories::table.count().get_result(&mut conn).await.unwrap()
}

async fn sql(app: &TestApp, sql: &str) {
    app.conn().await.batch_execute(sql).await.unwrap();
}
