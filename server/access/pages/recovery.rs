//! Recovery codes: made on `/settings/sign-in` and shown once, and the way in with one, `/sign-in/recovery`.

use actix_web::http::StatusCode;
use actix_web::web::{Data, ServiceConfig, post, resource};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::access::pages::browser::Sent;
use crate::access::pages::identities::{Identities, answer};
use crate::access::pages::sign_in::welcome;
use crate::access::recovery::make::{MADE, left, made, make_codes};
use crate::access::recovery::sign_in::sign_in_by_code;
use crate::access::return_to::ReturnTo;
use crate::access::secret::Secret;
use crate::access::{Visit, Ways};
use crate::db::Conn;
use crate::db::ids::PersonId;
use crate::error::{Error, Result};
use crate::i18n::Words;
use crate::web::answer::see_other;
use crate::web::limits::entering;
use crate::web::problem::message_at;
use crate::web::{Audience, Form, Site, page, reading};

/// What `/settings/sign-in` shows of them.
pub(super) struct Recovery {
    pub(super) left: i64,
    /// Which these are.
    pub(super) seen: String,
    /// How many are made at once.
    pub(super) made: usize,
    /// Those that were just made.
    pub(super) codes: Vec<Secret>,
    /// Whether the same form made some before.
    pub(super) is_made_before: bool,
    /// Whether passkeys are the only way in, and there is no code.
    pub(super) is_urgent: bool,
}

#[derive(Template)]
#[template(path = "access/recovery.html")]
struct Enter {
    site: Site,
    code: String,
    fault: Option<String>,
}

pub(super) fn routes(cfg: &mut ServiceConfig) {
    cfg.service(
        resource("/sign-in/recovery")
            .route(reading().to(show))
            .route(post().to(submit)),
    )
    .service(
        resource("/settings/sign-in/codes")
            .route(reading().to(begin_again))
            .route(post().to(make)),
    );
}

impl Recovery {
    pub(super) async fn of(conn: &mut Conn, person: PersonId, needs: bool) -> Result<Self> {
        let left = left(conn, person).await?;
        Ok(Self {
            left,
            made: MADE,
            seen: made(conn, person).await?,
            codes: Vec::new(),
            is_made_before: false,
            is_urgent: needs && left == 0,
        })
    }
}

async fn show(req: HttpRequest, visit: Visit) -> Result<HttpResponse> {
    visit.greet().await?;
    let template = Enter {
        site: Site::of(&req, None, ""),
        code: String::new(),
        fault: None,
    };
    page(&req, &template, Audience::Personal)
}

/// Leads to the settings: a device that was lost is to be taken away, and another way in to be added.
async fn submit(req: HttpRequest, form: Form, visit: Visit) -> Result<HttpResponse> {
    entering(&req, None)?;
    let (mut conn, _) = visit.reader().await?;
    let code = form.text("code");
    match sign_in_by_code(&mut conn, code, Sent::by(&req).browser()).await {
        Ok(issued) => {
            let next = ReturnTo::parse("/settings/sign-in?done=recovered");
            welcome(&req, issued, &next)
        }
        Err(Error::Invalid(faults)) => {
            let site = Site::of(&req, None, "");
            let template = Enter {
                fault: message_at(&faults, "/code", Words(site.language)),
                code: code.to_owned(),
                site,
            };
            let mut response = page(&req, &template, Audience::Personal)?;
            *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(response)
        }
        Err(err) => Err(err),
    }
}

/// The answer itself shows the codes: an address that does would keep them.
async fn make(
    req: HttpRequest,
    form: Form,
    visit: Visit,
    ways: Data<Ways>,
) -> Result<HttpResponse> {
    let (mut conn, member) = visit.fresh_account().await?;
    let (codes, is_made_before) =
        match make_codes(&mut conn, member.person, form.text("seen")).await {
            Ok(codes) => (codes, false),
            Err(Error::Conflict("codes_made")) => (Vec::new(), true),
            Err(err) => return Err(err),
        };
    let tell = |it: &mut Identities| {
        it.recovery.codes = codes;
        it.recovery.is_made_before = is_made_before;
        StatusCode::OK
    };
    answer(&req, &mut conn, &member, &ways, tell).await
}

/// Whoever opens the address of the answer gets the page.
async fn begin_again() -> HttpResponse {
    see_other("/settings/sign-in")
}
