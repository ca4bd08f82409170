//! What is offered in the place of what was typed, and what one word leads to.

use std::time::{Duration, Instant};

use super::{Trial, numbers, plain, story};
use crate::search::document::Document;
use crate::search::engine::Filters;

fn with_practice(story: Document, practice: &str) -> Document {
    let mut story = story;
    story.values.practices = vec![practice.to_owned()];
    story
}

fn practice(slug: &str) -> Filters {
    Filters {
        practices: vec![slug.to_owned()],
        ..Filters::default()
    }
}

#[test]
fn only_words_of_stories_that_pass_the_filters_are_offered() {
    let trial = Trial::of(vec![
        with_practice(plain(1, "Lighthouse keepers"), "postmortem"),
        with_practice(plain(2, "Gardens"), "error-budget"),
    ]);
    let offered = |practice_of: &str, text: &str| {
        let found = trial.filtered(text, practice(practice_of));
        found.did_you_mean
    };
    assert_eq!(
        offered("postmortem", "lihgthouse").as_deref(),
        Some("lighthouse")
    );
    assert_eq!(offered("error-budget", "lihgthouse"), None);
    assert_eq!(offered("error-budget", "lihgthouse gardens"), None);
}

#[test]
fn what_finds_nothing_or_was_typed_is_not_offered() {
    let trial = Trial::of(vec![plain(1, "Postmortem"), plain(2, "ポストモーテム")]);
    assert_eq!(trial.found("kubernetse").did_you_mean, None);
    for text in [
        "Postmortem",
        "ＰＯＳＴＭＯＲＴＥＭ",
        "ポストモーテム",
        "ﾎﾟｽﾄﾓｰﾃﾑ",
    ] {
        assert_eq!(trial.found(text).did_you_mean, None, "{text}");
    }
}

#[test]
fn a_word_is_mended_where_it_stands_by_itself() {
    let trial = Trial::of(vec![plain(1, "Orbital works")]);
    let offered = trial.found("orbita orbital works").did_you_mean;
    assert_eq!(offered.as_deref(), Some("orbital orbital works"));
    let offered = trial.found("orbital works orbita works").did_you_mean;
    assert_eq!(offered.as_deref(), Some("orbital works orbital works"));
}

#[test]
fn nearest_is_asked_for_the_words_alone() {
    let trial = Trial::of(vec![plain(1, "Gardens")]);
    for text in ["postmortm", "lang:ja -gardens postmortm", "\"postmortm\""] {
        let found = trial.found(text);
        assert_eq!(
            (found.total, found.nearest.practices),
            (0, vec!["postmortem".to_owned()]),
            "{text}"
        );
    }
}

#[test]
fn a_beginning_leads_to_what_is_frequent_wherever_it_stands_in_the_alphabet() {
    let letter = |it: u8| char::from(b'a' + it % 26);
    let rare = |it: u8| {
        let words = (0..26).map(|n| format!("co{}{}{}", letter(it), letter(n), letter(it + n)));
        words.collect::<Vec<String>>().join(" ")
    };
    let mut stories: Vec<Document> = (0..26).map(|it| plain(u128::from(it), &rare(it))).collect();
    stories.extend((100..110).map(|it| plain(it, "cozy gardens")));
    let trial = Trial::of(stories);
    let found = trial.found("co");
    let is_frequent = |it: &u128| *it >= 100;
    assert_eq!(
        numbers(&found).iter().filter(|it| is_frequent(it)).count(),
        10
    );
}

#[test]
fn one_folding_is_for_stories_and_queries() {
    let trial = Trial::of(vec![
        plain(1, "レヴューの話"),
        plain(2, "A café in Zürich"),
        plain(3, "大規模レビュー会議"),
    ]);
    for text in ["レビュー", "レヴュー", "れびゅー"] {
        let mut found = trial.numbers(text);
        found.sort_unstable();
        assert_eq!(found, [1, 3], "{text}");
    }
    for text in ["cafe", "CAFÉ", "cafe\u{301}", "zurich"] {
        assert_eq!(trial.numbers(text), [2], "{text}");
        assert!(!trial.found(text).hits[0].highlights.is_empty(), "{text}");
    }
}

#[test]
fn a_name_in_katakana_is_no_ending() {
    let trial = Trial::of(vec![
        plain(1, "タイで働いた話"),
        plain(2, "もう働きたいという話"),
        plain(3, "会いたいと思った"),
    ]);
    assert_eq!(trial.numbers("タイ"), [1]);
    assert_eq!(trial.numbers("\"タイ\""), [1]);
    let highlights = &trial.found("タイ").hits[0].highlights;
    assert_eq!(highlights[0].ranges, [[0, 2]]);
}

#[test]
fn synonyms_are_not_found_by_words_that_only_share_a_stem() {
    let trial = Trial::of(vec![
        plain(1, "On the train every day"),
        plain(2, "A training for managers"),
        plain(3, "研修の話"),
        plain(4, "Whoever was available"),
        plain(5, "可用性の話"),
    ]);
    let mut found = trial.numbers("研修");
    found.sort_unstable();
    assert_eq!(found, [2, 3]);
    assert_eq!(trial.numbers("可用性"), [5]);
    assert!(!trial.numbers("available").contains(&5));
    assert!(!trial.numbers("train").contains(&3));
}

#[test]
fn what_takes_long_is_bounded() {
    let body = "障害の対応をした。The incident of the week, and what it taught. ".repeat(100);
    let stories = (1..=200).map(|it| Document {
        body: vec![body.clone()],
        ..story(it, "障害 incident")
    });
    let trial = Trial::of(stories.collect());
    for text in [
        "\"の対応をした\" ".repeat(500),
        "\"the\" \"of the week\" -\"it taught it\" ".repeat(500),
        "incidnet respnse taugth weke ".repeat(500),
        "障害対応 incident response on-call マネージャー ".repeat(500),
        "-障害 ".repeat(2_000),
        "\u{301}".repeat(10_000),
        "ﾞ".repeat(10_000),
        format!("a{}", "\u{200d}".repeat(9_999)),
        "(\"'`<>{}[]\\|;:,.?!@#$%^&*-+=~_/ ".repeat(400),
        "\"a\"b\"".repeat(3_000),
        "to:\"".repeat(2_000),
        "author:\"nobody\" ".repeat(1_000),
        "abcdefghijklmnopqrstuvwxyzabcde ".repeat(300),
    ] {
        let begun = Instant::now();
        assert!(trial.found(&text).hits.len() <= 20);
        assert!(begun.elapsed() < Duration::from_secs(10), "{text:.40}");
    }
}
