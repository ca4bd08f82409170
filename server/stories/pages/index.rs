//! Browsing: the list of stories with its filters as a form and as links.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::access::Visit;
use crate::catalog::{Catalog, Kind, Shelf};
use crate::error::Result;
use crate::i18n::{Language, Words};
use crate::stories::api::asked;
use crate::stories::filter::Filter;
use crate::stories::list;
use crate::stories::pages::entry::{Entry, language_key};
use crate::stories::wanted::Wanted;
use crate::web::cursor::Cursor;
use crate::web::{Audience, Query, Site, page};

/// Beyond it the number of stories is told as "more than".
const COUNTED: i64 = 1000;

/// What the page's links carry on.
const FILTERS: [&str; 8] = [
    "from",
    "to",
    "practice",
    "challenge",
    "language",
    "author",
    "sort",
    "limit",
];

#[derive(Template)]
#[template(path = "stories/index.html")]
struct Index {
    site: Site,
    from: Vec<Group>,
    to: Vec<Group>,
    /// Filters that the form carries on without showing them.
    carried: Vec<(String, String)>,
    chosen: Vec<Link>,
    facets: Vec<Facet>,
    total: String,
    entries: Vec<Entry>,
    next: Option<String>,
}

/// The roles of a track in a choice.
struct Group {
    name: String,
    options: Vec<Choice>,
}

struct Choice {
    value: String,
    name: String,
    is_chosen: bool,
}

struct Facet {
    title: String,
    links: Vec<Link>,
}

struct Link {
    name: String,
    href: String,
    is_chosen: bool,
}

pub(super) async fn index(
    req: HttpRequest,
    query: Query,
    visit: Visit,
    shelf: Data<Shelf>,
) -> Result<HttpResponse> {
    let cursor = query.one("cursor").map(Cursor::read).transpose()?;
    let (mut conn, _) = visit.anyone().await?;
    let catalog = shelf.catalog(&mut conn).await?;
    let site = Site::of(&req, None, "stories");
    let Wanted { filter, limit } = Wanted::parse(&mut conn, &asked(&query), &catalog).await?;
    let fingerprint = filter.fingerprint();
    let after = cursor.map(|it| it.of(&fingerprint)).transpose()?;
    let place = after.map(|it| (it.at, it.id));
    let found = list::page(&mut conn, &filter, place, limit).await?;
    let n = list::count(&mut conn, &filter, COUNTED).await?;
    let query = query.keeping(&FILTERS);
    let next = found.next.map(|(at, id)| {
        let cursor = Cursor { at, id }.encode(&fingerprint);
        format!("/stories?{}", query.with("cursor", Some(&cursor)))
    });
    let view = View {
        query: &query,
        catalog: &catalog,
        words: Words(site.language),
    };
    let template = Index {
        from: view.roles("from"),
        to: view.roles("to"),
        carried: view.carried(),
        chosen: view.chosen(&filter),
        facets: view.facets(),
        total: site.with(
            if n == COUNTED {
                "stories-many"
            } else {
                "stories-count"
            },
            "n",
            n,
        ),
        entries: Entry::all(found.cards, &catalog, site.language),
        next,
        site,
    };
    page(&req, &template, Audience::Public)
}

/// What the filters of a list look like.
struct View<'v> {
    query: &'v Query,
    catalog: &'v Catalog,
    words: Words,
}

impl View<'_> {
    fn language(&self) -> Language {
        self.words.0
    }

    /// The roles by track, each track as a choice of its own.
    fn roles(&self, name: &'static str) -> Vec<Group> {
        let choice = |value: String, text: String| Choice {
            is_chosen: self.query.has(name, &value),
            name: text,
            value,
        };
        let group = |track: &crate::catalog::Entry| {
            let track_name = track.name(self.language()).to_owned();
            let any = self
                .words
                .fill("filter-any-of-track", &[("track", track_name.clone())]);
            let roles = self
                .catalog
                .roles_of(&track.slug)
                .filter(|it| name == "from" || !it.waypoint);
            let roles =
                roles.map(|it| choice(it.slug.clone(), it.name(self.language()).to_owned()));
            Group {
                options: std::iter::once(choice(format!("track:{}", track.slug), any))
                    .chain(roles)
                    .collect(),
                name: track_name,
            }
        };
        self.catalog.offered(Kind::Track).map(group).collect()
    }

    fn carried(&self) -> Vec<(String, String)> {
        let others = self
            .query
            .filters()
            .filter(|(name, _)| !matches!(*name, "from" | "to"));
        others
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect()
    }

    fn chosen(&self, filter: &Filter) -> Vec<Link> {
        let mut chosen = Vec::new();
        let mut add = |name: String, parameter: &str, value: &str| {
            let href = format!("/stories?{}", self.query.minus(parameter, value));
            chosen.push(Link {
                name,
                href,
                is_chosen: true,
            });
        };
        if let Some(it) = &filter.from {
            add(
                self.role_phrase("filter-from", &it.value),
                "from",
                &it.value,
            );
        }
        if let Some(it) = &filter.to {
            add(self.role_phrase("filter-to", &it.value), "to", &it.value);
        }
        for it in &filter.challenges {
            add(
                self.catalog
                    .name(Kind::Challenge, &it.value, self.language())
                    .to_owned(),
                "challenge",
                &it.value,
            );
        }
        for it in &filter.practices {
            add(
                self.catalog
                    .name(Kind::Practice, &it.value, self.language())
                    .to_owned(),
                "practice",
                &it.value,
            );
        }
        if let Some(it) = filter.language {
            add(self.words.get(language_key(it)), "language", it.as_str());
        }
        for it in &filter.authors {
            add(format!("@{it}"), "author", it.as_str());
        }
        chosen
    }

    fn role_phrase(&self, key: &str, value: &str) -> String {
        let name = match value.strip_prefix("track:") {
            Some(track) => self.catalog.name(Kind::Track, track, self.language()),
            None => self.catalog.name(Kind::Role, value, self.language()),
        };
        self.words.fill(key, &[("role", name.to_owned())])
    }

    fn facets(&self) -> Vec<Facet> {
        let languages = Language::ALL
            .iter()
            .map(|it| (it.as_str(), self.words.get(language_key(*it))));
        vec![
            self.facet("challenges", "challenge", self.names(Kind::Challenge)),
            self.facet("practices", "practice", self.names(Kind::Practice)),
            self.facet("story-language", "language", languages.collect()),
        ]
    }

    fn names(&self, kind: Kind) -> Vec<(&str, String)> {
        let offered = self.catalog.offered(kind).filter(|it| it.slug != "other");
        offered
            .map(|it| (it.slug.as_str(), it.name(self.language()).to_owned()))
            .collect()
    }

    fn facet(&self, title: &str, parameter: &str, values: Vec<(&str, String)>) -> Facet {
        let link = |(value, name): (&str, String)| {
            let is_chosen = self.query.has(parameter, value);
            let query = match (is_chosen, parameter) {
                (true, _) => self.query.minus(parameter, value),
                (false, "language") => {
                    Query::parse(&self.query.with(parameter, None)).plus(parameter, value)
                }
                (false, _) => self.query.plus(parameter, value),
            };
            Link {
                name,
                href: format!("/stories?{query}"),
                is_chosen,
            }
        };
        Facet {
            title: self.words.get(title),
            links: values.into_iter().map(link).collect(),
        }
    }
}
