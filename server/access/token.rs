//! API tokens: `gp_`, 43 random letters and a checksum of 6, of which the database keeps the hash alone.

use diesel::dsl::not;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use time::{Duration, OffsetDateTime};

use crate::access::Scope;
use crate::access::secret::{hash, is_mistyped};
use crate::db::Conn;
use crate::db::ids::{PersonId, TokenId};
use crate::db::schema::{people, tokens};
use crate::i18n::Language;
use crate::people::suspended::is_suspended;

/// What secret scanners look for.
pub const PREFIX: &str = "gp_";

/// How coarsely the last use of a token is noted, to spare a write for each request.
const USE_NOTED_EVERY: Duration = Duration::minutes(5);

/// A token without its secret.
#[derive(Clone, Debug, HasQuery)]
#[diesel(table_name = tokens)]
pub struct Token {
    pub id: TokenId,
    pub name: String,
    pub scopes: Vec<String>,
    pub created_at: OffsetDateTime,
    pub expires_at: Option<OffsetDateTime>,
    pub last_used_at: Option<OffsetDateTime>,
}

impl Token {
    /// Those that a person has not revoked, newest first; what has run out among them.
    pub async fn of(conn: &mut Conn, person: PersonId) -> QueryResult<Vec<Self>> {
        Self::query()
            .filter(tokens::person_id.eq(person))
            .filter(tokens::revoked_at.is_null())
            .order((tokens::created_at.desc(), tokens::id))
            .load(conn)
            .await
    }

    pub fn is_expired(&self, now: OffsetDateTime) -> bool {
        self.expires_at.is_some_and(|it| it <= now)
    }
}

/// Who holds a token, and what it allows.
#[derive(Clone, Debug)]
pub struct Holder {
    pub token: TokenId,
    pub person: PersonId,
    pub language: Language,
    pub scopes: Vec<String>,
    /// Whether they wait for a moderator's approval.
    pub waits: bool,
}

impl Holder {
    pub fn may(&self, scope: Scope) -> bool {
        self.scopes.iter().any(|it| it == scope.as_str())
    }

    /// The holder of a token that is neither unknown, revoked nor expired, unless they are suspended.
    /// Notes its use.
    pub async fn of(conn: &mut Conn, secret: &str) -> QueryResult<Option<Self>> {
        if is_mistyped(secret, PREFIX) {
            return Ok(None);
        }
        let now = OffsetDateTime::now_utc();
        let found = tokens::table
            .inner_join(people::table)
            .filter(tokens::hash.eq(hash(secret)))
            .filter(not(is_suspended()))
            .filter(tokens::revoked_at.is_null())
            .filter(tokens::expires_at.is_null().or(tokens::expires_at.gt(now)))
            .select((
                tokens::id,
                tokens::last_used_at,
                people::id,
                people::language,
                tokens::scopes,
                people::waiting_since.is_not_null(),
            ))
            .first::<(
                TokenId,
                Option<OffsetDateTime>,
                PersonId,
                Language,
                Vec<String>,
                bool,
            )>(conn)
            .await
            .optional()?;
        let Some((token, last_used_at, person, language, scopes, waits)) = found else {
            return Ok(None);
        };
        if last_used_at.is_none_or(|it| now - it > USE_NOTED_EVERY) {
            diesel::update(tokens::table.find(token))
                .set(tokens::last_used_at.eq(now))
                .execute(conn)
                .await?;
        }
        Ok(Some(Self {
            token,
            person,
            language,
            scopes,
            waits,
        }))
    }
}
