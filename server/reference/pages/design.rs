//! Every component in every state, by the templates that the pages themselves use.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::access::Visit;
use crate::catalog::{Catalog, Kind, Shelf};
use crate::error::Result;
use crate::guideposts::pages::signpost::Board;
use crate::i18n::{Language, Words, breaks, dates};
use crate::stories::card::CardAuthor;
use crate::stories::pages::entry::{Entry, Tag, language_key};
use crate::stories::strip::Strip;
use crate::web::{Audience, Query, Site, page};

/// The tokens of colour, and what each is for.
const COLOURS: [(&str, &str); 17] = [
    ("paper", "design-paper"),
    ("sheet", "design-sheet"),
    ("shade", "design-shade"),
    ("ink", "design-ink"),
    ("ink2", "design-ink2"),
    ("rule", "design-rule"),
    ("edge", "design-edge"),
    ("green", "design-green"),
    ("deep", "design-deep"),
    ("on-green", "design-on-green"),
    ("board", "design-board"),
    ("moss", "design-moss"),
    ("here", "design-here"),
    ("here-tint", "design-here-tint"),
    ("fault", "design-fault"),
    ("fault-tint", "design-fault-tint"),
    ("mark", "design-mark"),
];

/// A long career: paths are cut from its end.
const CAREER: [(&str, &str); 12] = [
    ("educator", ""),
    ("support-engineer", "2003"),
    ("system-operator", "2005-04"),
    ("network-engineer", "2007-10"),
    ("infrastructure-engineer", "2010-01"),
    ("sre", "2014-07"),
    ("tech-lead", "2016-04"),
    ("platform-engineer", "2018-10"),
    ("engineering-manager", "2019-10"),
    ("career-break", "2021-06"),
    ("vp-of-engineering", "2023-04"),
    ("technical-advisor", "2026-01"),
];

#[derive(Template)]
#[template(path = "reference/design.html")]
struct Design {
    site: Site,
    theme: Option<&'static str>,
    colours: [(&'static str, &'static str); 17],
    strips: Vec<Strip>,
    /// No dates, and as many waypoints as a story may have.
    longest: Strip,
    boards: Vec<Board>,
    entries: Vec<Entry>,
    values: Vec<Value>,
    challenge: String,
    approach: String,
    practice: String,
}

/// A value of a facet.
struct Value {
    name: String,
    href: &'static str,
    is_chosen: bool,
    count: &'static str,
}

pub(super) async fn show(
    req: HttpRequest,
    query: Query,
    visit: Visit,
    shelf: Data<Shelf>,
) -> Result<HttpResponse> {
    let (mut conn, _) = visit.anyone().await?;
    let catalog = shelf.catalog(&mut conn).await?;
    let site = Site::of(&req, None, "about");
    let language = site.language;
    let theme = query.one("theme");
    let theme = ["light", "dark"].into_iter().find(|it| theme == Some(it));
    let name = |kind, slug| catalog.name(kind, slug, language).to_owned();
    let design = Design {
        theme,
        colours: COLOURS,
        strips: [2, 4, 8, 12].map(|n| strip(n, &catalog, language)).into(),
        longest: longest(&catalog, language),
        boards: boards(&catalog, language),
        entries: entries(&site, &catalog),
        values: values(&catalog, language),
        challenge: name(Kind::Challenge, "no-open-position"),
        approach: name(Kind::Approach, "created-the-position"),
        practice: name(Kind::Practice, "error-budget"),
        site,
    };
    page(&req, &design, Audience::Public)
}

fn strip(n: usize, catalog: &Catalog, language: Language) -> Strip {
    let last = CAREER.iter().skip(CAREER.len() - n);
    let (roles, dates): (Vec<String>, Vec<String>) = last
        .enumerate()
        .map(|(i, (role, date))| {
            // Where one began has no date.
            let date = if i == 0 { "" } else { date };
            ((*role).to_owned(), date.to_owned())
        })
        .unzip();
    Strip::new(&roles, &dates, catalog, language)
}

fn longest(catalog: &Catalog, language: Language) -> Strip {
    let twice = CAREER.iter().chain(CAREER.iter()).take(21);
    let roles: Vec<String> = twice.map(|it| it.0.to_owned()).collect();
    Strip::new(&roles, &[], catalog, language)
}

/// One with a count, one whose name is long, and one without a story.
fn boards(catalog: &Catalog, language: Language) -> Vec<Board> {
    let roles = [
        ("cto", 12),
        ("senior-engineering-manager", 1_000),
        ("technical-writer", 0),
    ];
    let board = |(slug, stories): (&str, i64)| Board {
        slug: slug.to_owned(),
        words: breaks::words(catalog.name(Kind::Role, slug, language))
            .into_iter()
            .map(str::to_owned)
            .collect(),
        stories,
    };
    roles.map(board).into()
}

/// One in the page's language, and an anonymous one in the other.
fn entries(site: &Site, catalog: &Catalog) -> Vec<Entry> {
    // The texts of the other language are an author's, not the page's.
    let entry = |n: usize, language: Language, author: Option<CardAuthor>| Entry {
        slug: String::new(),
        title: Words(language).get("design-title"),
        summary: Words(language).get("design-text"),
        language,
        language_key: language_key(language),
        author,
        day: dates::started_on("2026-11", site.language),
        day_iso: "2026-11".to_owned(),
        strip: strip(n, catalog, site.language),
        tags: ["no-open-position", "few-role-models"]
            .map(|slug| Tag {
                slug: slug.to_owned(),
                name: catalog
                    .name(Kind::Challenge, slug, site.language)
                    .to_owned(),
            })
            .into(),
    };
    let author = CardAuthor {
        handle: "tsuzura".to_owned(),
        display_name: site.t("design-name"),
    };
    vec![
        entry(4, site.language, Some(author)),
        entry(3, site.language.other(), None),
    ]
}

fn values(catalog: &Catalog, language: Language) -> Vec<Value> {
    let values = [
        ("no-open-position", true, "41"),
        ("few-role-models", false, "1000+"),
        ("burnout-or-on-call", false, "7"),
    ];
    let value = |(slug, is_chosen, count): (&str, bool, &'static str)| Value {
        name: catalog.name(Kind::Challenge, slug, language).to_owned(),
        href: "/stories",
        is_chosen,
        count,
    };
    values.map(value).into()
}
