//! Browsing: the list of stories with its filters as a form and as links.

use actix_web::HttpResponse;
use askama::Template;
use uuid::Uuid;

use crate::error::Result;
use crate::stories::api::asked;
use crate::stories::facets::{COUNTED, Facets, Narrowable};
use crate::stories::filter::Filter;
use crate::stories::list::{self, Page};
use crate::stories::pages::entry::Entry;
use crate::stories::pages::filters::{Facet, Group, Link, Narrowing};
use crate::stories::pages::reading::Reading;
use crate::stories::stamps::Keys;
use crate::stories::wanted::Wanted;
use crate::stories::wider;
use crate::web::cursor::Cursor;
use crate::web::{Query, Site};

#[derive(Template)]
#[template(path = "stories/index.html")]
struct Index {
    site: Site,
    from: Vec<Group>,
    to: Vec<Group>,
    /// Filters that the form carries on without showing them.
    carried: Vec<(&'static str, String)>,
    chosen: Vec<Link>,
    facets: Vec<Facet>,
    total: String,
    entries: Vec<Entry>,
    next: Option<String>,
    /// Where nothing is found: what would find something.
    wider: Vec<Link>,
    /// The role whose first story is still to be written.
    unwritten: Option<String>,
    /// Whether search engines may show it: there is no end of filters upon filters.
    is_found: bool,
}

pub(super) async fn index(query: Query, reading: Reading) -> Result<HttpResponse> {
    let (mut conn, catalog) = reading.begin().await?;
    let cursor = query.one("cursor").map(Cursor::read).transpose()?;
    let Wanted { filter, limit } = Wanted::parse(&mut conn, &asked(&query), &catalog).await?;
    let after = cursor.map(|it| it.of(&filter.fingerprint())).transpose()?;
    let after = after.map(|it| (it.at, it.id));
    let keys = Keys::of(&filter);
    let mut sources = reading.sources(&mut conn, &catalog, keys).await?;
    let census = reading.census(&mut conn, &catalog).await?;
    let authors = list::authors(&mut conn, &filter.authors).await?;
    let authors: Vec<Uuid> = authors.into_iter().flatten().map(|it| it.0).collect();
    let list = Narrowable {
        census: &census,
        catalog: &catalog,
        filter: &filter,
        authors: &authors,
    };
    let n = list.count();
    // What is not told to the last one need not be told anew for one more.
    let is_rough = n >= COUNTED;
    if is_rough && reading.kept.find(&reading.req).is_some() {
        sources.rows = Some(list::rows(&mut conn, &filter, after, limit).await?);
        if let Some(answer) = reading.renewed(&sources) {
            return answer.send(&reading.req);
        }
    }
    let page = list::page(&mut conn, &filter, after, limit).await?;
    sources.rows = is_rough.then(|| page.rows());
    let site = Site::of(&reading.req, None, "stories");
    let narrowing = Narrowing {
        path: "/stories",
        filter: &filter,
        carried: &query.taking(&["sort", "limit"]),
        catalog: &catalog,
        site: &site,
    };
    let index = Index::new(&narrowing, list, n, page, is_found(&query, &filter));
    reading.page(&index, sources)
}

fn is_found(query: &Query, filter: &Filter) -> bool {
    let is_plain = |it| query.one(it).is_none();
    filter.pairs().len() < 2 && ["sort", "limit", "cursor"].into_iter().all(is_plain)
}

impl Index {
    /// Names what is chosen, so that a link to the page says where it leads.
    fn title(&self) -> String {
        match self.chosen_names() {
            None => self.site.t("nav-stories"),
            Some(chosen) => self.site.with("stories-of", "chosen", chosen),
        }
    }

    /// What search engines and other sites say of the page.
    fn description(&self) -> String {
        let total = ("total", self.total.as_str());
        match self.chosen_names() {
            None => self.site.t("stories-description"),
            Some(chosen) => self
                .site
                .with2("stories-described", ("chosen", &chosen), total),
        }
    }

    fn chosen_names(&self) -> Option<String> {
        let chosen: Vec<&str> = self.chosen.iter().map(|it| it.name.as_str()).collect();
        (!chosen.is_empty()).then(|| chosen.join(&self.site.t("list-separator")))
    }

    fn new(
        narrowing: &Narrowing<'_>,
        list: Narrowable<'_>,
        n: i64,
        page: Page,
        is_found: bool,
    ) -> Self {
        let filter = narrowing.filter;
        let facets = Facets::of(list);
        let wider = if n == 0 {
            wider::nearest(list)
        } else {
            Vec::new()
        };
        let next = page.next.map(|(at, id)| {
            let cursor = Cursor { at, id }.encode(&filter.fingerprint());
            narrowing.address(filter, Some(("cursor", cursor)))
        });
        Self {
            from: narrowing.roles("from", &facets.from),
            to: narrowing.roles("to", &facets.to),
            carried: narrowing.carried(&["from", "to"]),
            chosen: narrowing.chosen(),
            facets: narrowing.facets(&facets),
            total: narrowing.total(n),
            entries: Entry::all(page.cards, narrowing.catalog, narrowing.site.language),
            next,
            wider: narrowing.wider(wider),
            unwritten: narrowing.unwritten(),
            is_found,
            site: narrowing.site.clone(),
        }
    }
}
