//! Texts too long, with characters that deceive, or nested too deep.

use super::*;

/// The characters with the Unicode property `Bidi_Control`.
const BIDI: &[char] = &[
    '\u{61c}', '\u{200e}', '\u{200f}', '\u{202a}', '\u{202b}', '\u{202c}', '\u{202d}', '\u{202e}',
    '\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}',
];

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
async fn deep_nesting_comes_back_with_the_other_broken_rules() {
    each_is_refused(&[(
        json!({"title": "道".repeat(121), "reflection_md": format!("{} a", ">".repeat(60))}),
        &[("/title", "too_long"), ("/reflection_md", "too_deep")],
    )])
    .await;
}
