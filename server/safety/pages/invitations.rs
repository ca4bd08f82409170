//! Invitations: a link is made and shown once; those that are open are listed, and taken back.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use uuid::Uuid;

use crate::access::invitation::Invitation;
use crate::access::{Member, Visit};
use crate::db::Conn;
use crate::db::ids::InvitationId;
use crate::error::{Error, Result};
use crate::people::{clock, person};
use crate::safety::invite::{self, DAYS};
use crate::safety::pages::floor::{Floor, INVITATIONS};
use crate::web::answer::see_other;
use crate::web::cursor::Cursor;
use crate::web::{Audience, Form, Query, Site, page};

/// As many stand on a page.
const LISTED: u8 = 50;

const DEFAULT_DAYS: i64 = 14;

/// The name of this list in its cursors.
const LIST: &str = "invitations";

#[derive(Template)]
#[template(path = "safety/invitations.html")]
struct Invitations {
    site: Site,
    floor: Floor,
    open: Vec<Open>,
    more: Option<String>,
    /// What this form is called: sent twice, it makes one invitation.
    form: Uuid,
    notice: Option<Notice>,
}

/// What has just happened.
enum Notice {
    Made(String),
    MadeBefore,
    Revoked,
    /// It was used or had run out before.
    Over,
}

struct Open {
    id: Uuid,
    made: String,
    expires: String,
    /// The handle of whoever made it.
    by: Option<String>,
}

pub(super) async fn show(req: HttpRequest, query: Query, visit: Visit) -> Result<HttpResponse> {
    let (mut conn, moderator) = visit.moderator().await?;
    let cursor = query.one("cursor");
    let mut found = Invitations::of(&req, &mut conn, &moderator, cursor).await?;
    if query.one("done") == Some("revoked") {
        found.notice = Some(Notice::Revoked);
    }
    page(&req, &found, Audience::Personal)
}

/// The answer itself shows the link: an address that does would keep it.
pub(super) async fn submit(req: HttpRequest, form: Form, visit: Visit) -> Result<HttpResponse> {
    let (mut conn, moderator) = visit.moderator().await?;
    let id = |name| Uuid::try_parse(form.text(name)).ok().map(InvitationId);
    let (notice, status) = match form.one("do") {
        Some("make") => {
            let days = form.text("days").parse().ok();
            let days = days.filter(|it| DAYS.contains(it)).unwrap_or(DEFAULT_DAYS);
            let id = id("form").ok_or(Error::NotFound)?;
            match invite::invite(&mut conn, moderator.person, id, days).await {
                Ok(secret) => {
                    let path = format!("/join?invite={}", secret.reveal());
                    let link = Site::of(&req, None, "").whole(path);
                    (Notice::Made(link), StatusCode::OK)
                }
                Err(Error::Conflict("invitation_made")) => (Notice::MadeBefore, StatusCode::OK),
                Err(err) => return Err(err),
            }
        }
        Some("revoke") => {
            let id = id("invitation").ok_or(Error::NotFound)?;
            match invite::revoke(&mut conn, moderator.person, id).await {
                Ok(()) => return Ok(see_other(&format!("{INVITATIONS}?done=revoked"))),
                Err(Error::NotFound) => (Notice::Over, StatusCode::NOT_FOUND),
                Err(err) => return Err(err),
            }
        }
        _ => return Err(Error::NotFound),
    };
    let mut found = Invitations::of(&req, &mut conn, &moderator, None).await?;
    found.notice = Some(notice);
    let mut response = page(&req, &found, Audience::Personal)?;
    *response.status_mut() = status;
    Ok(response)
}

impl Invitations {
    /// # Errors
    /// `bad_cursor` for a cursor that is none of this list.
    async fn of(
        req: &HttpRequest,
        conn: &mut Conn,
        moderator: &Member,
        cursor: Option<&str>,
    ) -> Result<Self> {
        let site = Site::of(req, None, "moderation");
        let after = cursor.map(Cursor::read).transpose()?;
        let after = after.map(|it| it.of(LIST)).transpose()?;
        let (found, next) = Invitation::open(conn, after.map(|it| (it.at, it.id)), LISTED).await?;
        let makers: Vec<_> = found.iter().filter_map(|it| it.invited_by).collect();
        let handles = person::handles(conn, &makers).await?;
        let instants: Vec<_> = found
            .iter()
            .flat_map(|it| [it.created_at, it.expires_at])
            .collect();
        let told = clock::told(conn, moderator.person, &instants, site.language).await?;
        let mut told = told.into_iter();
        let open = |it: Invitation| Open {
            id: it.id.0,
            made: told.next().unwrap_or_default(),
            expires: told.next().unwrap_or_default(),
            by: handles
                .iter()
                .find(|(id, _)| Some(*id) == it.invited_by)
                .map(|it| it.1.clone()),
        };
        Ok(Self {
            floor: Floor::of(conn, INVITATIONS).await?,
            open: found.into_iter().map(open).collect(),
            more: next.map(|(at, id)| Cursor { at, id }.encode(LIST)),
            form: Uuid::new_v4(),
            notice: None,
            site,
        })
    }

    fn days(&self) -> Vec<(i64, bool, String)> {
        let name = |it: &i64| {
            (
                *it,
                *it == DEFAULT_DAYS,
                self.site.with("tokens-for-days", "n", it),
            )
        };
        DAYS.iter().map(name).collect()
    }
}
