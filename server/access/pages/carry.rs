//! What a page's answer carries for whoever reads it: their renewed cookie, what their browser is known by
//! once it signed in, or the way to sign in.

use actix_web::HttpMessage;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::middleware::Next;
use actix_web::{HttpRequest, HttpResponse};

use crate::access::known_browser;
use crate::access::pages::again::{again_fresh, again_later};
use crate::access::pages::browser::Mark;
use crate::access::pages::cookie::MARK;
use crate::access::pages::{again, cookie};
use crate::access::return_to::ReturnTo;
use crate::access::session::Issued;
use crate::error::{Error, Result};
use crate::web::Form;
use crate::web::answer::see_other;
use crate::web::limits::Refused;
use crate::web::site::{SUSPENDED, WAITING, sign_in_for};

pub async fn carry(
    req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> actix_web::Result<ServiceResponse<BoxBody>> {
    let refused = req.extensions_mut().remove::<Refused>();
    let mut res = match refused {
        Some(Refused(seconds)) => refuse(req, seconds).await,
        None => next.call(req).await?.map_into_boxed_body(),
    };
    let answer = match failure(&res) {
        Some(Error::SignInRequired) => Some(way_in(res.request(), again)?),
        Some(Error::SignInAgain) => Some(way_in(res.request(), again_fresh)?),
        Some(Error::Suspended) => Some(see_other(SUSPENDED)),
        // A form is answered with the error itself: it is not thrown away for another page.
        Some(Error::AwaitingApproval) if is_reading(res.request()) => Some(see_other(WAITING)),
        Some(Error::TooMany(seconds)) => later(res.request(), seconds)?,
        _ => None,
    };
    if let Some(answer) = answer {
        res = res.into_response(answer);
    }
    let issued = res.request().extensions_mut().remove::<Issued>();
    let mark = res.request().extensions_mut().remove::<Mark>();
    if let Some(issued) = issued {
        let cookie = cookie::carrying(res.request(), &issued);
        res.response_mut().add_cookie(&cookie)?;
        if let Some(Mark(mark)) = mark {
            let cookie = MARK.cookie(res.request(), &mark, known_browser::LASTS);
            res.response_mut().add_cookie(&cookie)?;
        }
    }
    Ok(res)
}

/// What went wrong with a page.
fn failure(res: &ServiceResponse<BoxBody>) -> Option<Error> {
    let is_page = !res.request().path().starts_with("/api/");
    let err = res.response().error().filter(|_| is_page);
    err.and_then(|it| it.as_error::<Error>()).cloned()
}

/// A form that came too often is read all the same, for its sender.
async fn refuse(mut req: ServiceRequest, seconds: u64) -> ServiceResponse<BoxBody> {
    // One that can not be read is not given back.
    drop(req.extract::<Form>().await);
    req.error_response(Error::TooMany(seconds))
}

/// What was typed, where anything was.
fn later(req: &HttpRequest, seconds: u64) -> Result<Option<HttpResponse>> {
    let form = Form::sent(req).filter(|it| !it.is_empty());
    form.map(|it| again_later(req, &it, seconds)).transpose()
}

/// A page is come back to; a form is given back. One that nobody read is at least in the browser's history.
fn way_in(
    req: &HttpRequest,
    again: impl FnOnce(&HttpRequest, &Form) -> Result<HttpResponse>,
) -> Result<HttpResponse> {
    if !is_reading(req) {
        return again(req, &Form::sent(req).unwrap_or_default());
    }
    let here = req.uri().path_and_query();
    let here = ReturnTo::parse(here.map_or("/", |it| it.as_str()));
    Ok(see_other(&sign_in_for(here.as_str())))
}

fn is_reading(req: &HttpRequest) -> bool {
    matches!(*req.method(), Method::GET | Method::HEAD)
}
