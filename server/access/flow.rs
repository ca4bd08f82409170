//! A browser that was sent to a provider and is expected back: once, soon, and with what it took along.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use time::{Duration, OffsetDateTime};

use crate::access::providers::Departure;
use crate::access::return_to::ReturnTo;
use crate::access::secret::{Secret, hash};
use crate::db::Conn;
use crate::db::ids::{InvitationId, PersonId};
use crate::db::schema::sign_in_flows;
use crate::error::Result;

/// Time enough to find a password and a telephone.
pub const LASTS: Duration = Duration::minutes(10);

/// What the browser set out for.
#[derive(Clone, Debug)]
pub struct Errand {
    pub return_to: ReturnTo,
    /// Who is signed in and adds an identity; `None` for whoever signs in.
    pub person: Option<PersonId>,
    pub invitation: Option<InvitationId>,
}

/// What was kept until it came back.
#[derive(Queryable, Selectable)]
#[diesel(table_name = sign_in_flows)]
pub struct Flow {
    pub nonce: String,
    pub pkce_verifier: String,
    return_to: String,
    person_id: Option<PersonId>,
    invitation_id: Option<InvitationId>,
}

/// Returns the secret for the browser's cookie, without which nobody comes back on its behalf.
pub async fn begin(
    conn: &mut Conn,
    provider: &str,
    departure: &Departure,
    errand: &Errand,
) -> Result<Secret> {
    let secret = Secret::random("")?;
    diesel::insert_into(sign_in_flows::table)
        .values((
            sign_in_flows::hash.eq(secret.hash()),
            sign_in_flows::state_hash.eq(hash(&departure.state)),
            sign_in_flows::provider.eq(provider),
            sign_in_flows::nonce.eq(&departure.nonce),
            sign_in_flows::pkce_verifier.eq(&departure.pkce_verifier),
            sign_in_flows::return_to.eq(errand.return_to.as_str()),
            sign_in_flows::person_id.eq(errand.person),
            sign_in_flows::invitation_id.eq(errand.invitation),
            sign_in_flows::expires_at.eq(OffsetDateTime::now_utc() + LASTS),
        ))
        .execute(conn)
        .await?;
    Ok(secret)
}

impl Flow {
    /// Of a browser with this cookie that comes back from this provider with this state; it comes back
    /// no second time. A state that is not its own leaves it waiting.
    pub async fn end(
        conn: &mut Conn,
        provider: &str,
        cookie: &str,
        state: &str,
    ) -> QueryResult<Option<Self>> {
        let own = sign_in_flows::table
            .filter(sign_in_flows::hash.eq(hash(cookie)))
            .filter(sign_in_flows::state_hash.eq(hash(state)))
            .filter(sign_in_flows::provider.eq(provider))
            .filter(sign_in_flows::expires_at.gt(OffsetDateTime::now_utc()));
        diesel::delete(own)
            .returning(Self::as_returning())
            .get_result(conn)
            .await
            .optional()
    }

    pub fn errand(&self) -> Errand {
        Errand {
            return_to: ReturnTo::parse(&self.return_to),
            person: self.person_id,
            invitation: self.invitation_id,
        }
    }
}
