//! Approving an account as an operator.

use diesel_async::AsyncConnection;

use crate::db::Conn;
use crate::error::{Error, Result};
use crate::people::{Handle, Person, approve};
use crate::safety::Target;
use crate::safety::kind::Kind;
use crate::safety::tell::tell;

/// Whether they waited, or had been refused. They are told of it by mail.
pub async fn approve_by_operator(conn: &mut Conn, handle: &Handle) -> Result<bool> {
    conn.transaction(async |conn| {
        let waited = approve::approve(conn, handle).await?;
        if waited {
            let person = Person::by_handle(conn, handle).await?;
            tell(conn, Kind::Approve, (Target::Person(person.id), "")).await?;
        }
        Ok::<_, Error>(waited)
    })
    .await
}
