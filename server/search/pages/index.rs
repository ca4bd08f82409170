//! The page of search: the box, what was found with its marks, and what narrows it.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::access::Visit;
use crate::catalog::{Catalog, Kind, Shelf};
use crate::error::Result;
use crate::search::api::Asking;
use crate::search::engine::{self, FURTHEST, Sort};
use crate::search::find::{Answer, Item, PLAIN, Search};
use crate::search::pages::marked::{Piece, pieces};
use crate::search::wish::Wish;
use crate::stories::facets::Facets;
use crate::stories::filter::Filter;
use crate::stories::pages::entry::Entry;
use crate::stories::pages::filters::{Facet, Link, Narrowing};
use crate::web::{Audience, Query, Site, page};

#[derive(Template)]
#[template(path = "search/index.html")]
struct Index {
    site: Site,
    text: String,
    /// What the form sends along beside the words.
    carried: Vec<(&'static str, String)>,
    chosen: Vec<Link>,
    facets: Vec<Facet>,
    sorts: Vec<Link>,
    /// How many were found, in words.
    told: String,
    results: Vec<Found>,
    /// The query that may have been meant, and its address.
    meant: Option<(String, String)>,
    /// Roles and practices that may have been meant, where nothing was found.
    nearest: Vec<Link>,
    earlier: Option<String>,
    next: Option<String>,
    /// The same words without conditions, where with them nothing is found.
    unnarrowed: Option<String>,
    is_plain: bool,
}

/// A story that was found.
struct Found {
    entry: Entry,
    /// Empty where the title is shown as it is.
    title: Vec<Piece>,
    /// Empty where the summary is shown as it is.
    excerpt: Vec<Piece>,
    summary: Vec<Piece>,
}

pub(super) async fn index(
    req: HttpRequest,
    query: Query,
    visit: Visit,
    shelf: Data<Shelf>,
    search: Data<Search>,
) -> Result<HttpResponse> {
    let asking = Asking {
        visit,
        shelf,
        search,
    };
    let (catalog, wish, answer) = asking.ask(&req, &query).await?;
    let site = Site::of(&req, None, "search");
    // What is too long to be read is not repeated in every link.
    let text = Some(("q", wish.text.clone())).filter(|it| !it.1.is_empty());
    let carried: Vec<_> = text
        .into_iter()
        .chain(query.taking(&["sort", "limit"]))
        .collect();
    let narrowing = Narrowing {
        path: "/search",
        filter: &wish.filter,
        carried: &carried,
        catalog: &catalog,
        site: &site,
    };
    page(
        &req,
        &Index::new(&narrowing, &wish, answer),
        Audience::Public,
    )
}

/// What can be typed beside words, as the page explains it: what is typed, and what it does.
const WAYS: &[(&str, &str)] = &[
    ("search-how-phrase", "search-how-phrase-does"),
    ("search-how-without", "search-how-without-does"),
    ("search-how-to", "search-how-to-does"),
    ("search-how-practice", "search-how-practice-does"),
    ("search-how-author", "search-how-author-does"),
    ("search-how-lang", "search-how-lang-does"),
];

impl Index {
    fn title(&self) -> String {
        match self.text.trim() {
            "" => self.site.t("search"),
            text => self.site.with("search-for", "text", text),
        }
    }

    fn new(narrowing: &Narrowing<'_>, wish: &Wish, answer: Answer) -> Self {
        let Narrowing { site, catalog, .. } = *narrowing;
        let facets = counted(&answer.facets);
        let limit = usize::from(wish.limit);
        let shown = wish.offset + limit;
        let has_more = answer.total > shown && shown + limit <= FURTHEST;
        let at = |offset: usize| {
            let place = Some(("offset", offset.to_string())).filter(|_| offset > 0);
            narrowing.address(&wish.filter, place)
        };
        let chosen = narrowing.chosen();
        let is_narrowed = answer.items.is_empty() && !chosen.is_empty();
        Self {
            told: told(narrowing, wish, &answer),
            earlier: (wish.offset > 0).then(|| at(wish.offset.saturating_sub(limit))),
            next: has_more.then(|| at(shown)),
            unnarrowed: is_narrowed.then(|| narrowing.address(&Filter::default(), None)),
            carried: narrowing.carried(&["q"]),
            chosen,
            facets: all(narrowing, &facets),
            sorts: sorts(narrowing, wish.sort),
            results: Found::all(answer.items, catalog, site),
            meant: answer.did_you_mean.map(|it| meant(narrowing, it)),
            nearest: nearest(&answer.nearest, catalog, site),
            is_plain: answer.engine == PLAIN,
            text: wish.text.clone(),
            site: site.clone(),
        }
    }
}

impl Found {
    fn all(items: Vec<Item>, catalog: &Catalog, site: &Site) -> Vec<Self> {
        let found = |item: Item| {
            let marked = |field: &str| {
                let found = item.highlights.iter().find(|it| it.field == field);
                found.map(pieces).unwrap_or_default()
            };
            Self {
                title: marked("title"),
                summary: marked("summary"),
                excerpt: marked("body"),
                entry: Entry::new(item.card, catalog, site.language),
            }
        };
        items.into_iter().map(found).collect()
    }
}

/// How many there are, and which of them are shown.
fn told(narrowing: &Narrowing<'_>, wish: &Wish, answer: &Answer) -> String {
    let total = narrowing.total(number(answer.total));
    if wish.offset == 0 || answer.items.is_empty() {
        return total;
    }
    let range = format!("{}–{}", wish.offset + 1, wish.offset + answer.items.len());
    let (range, total) = (("range", range.as_str()), ("total", total.as_str()));
    narrowing.site.with2("search-range", range, total)
}

/// As lists count.
fn counted(found: &engine::Facets) -> Facets {
    let many = |n: &usize| u64::try_from(*n).unwrap_or(u64::MAX);
    let counts = |it: &std::collections::BTreeMap<String, usize>| {
        let counts = it.iter().map(|(slug, n)| (slug.clone(), many(n)));
        counts.collect()
    };
    Facets {
        from: counts(&found.from),
        to: counts(&found.to),
        challenges: counts(&found.challenge),
        practices: counts(&found.practice),
        languages: counts(&found.language),
    }
}

fn number(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

fn sorts(narrowing: &Narrowing<'_>, chosen: Sort) -> Vec<Link> {
    let sorts = [
        (Sort::Relevance, "relevance", "search-sort-relevance"),
        (Sort::Newest, "newest", "search-sort-newest"),
        (Sort::Helpful, "helpful", "search-sort-helpful"),
    ];
    let link = |(sort, value, name): (Sort, &str, &str)| Link {
        name: narrowing.site.t(name),
        href: with(narrowing, ("sort", value.to_owned())),
        is_chosen: sort == chosen,
        count: String::new(),
    };
    sorts.into_iter().map(link).collect()
}

fn meant(narrowing: &Narrowing<'_>, text: String) -> (String, String) {
    let href = with(narrowing, ("q", text.clone()));
    (text, href)
}

/// The address with another value in the place of what is carried.
fn with(narrowing: &Narrowing<'_>, other: (&'static str, String)) -> String {
    let kept = narrowing.carried.iter().filter(|it| it.0 != other.0);
    let mut carried: Vec<_> = kept.cloned().collect();
    carried.push(other);
    let narrowing = Narrowing {
        carried: &carried,
        ..*narrowing
    };
    narrowing.address(narrowing.filter, None)
}

fn nearest(found: &engine::Nearest, catalog: &Catalog, site: &Site) -> Vec<Link> {
    let link = |kind, slug: &String, href: String| Link {
        name: catalog.name(kind, slug, site.language).to_owned(),
        href,
        is_chosen: false,
        count: String::new(),
    };
    let roles = found.roles.iter();
    let roles = roles.map(|it| link(Kind::Role, it, format!("/roles/{it}")));
    let practices = found.practices.iter();
    let practices = practices.map(|it| link(Kind::Practice, it, format!("/stories?practice={it}")));
    roles.chain(practices).collect()
}

fn all(narrowing: &Narrowing<'_>, counts: &Facets) -> Vec<Facet> {
    let mut facets = narrowing.ends(counts);
    facets.extend(narrowing.facets(counts));
    facets
}
