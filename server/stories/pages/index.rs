//! Browsing: the list of stories with its filters as a form and as links.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::access::Visit;
use crate::catalog::Shelf;
use crate::error::Result;
use crate::stories::api::asked;
use crate::stories::facets::{COUNTED, Facets};
use crate::stories::pages::entry::Entry;
use crate::stories::pages::filters::{Facet, Group, Link, Narrowing};
use crate::stories::wanted::Wanted;
use crate::stories::{list, wider};
use crate::web::cursor::Cursor;
use crate::web::{Audience, Query, Site, page};

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
    let facets = Facets::of(&mut conn, &catalog, &filter).await?;
    let wider = if n == 0 {
        wider::nearest(&mut conn, &catalog, &filter).await?
    } else {
        Vec::new()
    };
    let narrowing = Narrowing {
        filter: &filter,
        carried: query.keeping(&["sort", "limit"]),
        catalog: &catalog,
        site: &site,
    };
    let next = found.next.map(|(at, id)| {
        let cursor = Cursor { at, id }.encode(&fingerprint);
        narrowing.address(&filter, Some(cursor))
    });
    let template = Index {
        from: narrowing.roles("from", &facets.from),
        to: narrowing.roles("to", &facets.to),
        carried: narrowing.carried(),
        chosen: narrowing.chosen(),
        facets: narrowing.facets(&facets),
        total: narrowing.total(n),
        entries: Entry::all(found.cards, &catalog, site.language),
        next,
        wider: narrowing.wider(wider),
        unwritten: narrowing.unwritten(),
        site,
    };
    page(&req, &template, Audience::Public)
}
