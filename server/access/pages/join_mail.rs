//! `/join/mail`: who has no account yet comes back from their mailbox. Opened, it asks; only the button uses
//! the link up.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::access::joining_link::{address_of, follow};
use crate::access::pages::cookie::NEWCOMER;
use crate::access::pages::sign_in_link::told_to_no_other_site;
use crate::access::{Visit, newcomer};
use crate::error::{Error, Result};
use crate::web::answer::see_other;
use crate::web::limits::entering;
use crate::web::{Audience, Form, Query, Site, page};

#[derive(Template)]
#[template(path = "access/join_mail.html")]
struct JoinMail<'k> {
    site: Site,
    /// `None` where the link is good for nothing.
    about: Option<String>,
    key: &'k str,
}

pub(super) async fn show(req: HttpRequest, query: Query, visit: Visit) -> Result<HttpResponse> {
    let (mut conn, _) = visit.reader().await?;
    let key = query.one("key").unwrap_or_default();
    match address_of(&mut conn, key).await {
        Ok(address) => {
            let site = Site::of(&req, None, "");
            let about = Some(site.with("join-mail-about", "address", address));
            let template = JoinMail { site, about, key };
            let mut response = page(&req, &template, Audience::Personal)?;
            told_to_no_other_site(&mut response);
            Ok(response)
        }
        Err(Error::NotFound) => over(&req),
        Err(err) => Err(err),
    }
}

pub(super) async fn submit(req: HttpRequest, form: Form, visit: Visit) -> Result<HttpResponse> {
    entering(&req, None)?;
    let (mut conn, _) = visit.reader().await?;
    match follow(&mut conn, form.text("key")).await {
        Ok(secret) => {
            let mut response = see_other("/join");
            let cookie = NEWCOMER.cookie(&req, secret.reveal(), newcomer::LASTS);
            response.add_cookie(&cookie).map_err(anyhow::Error::from)?;
            Ok(response)
        }
        Err(Error::NotFound) => over(&req),
        Err(err) => Err(err),
    }
}

fn over(req: &HttpRequest) -> Result<HttpResponse> {
    let (site, about, key) = (Site::of(req, None, ""), None, "");
    let mut response = page(req, &JoinMail { site, about, key }, Audience::Personal)?;
    told_to_no_other_site(&mut response);
    *response.status_mut() = StatusCode::NOT_FOUND;
    Ok(response)
}
