//! Writing a story: what is typed is kept at each button, readers see it when it is saved.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};

use crate::access::Visit;
use crate::access::pages::again;
use crate::catalog::Shelf;
use crate::db::ids::StoryId;
use crate::error::{Error, Result};
use crate::stories::arrange::Step;
use crate::stories::content::Content;
use crate::stories::desk::{self, Desk};
use crate::stories::pages::writing::desk::{Seat, read, seat};
use crate::stories::pages::writing::editor::{Asked, Edit};
use crate::stories::pages::writing::field::id_of;
use crate::stories::pages::writing::moments::Moments;
use crate::stories::pages::writing::overtaken::overtaken;
use crate::stories::pages::writing::parts::{first_field_of, focus_after};
use crate::stories::pages::writing::typed;
use crate::stories::undo::{self, Undo};
use crate::stories::working_copy::{self, Keep, Read};
use crate::web::answer::see_other;
use crate::web::{Audience, Form, Query, Site, page};

pub(super) async fn show(
    req: HttpRequest,
    story: Path<String>,
    query: Query,
    visit: Visit,
    shelf: Data<Shelf>,
) -> Result<HttpResponse> {
    let mut seat = seat(&visit, &shelf, &story).await?;
    let desk = seat.desk().await?;
    let faults = match query.one("check") {
        Some(check) => desk.faults(&seat.catalog, check == "publish").await?,
        None => Vec::new(),
    };
    let asked = Asked {
        focus: query.one("focus").map(str::to_owned),
        notice: query
            .one("done")
            .and_then(|it| notice(it, desk.story.row.status.is_public())),
    };
    let site = Site::of(&req, None, "write");
    let moments = Moments::of(&mut seat, &desk, site.language).await?;
    let edit = Edit::new(site, &seat.catalog, desk, &faults, (&asked, moments));
    page(&req, &edit, Audience::Personal)
}

/// The key of what is said of the step that led here.
fn notice(done: &str, is_public: bool) -> Option<&'static str> {
    Some(match done {
        "kept" => "write-kept",
        "saved" if is_public => "write-saved-public",
        "saved" => "write-saved",
        "discarded" => "write-discarded",
        "undone" => "write-undone",
        "scheduled" => "write-scheduled",
        "unscheduled" => "write-unscheduled",
        "unlisted" => "write-unlisted",
        "withdrawn" => "write-withdrawn",
        "restored" => "write-restored",
        "copied" => "write-copied",
        "imported" => "write-imported",
        "moved" => "write-moved",
        _ => return None,
    })
}

pub(super) async fn submit(
    req: HttpRequest,
    story: Path<String>,
    form: Form,
    visit: Visit,
    shelf: Data<Shelf>,
) -> Result<HttpResponse> {
    let mut seat = seat(&visit, &shelf, &story).await?;
    let before = match seat.desk().await {
        // Deleted in another window, or somebody else signed in there.
        Err(Error::NotFound) if !form.is_empty() => return again(&req, &form),
        before => before?,
    };
    let typed = typed::content(&form, &before.typed, &seat.catalog)?;
    match act(&mut seat, &form, (typed, before)).await {
        Err(Error::Stale(_)) => match overtaken(&req, &mut seat, &form).await {
            // Deleted while it was on its way.
            Err(Error::NotFound) => again(&req, &form),
            both => both,
        },
        Ok(page) => Ok(see_other(&seat.address(&page))),
        Err(err) => Err(err),
    }
}

/// Does what the pressed button says. Where to go on, below the story's address.
async fn act(seat: &mut Seat, form: &Form, (typed, before): (Content, Desk)) -> Result<String> {
    let at = (seat.id, read(form)?);
    let author = seat.author.person;
    let pressed = form.text("do");
    if let Some(step) = Step::parse(pressed) {
        return arrange(seat, at, (typed, before.undo), step).await;
    }
    match pressed {
        "save" | "publish" => {
            let saved = desk::save(&mut seat.conn, &seat.catalog, author, at, typed).await;
            return match (saved, pressed) {
                (Ok(()), "publish") => Ok("publish".to_owned()),
                (Ok(()), _) => Ok("edit?done=saved".to_owned()),
                (Err(Error::Invalid(_)), check) => Ok(format!("edit?check={check}")),
                (Err(err), _) => Err(err),
            };
        }
        "discard" => desk::discard(&mut seat.conn, author, at, typed).await?,
        "undo" => {
            let back = desk::undo(&mut seat.conn, author, at, typed).await?;
            return Ok(match back.map(|(list, at)| first_field_of(list, at)) {
                Some(focus) => format!("edit?focus={focus}#{}", id_of(&focus)),
                None => "edit?done=undone".to_owned(),
            });
        }
        _ => seat.keep(&before.typed, at.1, &typed).await?,
    }
    Ok(match pressed {
        "discard" => "edit?done=discarded",
        "preview" => "preview",
        "settle" => "publish",
        _ => "edit?done=kept",
    }
    .to_owned())
}

/// Adds, moves or removes a part, and goes back to where one was.
async fn arrange(
    seat: &mut Seat,
    at: (StoryId, Read),
    (mut typed, taken): (Content, Vec<Undo>),
    step: Step,
) -> Result<String> {
    let removed = Undo::of(step, &typed);
    let place = step.apply(&mut typed);
    let (keep, focus) = match removed {
        Some(removed) => (
            Keep::Undo(undo::one_more(taken, removed)),
            "undo".to_owned(),
        ),
        None => (Keep::Typed, focus_after(step, &typed, place)),
    };
    working_copy::keep(&mut seat.conn, seat.author.person, at, &typed, keep).await?;
    Ok(format!("edit?focus={focus}#{}", id_of(&focus)))
}
