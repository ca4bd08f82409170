//! Articles as people paste them, and what becomes of them.

mod drafts;
mod hostile;
mod html;
mod markdown;
mod properties;

use crate::catalog::{Catalog, Entry, Kind};
use crate::stories::import::{Article, Format, Section, read};

fn markdown(text: &str) -> Article {
    read(text, Format::Markdown)
}

fn html(text: &str) -> Article {
    read(text, Format::Html)
}

/// The text of a page without headings.
fn words(text: &str) -> String {
    texts(&html(text)).join("\n\n")
}

fn headings(article: &Article) -> Vec<&str> {
    let heading = |it: &Section| -> Option<usize> { it.heading.as_ref().map(String::len) };
    assert!(
        article
            .sections
            .iter()
            .all(|it| (it.level == 0) == heading(it).is_none())
    );
    let sections = article.sections.iter();
    sections
        .map(|it| it.heading.as_deref().unwrap_or(""))
        .collect()
}

fn texts(article: &Article) -> Vec<&str> {
    article
        .sections
        .iter()
        .map(|it| it.text_md.as_str())
        .collect()
}

type Row = (
    Kind,
    &'static str,
    &'static str,
    &'static str,
    &'static [&'static str],
);

/// A few entries of the catalogue that a new instance has: slug, names and aliases.
const ROWS: &[Row] = &[
    (
        Kind::Role,
        "sre",
        "SRE",
        "Site reliability engineer",
        &["サイト信頼性エンジニア"],
    ),
    (
        Kind::Role,
        "infrastructure-engineer",
        "インフラエンジニア",
        "Infrastructure engineer",
        &["インフラ"],
    ),
    (
        Kind::Role,
        "tech-lead",
        "テックリード",
        "Tech lead",
        &["TL"],
    ),
    (
        Kind::Role,
        "engineering-manager",
        "エンジニアリングマネージャー",
        "Engineering manager",
        &["EM", "マネージャー"],
    ),
    (
        Kind::Role,
        "executive-officer",
        "執行役員",
        "Executive officer",
        &[],
    ),
    (Kind::Role, "other", "その他", "Other", &[]),
    (
        Kind::Practice,
        "error-budget",
        "エラーバジェット",
        "Error budget",
        &["error budgets"],
    ),
    (
        Kind::Practice,
        "postmortem",
        "ポストモーテム",
        "Postmortem",
        &["障害の振り返り", "振り返り", "retrospective"],
    ),
    (Kind::Practice, "on-call", "オンコール", "On-call", &[]),
    (
        Kind::Practice,
        "toil-reduction",
        "トイル削減",
        "Toil reduction",
        &["トイル", "toil"],
    ),
    (
        Kind::Challenge,
        "few-role-models",
        "ロールモデルが少ない",
        "Few role models",
        &["no role model"],
    ),
    (
        Kind::Challenge,
        "lost-direction",
        "キャリア迷子",
        "Lost direction",
        &[],
    ),
    (
        Kind::Challenge,
        "impostor-feelings",
        "自信が持てない",
        "Impostor feelings",
        &["impostor syndrome"],
    ),
];

fn catalog() -> Catalog {
    let entry = |(kind, slug, ja, en, aliases): Row| Entry {
        aliases: aliases.iter().map(|it| (*it).to_owned()).collect(),
        ..Entry::plain(kind, slug, ja, en)
    };
    Catalog::new(ROWS.iter().copied().map(entry).collect())
}
