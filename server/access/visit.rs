//! One request as a room's face sees it: the way to the database, and who is asking.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};
use anyhow::anyhow;

use crate::access::Scope;
use crate::access::token::Holder;
use crate::db::ids::PersonId;
use crate::db::{Pool, Pooled};
use crate::error::{Error, Result};
use crate::web::limits::Found;

/// A connection is taken when the face asks for it, not while a body is still on its way.
pub struct Visit {
    pool: Data<Pool>,
    bearer: Option<String>,
    found: Found,
}

impl Visit {
    /// Whoever asks, signed in or not.
    ///
    /// # Errors
    /// [`Error::SignInRequired`] for a token that is given but good for nothing.
    pub async fn anyone(&self) -> Result<(Pooled, Option<PersonId>)> {
        let (conn, holder) = self.holder().await?;
        Ok((conn, holder.map(|it| it.person)))
    }

    /// Somebody whose token carries this scope.
    pub async fn with_scope(&self, scope: Scope) -> Result<(Pooled, PersonId)> {
        if self.bearer.is_none() {
            return Err(Error::SignInRequired);
        }
        match self.holder().await? {
            (_, None) => Err(Error::SignInRequired),
            (_, Some(holder)) if !holder.may(scope) => Err(Error::ScopeMissing(scope.as_str())),
            (conn, Some(holder)) => Ok((conn, holder.person)),
        }
    }

    /// Somebody with any token of their own.
    pub async fn with_token(&self) -> Result<(Pooled, PersonId)> {
        match self.holder().await? {
            (conn, Some(holder)) => Ok((conn, holder.person)),
            (_, None) => Err(Error::SignInRequired),
        }
    }

    async fn holder(&self) -> Result<(Pooled, Option<Holder>)> {
        let mut conn = self.pool.get().await?;
        let Some(secret) = &self.bearer else {
            return Ok((conn, None));
        };
        match Holder::of(&mut conn, secret).await? {
            Some(holder) => {
                self.found.is(holder.person.0);
                Ok((conn, Some(holder)))
            }
            None => Err(Error::SignInRequired),
        }
    }
}

impl FromRequest for Visit {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let Some(pool) = req.app_data::<Data<Pool>>().cloned() else {
            return ready(Err(anyhow!("the app has no pool").into()));
        };
        ready(Ok(Self {
            pool,
            bearer: credentials(req),
            found: Found::of(req),
        }))
    }
}

/// The secret with which a request says who asks, good or not.
///
/// Only programs carry tokens; pages answer the same to everyone until people can sign in.
pub fn credentials(req: &HttpRequest) -> Option<String> {
    let header = req.headers().get(header::AUTHORIZATION);
    header
        .filter(|_| req.path().starts_with("/api/"))
        .map(|it| secret_of(it.to_str().unwrap_or_default()).to_owned())
}

/// The secret of `Bearer …`; empty, so that it is nobody's, for any other way to sign in.
fn secret_of(header: &str) -> &str {
    match header.split_once(' ') {
        Some((scheme, secret)) if scheme.eq_ignore_ascii_case("bearer") => secret.trim(),
        _ => "",
    }
}
