//! What is found, counted, marked and offered.

use std::time::{Duration, Instant};

use super::{Trial, numbers, plain, remove, story};
use crate::search::document::{Document, Values};
use crate::search::engine::{Filters, Found, Request, Sort};

fn with_body(story: Document, body: &str) -> Document {
    Document {
        body: vec![body.to_owned()],
        ..story
    }
}

fn holding(number: u128, practices: &[&str]) -> Document {
    let own = |it: &[&str]| it.iter().map(|it| (*it).to_owned()).collect();
    let mut story = story(number, "A quiet story");
    story.values.practices = own(practices);
    story
}

fn marked(found: &Found) -> Vec<String> {
    let highlights = found.hits.iter().flat_map(|it| &it.highlights);
    let ranges = highlights.flat_map(|it| {
        let chars: Vec<char> = it.text.chars().collect();
        it.ranges
            .iter()
            .map(move |range| chars[range[0]..range[1]].iter().collect())
    });
    ranges.collect()
}

#[test]
fn words_are_found_in_every_script_and_width() {
    let trial = Trial::of(vec![
        plain(1, "キャパシティ・プランニングの話"),
        plain(2, "Planning with C++ and node.js"),
        plain(3, "大規模障害対応訓練"),
    ]);
    for (text, number) in [
        ("キャパシティプランニング", 1),
        ("ｷｬﾊﾟｼﾃｨ", 1),
        ("きゃぱしてぃ", 1),
        ("プランニング", 1),
        ("PLANNED", 2),
        ("ｃ++", 2),
        ("node.js", 2),
        ("障害対応", 3),
        ("対応訓練", 3),
    ] {
        assert_eq!(trial.numbers(text), [number], "{text}");
    }
    assert!(trial.numbers("c").is_empty());
}

#[test]
fn names_find_the_stories_that_hold_the_value_in_both_languages() {
    let trial = Trial::of(vec![holding(1, &["postmortem"]), plain(2, "庭の話")]);
    for text in [
        "ポストモーテム",
        "障害の振り返り",
        "postmortems",
        "incident review",
        "EM",
        "マネージャ",
    ] {
        assert_eq!(trial.numbers(text), [1], "{text}");
    }
}

#[test]
fn what_everybody_has_outweighs_a_word_of_asking() {
    let trial = Trial::of(vec![
        plain(1, "My first manager"),
        plain(2, "A manager at night"),
        plain(3, "How to become a manager"),
    ]);
    let mut found = trial.numbers("how do I become a manager");
    assert_eq!(found.first(), Some(&3));
    found.sort_unstable();
    assert_eq!(found, [1, 2, 3]);
}

#[test]
fn misspelt_and_unfinished_words_are_found_and_told() {
    let trial = Trial::of(vec![plain(1, "Kubernetes at night"), plain(2, "Gardens")]);
    let found = trial.found("kubernetse nihgt");
    assert_eq!(numbers(&found), [1]);
    assert_eq!(found.did_you_mean.as_deref(), Some("kubernetes night"));
    assert_eq!(marked(&found), ["Kubernetes", "night"]);
    for text in ["ku", "kube", "night kuber"] {
        assert_eq!(trial.numbers(text), [1], "{text}");
    }
    let found = trial.found("lang:en kubernetse -gardens");
    assert_eq!(
        found.did_you_mean.as_deref(),
        Some("lang:en kubernetes -gardens")
    );
    assert!(trial.found("kubernetes").did_you_mean.is_none());
    assert!(trial.numbers("wardens").is_empty());
}

#[test]
fn what_is_gone_is_not_offered() {
    let trial = Trial::of(vec![plain(1, "Lighthouse"), plain(2, "Gardens")]);
    assert_eq!(
        trial.found("lihgthouse").did_you_mean.as_deref(),
        Some("lighthouse")
    );
    trial.apply(vec![remove(1)], "1");
    let found = trial.found("lihgthouse");
    assert_eq!((found.total, found.did_you_mean), (0, None));
    assert!(trial.numbers("light").is_empty());
}

#[test]
fn quotes_and_minus_are_obeyed() {
    let trial = Trial::of(vec![
        plain(1, "the red bridge"),
        plain(2, "a bridge, red"),
        plain(3, "赤い橋の話"),
    ]);
    assert_eq!(trial.numbers("\"red bridge\""), [1]);
    assert_eq!(trial.numbers("bridge -\"red bridge\""), [2]);
    assert_eq!(trial.numbers("\"赤い橋\""), [3]);
    assert_eq!(trial.numbers("-bridge"), [3]);
    let mut all = trial.numbers("\"\" - : \"");
    all.sort_unstable();
    assert_eq!(all, [1, 2, 3]);
}

#[test]
fn authors_are_found_by_name_and_anonymous_ones_are_not() {
    let mut anonymous = story(1, "Gardens");
    anonymous.author = None;
    let trial = Trial::of(vec![anonymous, story(2, "Gardens")]);
    for text in [
        "author:hanako",
        "author:@Hanako",
        "author:\"佐藤花子\"",
        "花子",
        "hanako gardens",
    ] {
        assert_eq!(trial.numbers(text).first(), Some(&2), "{text}");
    }
    assert_eq!(trial.numbers("author:hanako"), [2]);
    // Nobody is called so: words.
    assert_eq!(trial.found("author:gardens").total, 2);
}

#[test]
fn nothing_is_found_where_the_greater_part_is_missing() {
    let trial = Trial::of(vec![
        plain(1, "How to grow gardens"),
        plain(2, "How to build bridges"),
        plain(3, "How to dig tunnels"),
    ]);
    assert!(trial.numbers("gardens penguin").is_empty());
    assert!(trial.numbers("how to tame a penguin").is_empty());
    let found = trial.found("postmortm");
    assert_eq!(
        (found.total, found.nearest.practices),
        (0, vec!["postmortem".to_owned()])
    );
}

#[test]
fn each_facet_is_counted_without_its_own_filter() {
    let mut elsewhere = story(3, "庭");
    elsewhere.values = Values {
        reached: vec!["cto".to_owned()],
        departed: vec!["sre".to_owned(), "engineering-manager".to_owned()],
        roads: [
            ("sre", "cto"),
            ("engineering-manager", "cto"),
            ("sre", "engineering-manager"),
        ]
        .map(|(from, to)| (from.to_owned(), to.to_owned()))
        .to_vec(),
        practices: vec!["error-budget".to_owned()],
        ..Values::default()
    };
    let trial = Trial::of(vec![
        holding(1, &["postmortem", "error-budget"]),
        holding(2, &["postmortem"]),
        elsewhere,
    ]);
    let found = trial.filtered(
        "",
        Filters {
            practices: vec!["postmortem".to_owned()],
            ..Filters::default()
        },
    );
    let count = |pairs: &[(&str, usize)]| {
        pairs
            .iter()
            .map(|(slug, n)| ((*slug).to_owned(), *n))
            .collect()
    };
    assert_eq!(numbers(&found), [2, 1]);
    assert_eq!(
        found.facets.practice,
        count(&[("postmortem", 2), ("error-budget", 2)])
    );
    assert_eq!(found.facets.to, count(&[("engineering-manager", 2)]));
    assert_eq!(found.facets.language, count(&[("en", 2)]));
    let found = trial.found("from:EM lang:ja");
    assert_eq!(numbers(&found), [3]);
    assert_eq!(found.facets.to, count(&[("cto", 1)]));
    assert_eq!(
        found.facets.from,
        count(&[("sre", 1), ("engineering-manager", 1)])
    );
    assert!(found.facets.language.contains_key("ja") && found.facets.language.len() == 1);
}

#[test]
fn sorts_and_pages_are_stable() {
    let mut stories: Vec<Document> = (1..=30).map(|it| plain(it, "gardens")).collect();
    stories[4].helpful = 9;
    let trial = Trial::of(stories);
    let page = |sort, offset| {
        let request = Request {
            sort,
            limit: 10,
            offset,
            ..trial.request("gardens")
        };
        let found = trial.engine.search_now(&request).unwrap();
        assert_eq!(found.total, 30);
        numbers(&found)
    };
    assert_eq!(page(Sort::Newest, 0), (21..=30).rev().collect::<Vec<_>>());
    assert_eq!(page(Sort::Newest, 20), (1..=10).rev().collect::<Vec<_>>());
    assert_eq!(page(Sort::Helpful, 0)[..2], [5, 30]);
    let mut pages: Vec<u128> = [0, 10, 20]
        .iter()
        .flat_map(|it| page(Sort::Relevance, *it))
        .collect();
    pages.sort_unstable();
    assert_eq!(pages, (1..=30).collect::<Vec<_>>());
    assert!(page(Sort::Newest, 5_000).is_empty());
}

#[test]
fn what_was_found_is_marked_and_stays_plain_text() {
    let body = "<b>前</b>の障害で、エンジニアリングマネージャーが障害の振り返りをしました。";
    let trial = Trial::of(vec![with_body(story(1, "週報"), body)]);
    assert_eq!(marked(&trial.found("障害の振り返り")), ["障害の振り返り"]);
    assert_eq!(
        marked(&trial.found("マネージャ")),
        ["エンジニアリングマネージャー"]
    );
    let highlights = &trial.found("障害").hits[0].highlights;
    assert_eq!(
        (highlights[0].field, highlights[0].text.as_str()),
        ("body", body)
    );
}

#[test]
fn hostile_queries_are_answered_calmly() {
    let stories =
        (1..=50).map(|it| with_body(story(it, "障害 incident"), &"対応 response ".repeat(200)));
    let trial = Trial::of(stories.collect());
    let letters = |it: u8| [it / 26, it % 26].map(|it| char::from(b'a' + it));
    let fuzzy: String = (0..200)
        .map(|it| format!("abcdefgh{}x ", String::from_iter(letters(it))))
        .collect();
    for text in [
        "a".repeat(10_000),
        "あ".repeat(10_000),
        "障害".repeat(5_000),
        " \t\u{3000}\n".to_owned(),
        "!!! *** ((( ~~~ ^^^ && || \\".to_owned(),
        "\"".repeat(9_999),
        "\"a -\"b to:\"".to_owned(),
        "\0\u{1}\u{202e}\u{feff}\u{200b}".to_owned(),
        "to:em -x practice:\"y\" author:z \"q\" ".repeat(1_000),
        "-".repeat(1_000),
        fuzzy,
        "👩‍💻🏳️‍🌈".repeat(500),
        "가나다 ไทย עברית".to_owned(),
    ] {
        let begun = Instant::now();
        let found = trial.found(&text);
        assert!(found.hits.len() <= 20);
        // Far above what any takes: a search without bounds would take minutes.
        assert!(begun.elapsed() < Duration::from_secs(20), "{text:.40}");
    }
}
