//! A browser for which a provider or a mailbox has vouched, and which has no account yet.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use time::{Duration, OffsetDateTime};

use crate::access::flow::Errand;
use crate::access::providers::Proven;
use crate::access::return_to::ReturnTo;
use crate::access::secret::{Secret, hash};
use crate::db::Conn;
use crate::db::ids::InvitationId;
use crate::db::schema::newcomers;
use crate::error::Result;

/// Time enough to think of a handle.
pub const LASTS: Duration = Duration::minutes(30);

#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = newcomers)]
pub struct Newcomer {
    hash: Vec<u8>,
    /// Who vouches.
    pub provider: String,
    subject: String,
    pub name: String,
    email: Option<String>,
    /// What they may want to be called; not checked.
    pub handle: String,
    pub display_name: String,
    return_to: String,
    #[diesel(column_name = invitation_id)]
    pub invitation: Option<InvitationId>,
}

/// Returns the secret for the browser's cookie.
pub async fn keep(conn: &mut Conn, proven: &Proven, errand: &Errand) -> Result<Secret> {
    let secret = Secret::random("")?;
    diesel::insert_into(newcomers::table)
        .values((
            newcomers::hash.eq(secret.hash()),
            newcomers::provider.eq(&proven.provider),
            newcomers::subject.eq(&proven.subject),
            newcomers::name.eq(&proven.name),
            newcomers::email.eq(proven.email.as_deref()),
            newcomers::handle.eq(proven.handle()),
            newcomers::display_name.eq(proven.display_name()),
            newcomers::return_to.eq(errand.return_to.as_str()),
            newcomers::invitation_id.eq(errand.invitation),
            newcomers::expires_at.eq(OffsetDateTime::now_utc() + LASTS),
        ))
        .execute(conn)
        .await?;
    Ok(secret)
}

impl Newcomer {
    /// `None` for an unknown secret, and after half an hour.
    pub async fn find(conn: &mut Conn, secret: &str) -> QueryResult<Option<Self>> {
        newcomers::table
            .filter(newcomers::hash.eq(hash(secret)))
            .filter(newcomers::expires_at.gt(OffsetDateTime::now_utc()))
            .select(Self::as_select())
            .first(conn)
            .await
            .optional()
    }

    /// Whether they were still expected: of two who join with one secret one is.
    pub(super) async fn arrives(&self, conn: &mut Conn) -> QueryResult<bool> {
        let n = diesel::delete(newcomers::table.find(&self.hash))
            .execute(conn)
            .await?;
        Ok(n == 1)
    }

    pub fn proven(&self) -> Proven {
        Proven {
            provider: self.provider.clone(),
            subject: self.subject.clone(),
            name: self.name.clone(),
            full_name: self.display_name.clone(),
            email: self.email.clone(),
        }
    }

    pub fn return_to(&self) -> ReturnTo {
        ReturnTo::parse(&self.return_to)
    }
}
