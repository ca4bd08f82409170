//! Making an API token.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use time::OffsetDateTime;

use crate::access::Scope;
use crate::access::secret::Secret;
use crate::access::token::PREFIX;
use crate::db::Conn;
use crate::db::ids::PersonId;
use crate::db::schema::tokens;
use crate::error::{Error, Fault, OnConstraint, Result};

/// Returns the secret, which is kept nowhere and can not be shown again.
pub async fn create_token(
    conn: &mut Conn,
    person: PersonId,
    name: &str,
    scopes: &[Scope],
    expires_at: Option<OffsetDateTime>,
) -> Result<Secret> {
    let secret = Secret::random(PREFIX)?;
    let scopes: Vec<&str> = scopes.iter().map(|it| it.as_str()).collect();
    diesel::insert_into(tokens::table)
        .values((
            tokens::person_id.eq(person),
            tokens::name.eq(name),
            tokens::hash.eq(secret.hash()),
            tokens::scopes.eq(scopes),
            tokens::expires_at.eq(expires_at),
        ))
        .execute(conn)
        .await
        .on_constraint(|name| {
            let too_long = || Fault::new("/name", "too_long").with("max", 80);
            (name == "tokens_name_length").then(|| Error::Invalid(vec![too_long()]))
        })?;
    Ok(secret)
}
