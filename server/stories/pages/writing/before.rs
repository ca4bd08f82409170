//! Before a story is published: what is missing, what may give its author away, and when it shall be.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use time::OffsetDateTime;

use crate::access::Visit;
use crate::catalog::Shelf;
use crate::error::{Error, Fault, Result};
use crate::i18n::Words;
use crate::people::clock;
use crate::stories::content::Byline;
use crate::stories::desk::Desk;
use crate::stories::giveaways::{self, Giveaway, Kinds};
use crate::stories::hour;
use crate::stories::pages::writing::decide::{Decision, decide};
use crate::stories::pages::writing::desk::{Seat, seat};
use crate::stories::pages::writing::editor::{FaultLine, lines};
use crate::stories::pages::writing::field::{Fields, id_of};
use crate::stories::story::Status;
use crate::stories::strip::Strip;
use crate::web::answer::see_other;
use crate::web::{Audience, Form, Query, Site, page};

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
    /// Under which name it will stand.
    byline: String,
    /// Whether its title and summary were made of answers.
    is_made: bool,
    status: Status,
    has_gaps: bool,
    /// Whether it may be published at an hour: what was public once can't go back to waiting.
    can_wait: bool,
    has_unsaved: bool,
    faults: Vec<FaultLine>,
    warnings: Vec<FaultLine>,
    zone: String,
    hour: String,
    /// What is wrong with the hour.
    hour_faults: Vec<String>,
}

impl Before {
    fn is_scheduled(&self) -> bool {
        self.status == Status::Scheduled
    }
}

pub(super) async fn show(
    req: HttpRequest,
    story: Path<String>,
    query: Query,
    visit: Visit,
    shelf: Data<Shelf>,
) -> Result<HttpResponse> {
    let mut seat = seat(&visit, &shelf, &story).await?;
    let desk = seat.desk().await?;
    let faults = desk.faults(&seat.catalog, true).await?;
    let mut before = before(&req, &mut seat, &desk, &faults, None).await?;
    before.is_made = query.one("done") == Some("made");
    page(&req, &before, Audience::Personal)
}

/// The page, with the hour as it was typed or else as it is set.
async fn before(
    req: &HttpRequest,
    seat: &mut Seat,
    desk: &Desk,
    faults: &[Fault],
    typed_hour: Option<&str>,
) -> Result<Before> {
    let site = Site::of(req, None, "write");
    let row = &desk.story.row;
    let zone = clock::time_zone(&mut seat.conn, seat.author.person).await?;
    let hour = hour_shown(seat, desk, &zone, typed_hour).await?;
    let found = found(seat, desk).await?;
    let fields = Fields {
        words: Words(site.language),
        catalog: &seat.catalog,
        faults,
        focus: None,
    };
    let edit = format!("/stories/{}/edit", row.id.0);
    let mut lines = lines(faults, &fields);
    for it in lines.iter_mut().filter(|it| it.href != HOUR) {
        it.href = format!("{edit}?check=publish{}", it.href);
    }
    Ok(Before {
        id: row.id.0.to_string(),
        version: row.version,
        title: desk.typed.title.clone(),
        summary: desk.typed.summary.clone(),
        strip: Strip::new(&row.path, &row.path_dates, &seat.catalog, site.language),
        is_anonymous: desk.typed.byline == Byline::Anonymous,
        byline: byline(&site, seat, desk),
        is_made: false,
        status: row.status,
        has_gaps: faults.iter().any(|it| it.pointer != "/publish_at"),
        can_wait: matches!(row.status, Status::Draft | Status::Scheduled),
        has_unsaved: desk.kept_at.is_some(),
        faults: lines,
        warnings: found.iter().map(|it| warning(it, &fields, &edit)).collect(),
        hour_faults: fields.told("publish_at").map(|it| it.1).collect(),
        zone,
        hour,
        site,
    })
}

/// The hour as it was typed, or else as it is set; one that has passed says nothing any more.
async fn hour_shown(
    seat: &mut Seat,
    desk: &Desk,
    zone: &str,
    typed: Option<&str>,
) -> Result<String> {
    let set = desk.story.row.publish_at;
    match (typed, set.filter(|it| *it > OffsetDateTime::now_utc())) {
        (Some(typed), _) => Ok(typed.to_owned()),
        (None, Some(at)) => {
            let local = clock::local(&mut seat.conn, &[at], zone).await?;
            local.into_iter().map(hour::write).collect()
        }
        (None, None) => Ok(String::new()),
    }
}

/// What may give away the author of an anonymous story.
async fn found(seat: &mut Seat, desk: &Desk) -> Result<Vec<Giveaway>> {
    if desk.typed.byline == Byline::Named {
        return Ok(Vec::new());
    }
    let author = &seat.author;
    let known = (
        author.person,
        author.handle.as_str(),
        author.display_name.as_str(),
    );
    giveaways::giveaways(&mut seat.conn, &seat.catalog, &desk.typed, known).await
}

/// Under which name it will stand.
fn byline(site: &Site, seat: &Seat, desk: &Desk) -> String {
    match desk.typed.byline {
        Byline::Anonymous => site.t("publish-byline-anonymous"),
        Byline::Named => site.with2(
            "publish-byline-named",
            ("name", &seat.author.display_name),
            ("handle", &seat.author.handle),
        ),
    }
}

/// Where the field of the hour stands, on this page itself.
const HOUR: &str = "#f-publish_at";

fn warning(it: &Giveaway, fields: &Fields<'_>, edit: &str) -> FaultLine {
    FaultLine {
        href: format!("{edit}#{}", id_of(it.pointer.trim_start_matches('/'))),
        text: format!(
            "{}: {}",
            fields.place(&it.pointer),
            fields.words.get(key(it.kind))
        ),
    }
}

pub(super) async fn submit(
    req: HttpRequest,
    story: Path<String>,
    form: Form,
    visit: Visit,
    shelf: Data<Shelf>,
) -> Result<HttpResponse> {
    let mut seat = seat(&visit, &shelf, &story).await?;
    match decide(&mut seat, &form).await {
        Ok(decision) => Ok(see_other(&match decision {
            Decision::Published(slug) => format!("/stories/{slug}"),
            Decision::Other(done) => seat.address(&format!("edit?done={done}")),
        })),
        // What the page showed is not how it stands: its author looks, and decides anew.
        Err(Error::Stale(_) | Error::Conflict(_)) => {
            Ok(see_other(&seat.address("edit?done=moved")))
        }
        Err(Error::Invalid(faults)) => {
            let desk = seat.desk().await?;
            let hour = Some(form.text("publish_at"));
            let before = before(&req, &mut seat, &desk, &faults, hour).await?;
            let mut response = page(&req, &before, Audience::Personal)?;
            *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(response)
        }
        Err(err) => Err(err),
    }
}

const fn key(kind: Kinds) -> &'static str {
    match kind {
        Kinds::Title => "giveaway-title",
        Kinds::Organisation => "giveaway-organisation",
        Kinds::Month => "giveaway-month",
        Kinds::Link => "giveaway-link",
        Kinds::Image => "giveaway-image",
        Kinds::RareRoad => "giveaway-rare-road",
        Kinds::Name => "giveaway-name",
        Kinds::Mail => "giveaway-mail",
        Kinds::Company => "giveaway-company",
        Kinds::SameAsNamed => "giveaway-same-as-named",
    }
}
