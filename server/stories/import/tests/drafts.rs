//! What each section becomes, and the draft of it all.

use super::*;
use crate::i18n::Language;
use crate::stories::content::LinkKind;
use crate::stories::import::{Use, draft, guess, guesses};

fn by_heading(heading: &str) -> String {
    let section = Section {
        heading: Some(heading.to_owned()),
        level: 2,
        text_md: "text".to_owned(),
        links: Vec::new(),
    };
    guess(&section, &catalog()).as_word()
}

#[test]
fn a_heading_tells_what_follows() {
    for (heading, expected) in [
        ("課題", "challenge"),
        ("キャリアの悩み", "challenge"),
        ("What was hard", "challenge"),
        ("Challenges I met", "challenge"),
        ("課題：ロールモデルが少ない", "challenge/few-role-models"),
        ("自信が持てないまま", "challenge/impostor-feelings"),
        ("キャリア迷子だった頃", "challenge/lost-direction"),
        ("まとめ", "reflection"),
        ("おわりに", "reflection"),
        ("振り返り", "reflection"),
        ("Conclusion", "reflection"),
        ("Tips", "tip"),
        ("Ｔｉｐｓ", "tip"),
        ("これからSREを目指す方へのアドバイス", "tip"),
        ("Lessons learned", "tip"),
        ("エラーバジェットを採用計画に", "practice/error-budget"),
        ("Error budgets for hiring", "practice/error-budget"),
        ("障害の振り返り", "practice/postmortem"),
        ("Reducing toil in meetings", "practice/toil-reduction"),
        ("取り組んだこと", "practice"),
        ("オンコールの課題", "challenge"),
        (
            "SREからエンジニアリングマネージャーへ",
            "transition/sre/engineering-manager",
        ),
        (
            "From site reliability engineer to tech lead",
            "transition/sre/tech-lead",
        ),
        ("執行役員になるまで", "transition/executive-officer"),
        (
            "インフラエンジニア時代（2015〜2018）",
            "transition/infrastructure-engineer",
        ),
        ("My career so far", "transition"),
        ("参考文献", "leave-out"),
        ("目次", "leave-out"),
        ("References", "leave-out"),
        ("システムの話", "reflection"),
        ("The system", "reflection"),
    ] {
        assert_eq!(by_heading(heading), expected, "{heading}");
    }
}

#[test]
fn a_latin_name_is_a_word_of_its_own() {
    assert_eq!(by_heading("EMになった"), "transition/engineering-manager");
    assert_eq!(by_heading("Remembering SREcon"), "reflection");
    assert_eq!(by_heading("The system and the HTTLs"), "reflection");
}

#[test]
fn a_short_opening_is_the_summary() {
    let article = markdown("# T\n\n短い前置き。\n\n## はじめに\n\nもう一つ。\n\n## 無題\n\nあ");
    let words: Vec<String> = guesses(&article, &catalog())
        .iter()
        .map(Use::as_word)
        .collect();
    assert_eq!(words, ["summary", "reflection", "reflection"]);
    let long = markdown(&"長い前置き。".repeat(200));
    assert_eq!(guesses(&long, &catalog()), [Use::Reflection]);
}

#[test]
fn a_table_with_more_cells_than_its_head_loses_none_in_the_summary() {
    let article = markdown("年 | 役\n--|--\n2019 | SRE | 兼務");
    let summary = draft(&article, &[Use::Summary]).summary;
    assert!(summary.contains("兼務"), "{summary}");
}

#[test]
fn a_heading_below_another_goes_its_way() {
    let article = markdown(
        "## 課題\n\n### 相談相手\n\nいなかった。\n\n### ロールモデルが少ない\n\nあ\n\n## Tips\n\n### 一つ目\n\n聞く。\n\n## 別の話\n\nい",
    );
    let words: Vec<String> = guesses(&article, &catalog())
        .iter()
        .map(Use::as_word)
        .collect();
    assert_eq!(
        words,
        [
            "challenge",
            "challenge",
            "challenge/few-role-models",
            "tip",
            "tip",
            "reflection"
        ]
    );
}

#[test]
fn a_lead_that_is_only_a_date_is_left_out() {
    for (lead, is_left_out) in [
        ("2025-11-28", true),
        ("2025年11月28日", true),
        ("11/28", true),
        ("2025", true),
        ("更新日: 2025-11-28", true),
        ("1. ", false),
        ("12", false),
        ("2025年11月28日に異動した。", false),
    ] {
        let lead = Section {
            text_md: lead.to_owned(),
            ..Default::default()
        };
        let chosen = guess(&lead, &catalog());
        assert_eq!(chosen == Use::LeaveOut, is_left_out, "{}", lead.text_md);
    }
}

#[test]
fn uses_go_through_a_form_and_come_back() {
    for word in [
        "transition",
        "transition/sre",
        "transition/sre/tech-lead",
        "challenge/x",
        "practice/error-budget",
        "tip",
        "reflection",
        "summary",
        "leave-out",
    ] {
        assert_eq!(Use::parse(word).unwrap().as_word(), word);
    }
    for word in ["", "nothing", "Tip"] {
        assert_eq!(Use::parse(word), None, "{word}");
    }
}

#[test]
fn an_article_becomes_a_draft() {
    let text = "---\ntitle: 椅子を待つのをやめた\ncanonical_url: https://zenn.dev/ao/articles/1\n---\n\nSREを[7年](https://example.org/)続けた話です。\n\n## SREからテックリードへ\n\n昇進した。\n\n## 課題\n\n### ロールモデルが少ない\n\n探した。\n\n## エラーバジェットを会議に\n\n余らせた。[資料](https://speakerdeck.com/ao/x)\n\n## Tips\n\n早く寝る。\n\n## まとめ\n\n楽しい。https://zenn.dev/ao/articles/1\n\n## 参考文献\n\n[消える](https://qiita.com/x)";
    let article = markdown(text);
    let content = draft(&article, &guesses(&article, &catalog()));
    assert_eq!(content.language, Some(Language::Japanese));
    assert_eq!(content.title, "椅子を待つのをやめた");
    assert_eq!(
        content.canonical_url.as_deref(),
        Some("https://zenn.dev/ao/articles/1")
    );
    assert_eq!(
        content.summary,
        "SREを7年 (https://example.org/)続けた話です。"
    );
    let step = &content.transitions[0];
    assert_eq!(
        (step.from_role.as_deref(), step.to_role.as_deref()),
        (Some("sre"), Some("tech-lead"))
    );
    assert_eq!(step.story_md, "## SREからテックリードへ\n\n昇進した。");
    let challenge = &content.challenges[0];
    assert_eq!(challenge.kind.as_deref(), Some("few-role-models"));
    assert_eq!(
        challenge.faced_md,
        "## 課題\n\n### ロールモデルが少ない\n\n探した。"
    );
    let practice = &content.practices[0];
    assert_eq!(
        (practice.practice.as_deref(), practice.applied_to.as_str()),
        (Some("error-budget"), "エラーバジェットを会議に")
    );
    assert_eq!(content.tips[0].text_md, "## Tips\n\n早く寝る。");
    assert!(content.reflection_md.starts_with("## まとめ\n\n楽しい。"));
    assert_eq!(content.links.len(), 1, "{:?}", content.links);
    assert_eq!(
        (content.links[0].kind, content.links[0].title.as_str()),
        (LinkKind::Slides, "資料")
    );
}

#[test]
fn nothing_is_lost_but_what_is_left_out() {
    let names = [
        "transition",
        "challenge",
        "practice",
        "tip",
        "reflection",
        "summary",
    ];
    for name in names {
        let mut text = String::from("opening w0\n");
        for n in 1..60 {
            text.push_str(&format!("\n## heading h{n}.\n\n"));
            if n % 7 != 0 {
                text.push_str(&format!("text w{n}.\n"));
            }
        }
        text.push_str("\n## last h60.");
        let article = markdown(&text);
        let one = Use::parse(name).unwrap();
        let uses = vec![one; article.sections.len()];
        let content = draft(&article, &uses);
        let told = serde_json::to_string(&content).unwrap();
        for n in 1..60 {
            // A heading above a summary would only say that it is one.
            assert!(
                name == "summary" || told.contains(&format!("h{n}.")),
                "{name} h{n}"
            );
            assert!(
                n % 7 == 0 || told.contains(&format!("w{n}.")),
                "{name} w{n}"
            );
        }
        assert!(told.contains("h60."), "{name}");
        let counts = [
            content.transitions.len(),
            content.challenges.len(),
            content.practices.len(),
            content.tips.len(),
        ];
        assert!(
            counts
                .iter()
                .zip([20, 20, 20, 30])
                .all(|(n, max)| *n <= max),
            "{name} {counts:?}"
        );
    }
}

#[test]
fn sections_without_a_use_go_to_the_reflection() {
    let article = markdown("## A\n\na\n\n## B\n\nb");
    let content = draft(&article, &[Use::Tip]);
    assert_eq!(
        (content.tips.len(), content.reflection_md.as_str()),
        (1, "## B\n\nb")
    );
    assert_eq!(
        draft(&article, &[Use::LeaveOut, Use::LeaveOut]).reflection_md,
        ""
    );
}

#[test]
fn a_long_section_stays_whole() {
    let long = "長い。".repeat(9_000);
    let article = markdown(&format!("## Tips\n\n{long}"));
    let content = draft(&article, &guesses(&article, &catalog()));
    assert!(content.tips[0].text_md.ends_with(&long));
}

#[test]
fn a_heading_says_in_the_draft_what_it_said_in_the_article() {
    let article = html("<h2>1 &lt; 2 *x* [y](z)</h2><p>a</p>");
    let content = draft(&article, &[]);
    assert_eq!(content.reflection_md, "## 1 \\< 2 \\*x\\* \\[y\\](z)\n\na");
}
