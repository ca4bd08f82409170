//! One's own API tokens in JSON. They are made on the settings' page or at the terminal, where no program reads along.

use actix_web::web::{Path, ServiceConfig, delete, resource};
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;
use time::OffsetDateTime;
use utoipa::{OpenApi, ToSchema};
use uuid::Uuid;

use crate::access::revoke_token::revoke_token;
use crate::access::token::Token;
use crate::access::{Scope, Visit};
use crate::db::ids::TokenId;
use crate::error::{Error, Result};
use crate::web::answer::done;
use crate::web::problem::Problem;
use crate::web::{Audience, json, reading};

pub fn routes(cfg: &mut ServiceConfig) {
    cfg.service(resource("/me/tokens").route(reading().to(list_tokens)))
        .service(resource("/me/tokens/{token}").route(delete().to(delete_token)));
}

#[derive(OpenApi)]
#[openapi(paths(list_tokens, delete_token))]
pub struct Docs;

#[derive(Serialize, ToSchema)]
struct TokenBody {
    id: Uuid,
    /// What its owner called it.
    name: String,
    scopes: Vec<String>,
    #[serde(with = "time::serde::rfc3339")]
    created_at: OffsetDateTime,
    /// Null where it lasts until it is revoked.
    #[serde(with = "time::serde::rfc3339::option")]
    expires_at: Option<OffsetDateTime>,
    /// To some minutes; null where it was never used.
    #[serde(with = "time::serde::rfc3339::option")]
    last_used_at: Option<OffsetDateTime>,
    /// Whether it is the one that asks.
    is_current: bool,
}

#[derive(Serialize, ToSchema)]
struct TokenList {
    items: Vec<TokenBody>,
    /// There are never so many that they would need a second page.
    next_cursor: Option<String>,
}

/// List one's own tokens that were not revoked, newest first.
#[utoipa::path(get, path = "/api/v1/me/tokens", tag = "me", security(("token" = [])),
    responses((status = 200, body = TokenList)))]
async fn list_tokens(req: HttpRequest, visit: Visit) -> Result<HttpResponse> {
    let (mut conn, holder) = visit.holder().await?;
    let body = |it: Token| TokenBody {
        is_current: it.id == holder.token,
        id: it.id.0,
        name: it.name,
        scopes: it.scopes,
        created_at: it.created_at,
        expires_at: it.expires_at,
        last_used_at: it.last_used_at,
    };
    let found = Token::of(&mut conn, holder.person).await?;
    let list = TokenList {
        items: found.into_iter().map(body).collect(),
        next_cursor: None,
    };
    json(&req, &list, Audience::Personal)
}

/// Revoke one of one's own tokens. Any token may revoke itself; for another it takes `profile:write`.
#[utoipa::path(delete, path = "/api/v1/me/tokens/{token}", tag = "me", security(("token" = [])),
    params(("token" = Uuid, Path)),
    responses((status = 204, description = "It opens nothing any more"),
        (status = 403, body = Problem, content_type = "application/problem+json")))]
async fn delete_token(token: Path<String>, visit: Visit) -> Result<HttpResponse> {
    let (mut conn, holder) = visit.holder().await?;
    let token = Uuid::try_parse(&token).ok().map(TokenId);
    if token != Some(holder.token) && !holder.may(Scope::ProfileWrite) {
        return Err(Error::ScopeMissing(Scope::ProfileWrite.as_str()));
    }
    let token = token.ok_or(Error::NotFound)?;
    revoke_token(&mut conn, holder.person, token).await?;
    Ok(done())
}
