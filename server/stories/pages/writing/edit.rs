//! Writing a story: what is typed is kept at each button, readers see it when it is saved.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};

use crate::access::Visit;
use crate::access::pages::again;
use crate::catalog::Shelf;
use crate::error::{Error, Result};
use crate::stories::arrange::Step;
use crate::stories::content::Content;
use crate::stories::desk::{self, Desk};
use crate::stories::pages::writing::desk::{Seat, seat};
use crate::stories::pages::writing::editor::{Asked, Edit};
use crate::stories::pages::writing::field::id_of;
use crate::stories::pages::writing::overtaken::overtaken;
use crate::stories::pages::writing::parts::focus_after;
use crate::stories::pages::writing::typed;
use crate::stories::working_copy::{self, Read};
use crate::web::answer::see_other;
use crate::web::{Audience, Form, Query, Site, page};

pub(super) async fn show(
    req: HttpRequest,
    story: Path<String>,
    query: Query,
    visit: Visit,
    shelf: Data<Shelf>,
) -> Result<HttpResponse> {
    let Seat {
        mut conn,
        author,
        catalog,
        id,
    } = seat(&visit, &shelf, &story).await?;
    let desk = Desk::open(&mut conn, author.person, id).await?;
    let faults = match query.one("check") {
        Some(check) => desk.faults(&catalog, check == "publish").await?,
        None => Vec::new(),
    };
    let asked = Asked {
        focus: query.one("focus").map(str::to_owned),
        notice: match query.one("done") {
            Some("kept") => Some("write-kept"),
            Some("saved") => Some("write-saved"),
            Some("discarded") => Some("write-discarded"),
            _ => None,
        },
    };
    let site = Site::of(&req, None, "write");
    page(
        &req,
        &Edit::new(site, &catalog, desk, &faults, &asked),
        Audience::Personal,
    )
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
    let before = Desk::open(&mut seat.conn, seat.author.person, seat.id).await?;
    let typed = typed::content(&form, &before.typed)?;
    match act(&mut seat, &form, typed.clone()).await {
        Err(Error::Stale(_)) => {
            let now = Desk::open(&mut seat.conn, seat.author.person, seat.id).await?;
            overtaken(&req, &seat.catalog, &now, (&form, &typed))
        }
        Ok(address) => Ok(see_other(&format!("/stories/{}/{address}", seat.id.0))),
        Err(err) => Err(err),
    }
}

/// Does what the pressed button says. Where to go on, below the story's address.
async fn act(seat: &mut Seat, form: &Form, mut typed: Content) -> Result<String> {
    let read = read(form)?;
    let (author, id) = (seat.author.person, seat.id);
    let pressed = form.text("do");
    if pressed == "discard" {
        working_copy::forget(&mut seat.conn, id).await?;
        return Ok("edit?done=discarded".to_owned());
    }
    if matches!(pressed, "save" | "publish") {
        let saved = desk::save(&mut seat.conn, &seat.catalog, author, (id, read), typed).await;
        return match (saved, pressed) {
            (Ok(()), "publish") => Ok("publish".to_owned()),
            (Ok(()), _) => Ok("edit?done=saved".to_owned()),
            (Err(Error::Invalid(_)), check) => Ok(format!("edit?check={check}")),
            (Err(err), _) => Err(err),
        };
    }
    let focus = Step::parse(pressed).map(|step| {
        let at = step.apply(&mut typed);
        focus_after(step, &typed, at)
    });
    working_copy::keep(&mut seat.conn, author, id, read, &typed).await?;
    Ok(match (focus, pressed) {
        (Some(focus), _) => format!("edit?focus={focus}#{}", id_of(&focus)),
        (None, "preview") => "preview".to_owned(),
        (None, _) => "edit?done=kept".to_owned(),
    })
}

/// What the window that sent this had read.
fn read(form: &Form) -> Result<Read> {
    let number = |name: &str| form.text(name).parse().ok().ok_or(Error::Stale(None));
    Ok(Read {
        version: number("version")?,
        revision: number("revision")?,
    })
}
