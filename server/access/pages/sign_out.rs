//! Signing out, by a form: a link could be followed by whatever reads ahead.

use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

use crate::access::pages::cookie;
use crate::access::sign_out::sign_out;
use crate::db::Pool;
use crate::error::Result;
use crate::web::answer::see_other;

pub(super) async fn submit(req: HttpRequest, pool: Data<Pool>) -> Result<HttpResponse> {
    if let Some(secret) = cookie::secret(&req) {
        sign_out(&mut *pool.get().await?, &secret).await?;
    }
    let mut response = see_other("/");
    response
        .add_cookie(&cookie::removal(&req))
        .map_err(anyhow::Error::from)?;
    // The button that leads back shows nothing of what was read before.
    response.headers_mut().insert(
        HeaderName::from_static("clear-site-data"),
        HeaderValue::from_static("\"cache\""),
    );
    Ok(response)
}
