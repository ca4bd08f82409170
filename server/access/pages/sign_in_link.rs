//! The one-time way in: opened, it asks; only the button uses it up, so that what reads links ahead does not.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::access::pages::browser::Sent;
use crate::access::pages::sign_in::{is_open, welcome_back};
use crate::access::sign_in_link::{sign_in_by_link, whose};
use crate::access::{Member, Visit};
use crate::error::{Error, Result};
use crate::web::limits::entering;
use crate::web::{Audience, Form, Query, Site, page};

pub const PATH: &str = "/sign-in/link";

#[derive(Template)]
#[template(path = "access/sign_in_link.html")]
struct Link {
    site: Site,
    /// `None` where the link is good for nothing.
    member: Option<Member>,
    key: String,
    /// Whether `/sign-in` offers a way.
    is_open: bool,
}

/// The secret stands in the query, which no line of the log tells.
pub(super) async fn show(req: HttpRequest, query: Query, visit: Visit) -> Result<HttpResponse> {
    let (mut conn, _) = visit.reader().await?;
    let key = query.one("key").unwrap_or_default();
    match whose(&mut conn, key).await {
        Ok(member) => answer(&req, Some(member), key),
        Err(Error::NotFound) => answer(&req, None, ""),
        Err(err) => Err(err),
    }
}

pub(super) async fn submit(req: HttpRequest, form: Form, visit: Visit) -> Result<HttpResponse> {
    entering(&req, None)?;
    let (mut conn, _) = visit.reader().await?;
    let sent = Sent::by(&req);
    match sign_in_by_link(&mut conn, form.text("key"), sent.browser()).await {
        Ok((person, issued, next)) => welcome_back(&req, &mut conn, person, issued, next).await,
        Err(Error::NotFound) => answer(&req, None, ""),
        Err(err) => Err(err),
    }
}

/// Why a link is good for nothing is not told: whoever guesses learns nothing.
fn answer(req: &HttpRequest, member: Option<Member>, key: &str) -> Result<HttpResponse> {
    let is_good = member.is_some();
    let language = member.as_ref().map(|it| it.language);
    let link = Link {
        site: Site::of(req, language, ""),
        member,
        key: key.to_owned(),
        is_open: is_open(req),
    };
    let mut response = page(req, &link, Audience::Personal)?;
    told_to_no_other_site(&mut response);
    if !is_good {
        *response.status_mut() = StatusCode::NOT_FOUND;
    }
    Ok(response)
}

/// The address of a page with a secret in it. Ours is told, or a browser would not say that its form is ours.
pub(super) fn told_to_no_other_site(response: &mut HttpResponse) {
    let own = header::HeaderValue::from_static("same-origin");
    response.headers_mut().insert(header::REFERRER_POLICY, own);
}
