//! Somebody who is signed in.

use diesel::prelude::*;
use time::OffsetDateTime;

use crate::db::ids::PersonId;
use crate::db::schema::people;
use crate::i18n::Language;

#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = people)]
pub struct Member {
    #[diesel(column_name = id)]
    pub person: PersonId,
    pub handle: String,
    pub display_name: String,
    pub language: Language,
    pub moderator: bool,
    /// Set as long as they wait for a moderator's approval.
    pub waiting_since: Option<OffsetDateTime>,
}
