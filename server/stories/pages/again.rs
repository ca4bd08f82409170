//! Giving kept answers again, before anything else is done for a request.

use std::sync::Arc;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

use crate::access::visit;
use crate::catalog::{Catalog, Shelf};
use crate::db::Pool;
use crate::stories::pages::reading::Kept;
use crate::stories::stamps::Stamps;
use crate::web::turns::Turn;

/// Answers a page as before where all that the answer was made of is as it was. Nothing is kept for, or given
/// to, who says who they are: what they get may name them.
pub async fn again(
    req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> actix_web::Result<ServiceResponse<BoxBody>> {
    if req.path().starts_with("/api/") {
        return Ok(next.call(req).await?.map_into_boxed_body());
    }
    again_in_api(req, next).await
}

/// The same for the API, which stands further in: what other sites may read of it is added outside.
pub async fn again_in_api(
    req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> actix_web::Result<ServiceResponse<BoxBody>> {
    if let Some(answer) = kept(req.request()).await {
        return Ok(req.into_response(answer));
    }
    let all = req.app_data::<Data<Kept>>().cloned();
    let turn = match &all {
        Some(all) if may_be_kept(req.request()) => all.turn(req.request()).await,
        _ => Turn::default(),
    };
    if turn.has_waited
        && let Some(answer) = kept(req.request()).await
    {
        return Ok(req.into_response(answer));
    }
    Ok(next.call(req).await?.map_into_boxed_body())
}

fn may_be_kept(req: &HttpRequest) -> bool {
    let is_reading = matches!(*req.method(), Method::GET | Method::HEAD);
    is_reading && visit::credentials(req).is_none()
}

async fn kept(req: &HttpRequest) -> Option<HttpResponse> {
    if !may_be_kept(req) {
        return None;
    }
    let answer = req.app_data::<Data<Kept>>()?.find(req)?;
    let sources = answer.sources();
    let stamps = req.app_data::<Data<Stamps>>()?;
    let is_same = catalog(req).await?.edition() == sources.edition;
    let is_same = is_same && stamps.are_those_of(sources).await;
    // What can not be sent is made anew, and tells why.
    is_same.then(|| answer.send(req).ok()).flatten()
}

async fn catalog(req: &HttpRequest) -> Option<Arc<Catalog>> {
    let shelf = req.app_data::<Data<Shelf>>()?;
    if let Some(catalog) = shelf.fresh() {
        return Some(catalog);
    }
    let pool = req.app_data::<Data<Pool>>()?;
    shelf.catalog(&mut *pool.get().await.ok()?).await.ok()
}
