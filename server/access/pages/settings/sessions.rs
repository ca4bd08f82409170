//! Where one is signed in, and how to end it there.

use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use uuid::Uuid;

use crate::access::Visit;
use crate::access::pages::cookie;
use crate::access::pages::settings::{SESSIONS, Section};
use crate::access::seat::Seat;
use crate::access::sign_out::{sign_out_elsewhere, sign_out_of};
use crate::db::ids::SessionId;
use crate::error::{Error, Result};
use crate::people::clock;
use crate::web::answer::see_other;
use crate::web::{Audience, Form, Query, Site, page};

#[derive(Template)]
#[template(path = "access/settings/sessions.html")]
struct Sessions {
    site: Site,
    section: Section,
    /// Whether the page comes after one was ended.
    is_done: bool,
    /// By which clock their times are.
    zone: String,
    entries: Vec<Entry>,
}

struct Entry {
    id: Uuid,
    device: String,
    is_here: bool,
    since: String,
    last_seen: String,
}

pub(super) async fn show(req: HttpRequest, query: Query, visit: Visit) -> Result<HttpResponse> {
    let (mut conn, member) = visit.account().await?;
    let site = Site::of(&req, None, "settings");
    let secret = cookie::secret(&req).unwrap_or_default();
    let seats = Seat::all(&mut conn, member.person, &secret).await?;
    let instants: Vec<_> = seats
        .iter()
        .flat_map(|it| [it.since, it.last_seen_at])
        .collect();
    let mut told = clock::told(&mut conn, member.person, &instants, site.language)
        .await?
        .into_iter();
    let entry = |it: Seat| Entry {
        id: it.id.0,
        device: match it.device.as_str() {
            "" => site.t("sessions-unknown"),
            device => device.to_owned(),
        },
        is_here: it.is_here,
        since: told.next().unwrap_or_default(),
        last_seen: told.next().unwrap_or_default(),
    };
    let sessions = Sessions {
        section: SESSIONS,
        zone: clock::time_zone(&mut conn, member.person).await?,
        is_done: query.one("done") == Some("ended"),
        entries: seats.into_iter().map(entry).collect(),
        site,
    };
    page(&req, &sessions, Audience::Personal)
}

pub(super) async fn submit(req: HttpRequest, form: Form, visit: Visit) -> Result<HttpResponse> {
    let (mut conn, member) = visit.account().await?;
    match form.one("do") {
        Some("end-others") => {
            let secret = cookie::secret(&req).ok_or(Error::SignInRequired)?;
            sign_out_elsewhere(&mut conn, member.person, &secret).await?;
        }
        _ => {
            let one = Uuid::try_parse(form.text("session")).ok();
            let one = one.map(SessionId).ok_or(Error::NotFound)?;
            sign_out_of(&mut conn, member.person, one).await?;
        }
    }
    Ok(see_other("/settings/sessions?done=ended"))
}
