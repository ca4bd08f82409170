//! Signing in with a recovery code, which is used up by it.

use diesel::prelude::*;
use diesel_async::{AsyncConnection, RunQueryDsl};

use crate::access::notice::{What, ways_changed};
use crate::access::recovery::code;
use crate::access::session::Issued;
use crate::access::sign_in::{Browser, sign_in};
use crate::db::Conn;
use crate::db::ids::PersonId;
use crate::db::schema::recovery_codes;
use crate::error::{Error, Result};

/// Of those who come with one code at the same time one gets in.
///
/// # Errors
/// [`Error::Invalid`] for a code that nobody has, or has any more; nothing tells which.
pub async fn sign_in_by_code(conn: &mut Conn, typed: &str, browser: Browser<'_>) -> Result<Issued> {
    let unknown = || Error::fault("/code", "unknown_code");
    let hash = code::typed(typed).ok_or_else(unknown)?;
    conn.transaction(async |conn| {
        let person: Option<PersonId> = diesel::delete(recovery_codes::table.find(hash))
            .returning(recovery_codes::person_id)
            .get_result(conn)
            .await
            .optional()?;
        let person = person.ok_or_else(unknown)?;
        ways_changed(conn, person, What::RecoveryCodeUsed, "").await?;
        sign_in(conn, person, browser).await
    })
    .await
}
