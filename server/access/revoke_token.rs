//! Taking a token back: from now on it opens nothing.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use time::OffsetDateTime;

use crate::db::Conn;
use crate::db::ids::{PersonId, TokenId};
use crate::db::schema::tokens;
use crate::error::{Error, Result};

/// # Errors
/// [`Error::NotFound`] where the person has no such token, or revoked it before.
pub async fn revoke_token(conn: &mut Conn, person: PersonId, token: TokenId) -> Result<()> {
    let own = tokens::table
        .find(token)
        .filter(tokens::person_id.eq(person))
        .filter(tokens::revoked_at.is_null());
    let n = diesel::update(own)
        .set(tokens::revoked_at.eq(OffsetDateTime::now_utc()))
        .execute(conn)
        .await?;
    if n == 0 {
        return Err(Error::NotFound);
    }
    Ok(())
}
