//! Signing out: the session ends for everyone who has its secret.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use crate::access::secret::hash;
use crate::db::Conn;
use crate::db::schema::sessions;

pub async fn sign_out(conn: &mut Conn, secret: &str) -> QueryResult<()> {
    let sent = hash(secret);
    let is_sent = sessions::hash
        .eq(&sent)
        .or(sessions::previous_hash.eq(&sent));
    diesel::delete(sessions::table.filter(is_sent))
        .execute(conn)
        .await?;
    Ok(())
}
