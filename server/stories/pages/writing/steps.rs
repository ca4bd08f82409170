//! The steps that one button takes, and the story as readers will see it.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use time::OffsetDateTime;

use crate::access::Visit;
use crate::catalog::Shelf;
use crate::error::{Error, Result};
use crate::stories::author::Author;
use crate::stories::content::{Byline, Content};
use crate::stories::desk::Desk;
use crate::stories::pages::show::{discreet, go_on};
use crate::stories::pages::telling::Telling;
use crate::stories::pages::writing::desk::seat;
use crate::stories::shown::Shown;
use crate::stories::{
    create, delete as deleting, read, unlist as unlisting, withdraw as withdrawing,
};
use crate::web::answer::see_other;
use crate::web::{Audience, Form, Site, page};

/// What was typed, exactly as it would be published.
pub(super) async fn preview(
    req: HttpRequest,
    story: Path<String>,
    visit: Visit,
    shelf: Data<Shelf>,
) -> Result<HttpResponse> {
    let mut seat = seat(&visit, &shelf, &story).await?;
    let desk = Desk::open(&mut seat.conn, seat.author.person, seat.id).await?;
    let story = desk.as_saved(&seat.catalog).await?;
    let author = Author::of(&mut seat.conn, &story.row).await?;
    let shown = Shown {
        story,
        author,
        is_own: true,
    };
    let site = Site::of(&req, None, "write");
    let next = go_on(&mut seat.conn, &shown, &seat.catalog, site.language).await?;
    let telling = Telling {
        catalog: &seat.catalog,
        site,
    };
    let mut template = telling.show(shown, next);
    template.is_unlisted = true;
    template.is_preview = true;
    Ok(discreet(page(&req, &template, Audience::Personal)?))
}

fn version(form: &Form) -> Result<i32> {
    form.text("version").parse().ok().ok_or(Error::Stale(None))
}

fn to_edit(story: &str) -> HttpResponse {
    see_other(&format!("/stories/{story}/edit"))
}

pub(super) async fn withdraw(
    story: Path<String>,
    form: Form,
    visit: Visit,
    shelf: Data<Shelf>,
) -> Result<HttpResponse> {
    let mut seat = seat(&visit, &shelf, &story).await?;
    let (author, now) = (seat.author.person, OffsetDateTime::now_utc());
    withdrawing::withdraw(&mut seat.conn, author, seat.id, version(&form)?, now).await?;
    Ok(to_edit(&story))
}

pub(super) async fn unlist(
    story: Path<String>,
    form: Form,
    visit: Visit,
    shelf: Data<Shelf>,
) -> Result<HttpResponse> {
    let mut seat = seat(&visit, &shelf, &story).await?;
    let (author, now) = (seat.author.person, OffsetDateTime::now_utc());
    unlisting::unlist(&mut seat.conn, author, seat.id, version(&form)?, now).await?;
    Ok(to_edit(&story))
}

pub(super) async fn delete(
    story: Path<String>,
    form: Form,
    visit: Visit,
    shelf: Data<Shelf>,
) -> Result<HttpResponse> {
    let mut seat = seat(&visit, &shelf, &story).await?;
    let (author, now) = (seat.author.person, OffsetDateTime::now_utc());
    deleting::delete(&mut seat.conn, author, seat.id, version(&form)?, now).await?;
    Ok(see_other("/write?done=deleted#deleted"))
}

pub(super) async fn restore(
    story: Path<String>,
    visit: Visit,
    shelf: Data<Shelf>,
) -> Result<HttpResponse> {
    let mut seat = seat(&visit, &shelf, &story).await?;
    let (author, now) = (seat.author.person, OffsetDateTime::now_utc());
    deleting::restore(&mut seat.conn, author, seat.id, now).await?;
    Ok(to_edit(&story))
}

/// A new draft with the same words and without the name, for what was published under it.
pub(super) async fn copy(
    story: Path<String>,
    visit: Visit,
    shelf: Data<Shelf>,
) -> Result<HttpResponse> {
    let mut seat = seat(&visit, &shelf, &story).await?;
    let author = seat.author.person;
    let content = read::read_own(&mut seat.conn, author, seat.id).await?;
    let content = Content {
        byline: Byline::Anonymous,
        // It would lead to the name.
        canonical_url: None,
        publish_at: None,
        ..content.story.content()
    };
    let copy = create::create(&mut seat.conn, &seat.catalog, author, content).await?;
    Ok(to_edit(&copy.0.to_string()))
}
