//! The link that verifies an address: opened, it asks; only the button uses it up.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::access::addresses::{verify_address, waiting};
use crate::access::pages::mail::is_sent;
use crate::access::pages::sign_in_link::told_to_no_other_site;
use crate::access::{Member, Visit};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::web::answer::see_other;
use crate::web::{Audience, Form, Query, Site, page};

#[derive(Template)]
#[template(path = "access/settings/verify.html")]
struct Verify {
    site: Site,
    state: State,
}

enum State {
    Asks {
        about: String,
        key: String,
    },
    /// Nobody is signed in. The link is not carried through a sign-in, where its secret would be kept.
    First,
    /// Never made, used, run out, replaced, or somebody else's; nothing tells which.
    Over,
    Taken,
}

pub(super) async fn show(req: HttpRequest, query: Query, visit: Visit) -> Result<HttpResponse> {
    is_there(&req, &visit).await?;
    let state = match visit.account().await {
        Err(Error::SignInRequired) => State::First,
        found => {
            let (mut conn, member) = found?;
            let key = query.one("key").unwrap_or_default();
            asked(&req, &mut conn, &member, key).await?
        }
    };
    answer(&req, state)
}

pub(super) async fn submit(req: HttpRequest, form: Form, visit: Visit) -> Result<HttpResponse> {
    is_there(&req, &visit).await?;
    let (mut conn, member) = match visit.account().await {
        Err(Error::SignInRequired) => return answer(&req, State::First),
        found => found?,
    };
    match verify_address(&mut conn, member.person, form.text("key")).await {
        Ok(()) => Ok(see_other("/settings/mail?done=verified")),
        Err(Error::NotFound) => answer(&req, State::Over),
        Err(Error::Conflict(_)) => answer(&req, State::Taken),
        Err(err) => Err(err),
    }
}

async fn is_there(req: &HttpRequest, visit: &Visit) -> Result<()> {
    if is_sent(req) {
        return Ok(());
    }
    visit.greet().await?;
    Err(Error::NotFound)
}

async fn asked(req: &HttpRequest, conn: &mut Conn, member: &Member, key: &str) -> Result<State> {
    match waiting(conn, member.person, key).await {
        Ok(address) => {
            let site = Site::of(req, None, "settings");
            let handle = ("handle", member.handle.as_str());
            Ok(State::Asks {
                about: site.with2("verify-about", ("address", &address), handle),
                key: key.to_owned(),
            })
        }
        Err(Error::NotFound) => Ok(State::Over),
        Err(err) => Err(err),
    }
}

fn answer(req: &HttpRequest, state: State) -> Result<HttpResponse> {
    let status = match state {
        State::Asks { .. } => StatusCode::OK,
        State::First => StatusCode::UNAUTHORIZED,
        State::Over => StatusCode::NOT_FOUND,
        State::Taken => StatusCode::CONFLICT,
    };
    let site = Site::of(req, None, "settings");
    let mut response = page(req, &Verify { site, state }, Audience::Personal)?;
    told_to_no_other_site(&mut response);
    *response.status_mut() = status;
    Ok(response)
}
