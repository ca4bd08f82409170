//! A person's page.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::access::Visit;
use crate::catalog::Shelf;
use crate::error::{Error, Result};
use crate::guideposts::profile::Profile;
use crate::people::{Handle, Person};
use crate::stories::pages::entry::Entry;
use crate::stories::strip::Strip;
use crate::web::{Audience, Site, page};

#[derive(Template)]
#[template(path = "guideposts/person.html")]
pub(super) struct Show {
    pub(super) site: Site,
    pub(super) person: Person,
    initial: String,
    strip: Option<Strip>,
    entries: Vec<Entry>,
    has_more: bool,
}

pub(super) async fn show(
    req: HttpRequest,
    handle: Path<String>,
    visit: Visit,
    shelf: Data<Shelf>,
) -> Result<HttpResponse> {
    let (mut conn, viewer) = visit.anyone().await?;
    let handle = Handle::parse(&handle).ok().ok_or(Error::NotFound)?;
    let profile = Profile::of(&mut conn, &handle, viewer).await?;
    let catalog = shelf.catalog(&mut conn).await?;
    let site = Site::of(&req, None, "");
    let path = profile.path(&catalog);
    let roles: Vec<String> = path.iter().map(|it| it.role.clone()).collect();
    let dates: Vec<String> = path.into_iter().map(|it| it.date).collect();
    let strip = Strip::new(&roles, &dates, &catalog, site.language);
    let template = Show {
        strip: (strip.n() > 0).then_some(strip),
        initial: profile
            .person
            .display_name
            .chars()
            .next()
            .map(String::from)
            .unwrap_or_default(),
        entries: Entry::all(profile.cards, &catalog, site.language),
        has_more: profile.has_more,
        person: profile.person,
        site,
    };
    page(&req, &template, Audience::Public)
}
