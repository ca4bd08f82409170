//! Before a story is published: what is missing, what may give its author away, and when it shall be.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use time::OffsetDateTime;

use crate::access::Visit;
use crate::access::pages::again;
use crate::catalog::Shelf;
use crate::error::{Error, Fault, Result};
use crate::i18n::Words;
use crate::stories::content::Byline;
use crate::stories::desk::Desk;
use crate::stories::giveaways::{self, Giveaway, Kinds};
use crate::stories::pages::writing::desk::{Seat, seat};
use crate::stories::pages::writing::editor::{FaultLine, lines};
use crate::stories::pages::writing::field::{Fields, id_of};
use crate::stories::story::Status;
use crate::stories::strip::Strip;
use crate::stories::{hour, publish, save, unlist};
use crate::web::answer::see_other;
use crate::web::{Audience, Form, Site, page};

#[derive(Template)]
#[template(path = "stories/publish.html")]
struct Before {
    site: Site,
    id: String,
    version: i32,
    title: String,
    summary: String,
    strip: Strip,
    is_anonymous: bool,
    is_public: bool,
    has_unsaved: bool,
    faults: Vec<FaultLine>,
    warnings: Vec<FaultLine>,
    zone: String,
    hour: String,
}

pub(super) async fn show(
    req: HttpRequest,
    story: Path<String>,
    visit: Visit,
    shelf: Data<Shelf>,
) -> Result<HttpResponse> {
    let mut seat = seat(&visit, &shelf, &story).await?;
    let desk = Desk::open(&mut seat.conn, seat.author.person, seat.id).await?;
    let faults = desk.faults(&seat.catalog, true).await?;
    let hour = match desk.typed.publish_at {
        Some(at) => {
            let zone = hour::time_zone(&mut seat.conn, seat.author.person).await?;
            hour::write(&mut seat.conn, at, &zone).await?
        }
        None => String::new(),
    };
    let before = before(&req, &mut seat, &desk, &faults, hour).await?;
    page(&req, &before, Audience::Personal)
}

async fn before(
    req: &HttpRequest,
    seat: &mut Seat,
    desk: &Desk,
    faults: &[Fault],
    hour: String,
) -> Result<Before> {
    let site = Site::of(req, None, "write");
    let row = &desk.story.row;
    let is_anonymous = desk.typed.byline == Byline::Anonymous;
    let found = if is_anonymous {
        giveaways::giveaways(&mut seat.conn, &seat.catalog, &desk.typed).await?
    } else {
        Vec::new()
    };
    let fields = Fields {
        words: Words(site.language),
        catalog: &seat.catalog,
        faults,
        focus: None,
    };
    let edit = format!("/stories/{}/edit", row.id.0);
    let warning = |it: &Giveaway| FaultLine {
        href: format!("{edit}#{}", id_of(it.pointer.trim_start_matches('/'))),
        text: site.t(key(it.kind)),
    };
    let mut faults = lines(faults, &fields);
    for it in &mut faults {
        it.href = format!("{edit}?check=publish{}", it.href);
    }
    Ok(Before {
        id: row.id.0.to_string(),
        version: row.version,
        title: desk.typed.title.clone(),
        summary: desk.typed.summary.clone(),
        strip: Strip::new(&row.path, &row.path_dates, &seat.catalog, site.language),
        is_anonymous,
        is_public: row.status == Status::Published,
        has_unsaved: desk.kept_at.is_some(),
        faults,
        warnings: found.iter().map(warning).collect(),
        zone: hour::time_zone(&mut seat.conn, seat.author.person).await?,
        hour,
        site,
    })
}

pub(super) async fn submit(
    req: HttpRequest,
    story: Path<String>,
    form: Form,
    visit: Visit,
    shelf: Data<Shelf>,
) -> Result<HttpResponse> {
    let mut seat = match seat(&visit, &shelf, &story).await {
        Err(Error::SignInRequired) => return again(&req, &form),
        seat => seat?,
    };
    match act(&mut seat, &form).await {
        Ok(()) => {
            let desk = Desk::open(&mut seat.conn, seat.author.person, seat.id).await?;
            let row = desk.story.row;
            let public = row.slug.filter(|_| row.status.is_public());
            Ok(see_other(&match public {
                Some(slug) => format!("/stories/{slug}"),
                None => format!("/stories/{}/edit?done=saved", row.id.0),
            }))
        }
        Err(Error::Invalid(faults)) => {
            let desk = Desk::open(&mut seat.conn, seat.author.person, seat.id).await?;
            let hour = form.text("publish_at").to_owned();
            let before = before(&req, &mut seat, &desk, &faults, hour).await?;
            let mut response = page(&req, &before, Audience::Personal)?;
            *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(response)
        }
        Err(err) => Err(err),
    }
}

/// Sets the hour, where another one was typed, and publishes or unlists what was read.
async fn act(seat: &mut Seat, form: &Form) -> Result<()> {
    let (author, id) = (seat.author.person, seat.id);
    let mut version = form
        .text("version")
        .parse()
        .ok()
        .ok_or(Error::Stale(None))?;
    let desk = Desk::open(&mut seat.conn, author, id).await?;
    let zone = hour::time_zone(&mut seat.conn, author).await?;
    let publish_at = hour::read(&mut seat.conn, form.text("publish_at"), &zone).await?;
    let mut content = desk.story.content();
    if content.publish_at != publish_at {
        content.publish_at = publish_at;
        save::save(
            &mut seat.conn,
            &seat.catalog,
            author,
            (id, version),
            content,
        )
        .await?;
        version += 1;
    }
    let now = OffsetDateTime::now_utc();
    if form.text("do") == "unlist" {
        return unlist::unlist(&mut seat.conn, author, id, version, now).await;
    }
    publish::publish(&mut seat.conn, author, id, version, now).await
}

const fn key(kind: Kinds) -> &'static str {
    match kind {
        Kinds::Title => "giveaway-title",
        Kinds::Organisation => "giveaway-organisation",
        Kinds::Month => "giveaway-month",
        Kinds::Link => "giveaway-link",
        Kinds::Image => "giveaway-image",
        Kinds::RareRoad => "giveaway-rare-road",
    }
}
