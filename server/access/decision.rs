//! Telling a person by mail what moderators decided about them, or about a story of theirs.
//! Nothing is said to whom no verified address is known.

use diesel::QueryResult;
use serde::{Deserialize, Serialize};

use crate::access::addresses::own::verified;
use crate::db::Conn;
use crate::db::ids::PersonId;
use crate::mail::{Kind, NewLetter, letter};
use crate::named_values;

named_values! {
    /// What was decided.
    pub enum Ruling {
        Approved = "approved",
        Refused = "refused",
        /// They had been refused, and wait as before.
        Reconsidered = "reconsidered",
        Suspended = "suspended",
        Lifted = "lifted",
        Hidden = "hidden",
        Shown = "shown",
    }
}

/// What a mail tells of a decision. Others than its reader may see a mail, so what is about an anonymous story
/// has neither title nor reason, nor a path that names the story.
#[derive(Debug, Deserialize, Serialize)]
pub struct Decision {
    pub ruling: Ruling,
    pub title: String,
    pub reason: String,
    /// Where all of it can be read.
    pub path: String,
}

/// Tells every verified address, once the transaction is committed. Call it inside that of the decision.
pub async fn tell(conn: &mut Conn, person: PersonId, decision: &Decision) -> QueryResult<()> {
    let details = serde_json::json!(decision);
    for address in verified(conn, person).await? {
        let notice = NewLetter {
            person: Some(person),
            address: &address,
            kind: Kind::Decision,
            details: &details,
        };
        letter::write(conn, notice).await?;
    }
    Ok(())
}
