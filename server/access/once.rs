//! `Idempotency-Key`: what a creating request answers once and gets again when it is repeated.

use actix_web::body::to_bytes;
use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::{HttpRequest, HttpResponse};
use anyhow::anyhow;

use crate::access::idempotency::{self, Answered, Attempt, KeptAnswer};
use crate::db::Conn;
use crate::db::ids::PersonId;
use crate::error::Result;

const KEY: &str = "idempotency-key";
const REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");

/// Answers with what `make` makes, once for each key of this person at this path.
///
/// Everything that `make` writes through the connection that it is given stands or falls with the
/// answer. A request without a key is made as it is.
pub async fn once(
    req: &HttpRequest,
    conn: &mut Conn,
    person: PersonId,
    body: &[u8],
    make: impl AsyncFnOnce(&mut Conn) -> Result<HttpResponse>,
) -> Result<HttpResponse> {
    let Some(key) = req.headers().get(KEY) else {
        return make(conn).await;
    };
    // What is no text is no key either, and is refused as an empty one is.
    let key = key.to_str().unwrap_or_default();
    let attempt = Attempt::new(person, req.path(), key, body)?;
    let make = async |conn: &mut Conn| keep(make(conn).await?).await;
    match idempotency::once(conn, &attempt, make).await? {
        Answered::Now(answer) => send(answer),
        Answered::Before(answer) => {
            let mut response = send(answer)?;
            let headers = response.headers_mut();
            headers.insert(REPLAYED, HeaderValue::from_static("true"));
            Ok(response)
        }
    }
}

async fn keep(response: HttpResponse) -> Result<KeptAnswer> {
    let status = response.status().as_u16();
    let text = |(name, value): (&HeaderName, &HeaderValue)| {
        let value = value.to_str().map_err(anyhow::Error::from)?;
        Ok((name.as_str().to_owned(), value.to_owned()))
    };
    let headers = response.headers().iter().map(text);
    let headers = headers.collect::<anyhow::Result<_>>()?;
    let body = to_bytes(response.into_body())
        .await
        .map_err(|err| anyhow!("{err}"))?;
    Ok(KeptAnswer {
        status,
        headers,
        body: String::from_utf8(body.to_vec()).map_err(anyhow::Error::from)?,
    })
}

fn send(answer: KeptAnswer) -> Result<HttpResponse> {
    let status = StatusCode::from_u16(answer.status).map_err(anyhow::Error::from)?;
    let mut response = HttpResponse::build(status);
    for header in answer.headers {
        response.append_header(header);
    }
    Ok(response.body(answer.body))
}
