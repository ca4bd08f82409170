//! Making an API token.

use diesel::prelude::*;
use diesel_async::{AsyncConnection, RunQueryDsl};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use crate::access::Scope;
use crate::access::identity::lock;
use crate::access::secret::Secret;
use crate::access::token::PREFIX;
use crate::db::Conn;
use crate::db::ids::PersonId;
use crate::db::schema::tokens;
use crate::error::{Error, Fault, OnConstraint, Result};
use crate::text::clean;

/// The most tokens of one person that are good for something.
pub const MAX: i64 = 20;
/// The most that one person makes in an hour, also of those that were revoked at once.
const HOURLY: i64 = 30;
const LONGEST_NAME: usize = 80;

/// Returns the secret, which is kept nowhere and can not be shown again.
pub async fn create_token(
    conn: &mut Conn,
    person: PersonId,
    name: &str,
    scopes: &[Scope],
    expires_at: Option<OffsetDateTime>,
) -> Result<Secret> {
    insert(conn, person, (name, scopes, expires_at), None).await
}

/// What somebody wants a token of their own to be.
#[derive(Clone, Debug)]
pub struct Wish<'w> {
    pub name: &'w str,
    pub scopes: Vec<Scope>,
    /// For ever where it is `None`.
    pub lasts: Option<Duration>,
    /// Which form this stands on: it makes one token however often it is sent.
    pub form: Uuid,
}

/// As [`create_token`], for whoever makes tokens for themselves: within limits.
///
/// # Errors
/// [`Error::Invalid`] for a bad name, and where there are [`MAX`] already; [`Error::TooMany`] after many
/// in an hour; [`Error::Conflict`] `token_made` for a form that was sent before.
pub async fn create_own_token(
    conn: &mut Conn,
    person: PersonId,
    wish: &Wish<'_>,
) -> Result<Secret> {
    let name = named(wish.name).map_err(|it| Error::Invalid(vec![it]))?;
    conn.transaction(async |conn| {
        let now = OffsetDateTime::now_utc();
        lock(conn, person).await?;
        let own = tokens::table.filter(tokens::person_id.eq(person)).count();
        let recent = own.filter(tokens::created_at.gt(now - Duration::HOUR));
        if recent.get_result::<i64>(conn).await? >= HOURLY {
            return Err(Error::TooMany(
                Duration::HOUR.whole_seconds().unsigned_abs(),
            ));
        }
        let good = own
            .filter(tokens::revoked_at.is_null())
            .filter(tokens::expires_at.is_null().or(tokens::expires_at.gt(now)));
        if good.get_result::<i64>(conn).await? >= MAX {
            let fault = Fault::new("/name", "too_many_tokens").with("max", MAX);
            return Err(Error::Invalid(vec![fault]));
        }
        let expires_at = wish.lasts.map(|it| now + it);
        insert(
            conn,
            person,
            (&name, &wish.scopes, expires_at),
            Some(wish.form),
        )
        .await
    })
    .await
}

fn named(name: &str) -> Result<String, Fault> {
    let at = "/name";
    let name = clean::line(name)
        .map_err(|it| Fault::new(at, "forbidden_character").with("character", it))?;
    match clean::length(&name) {
        0 => Err(Fault::new(at, "token_without_name")),
        1..=LONGEST_NAME => Ok(name),
        _ => Err(too_long()),
    }
}

fn too_long() -> Fault {
    Fault::new("/name", "too_long").with("max", LONGEST_NAME)
}

async fn insert(
    conn: &mut Conn,
    person: PersonId,
    (name, scopes, expires_at): (&str, &[Scope], Option<OffsetDateTime>),
    form: Option<Uuid>,
) -> Result<Secret> {
    let secret = Secret::checked(PREFIX)?;
    let scopes: Vec<&str> = scopes.iter().map(|it| it.as_str()).collect();
    diesel::insert_into(tokens::table)
        .values((
            tokens::person_id.eq(person),
            tokens::name.eq(name),
            tokens::hash.eq(secret.hash()),
            tokens::scopes.eq(scopes),
            tokens::expires_at.eq(expires_at),
            tokens::form_id.eq(form),
        ))
        .execute(conn)
        .await
        .on_constraint(|name| match name {
            "tokens_name_length" => Some(Error::Invalid(vec![too_long()])),
            "tokens_form_id_key" => Some(Error::Conflict("token_made")),
            _ => None,
        })?;
    Ok(secret)
}
