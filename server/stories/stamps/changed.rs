//! Which of many stories are not as they were: usually none, so hardly anything is sent back.

use diesel::pg::Pg;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::result::QueryResult;
use diesel::sql_types::{Array, BigInt, Uuid as SqlUuid};
use uuid::Uuid;

use crate::stories::gate;

/// The ids of those stories that have other stamps now, or that not anyone may open.
#[derive(Debug, QueryId)]
pub(super) struct Changed {
    ids: Vec<Uuid>,
    stamps: Vec<i64>,
}

impl Changed {
    pub(super) fn among(mut stories: Vec<(Uuid, i64)>) -> Self {
        stories.sort_unstable();
        stories.dedup();
        let (ids, stamps) = stories.into_iter().unzip();
        Self { ids, stamps }
    }
}

impl QueryFragment<Pg> for Changed {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("select kept.id from unnest(");
        out.push_bind_param::<Array<SqlUuid>, _>(&self.ids)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<BigInt>, _>(&self.stamps)?;
        out.push_sql(
            ") as kept (id, stamp) left join stories \
             on stories.id = kept.id and stories.stamp = kept.stamp and ",
        );
        out.push_sql(gate::OPENED);
        out.push_sql(" where stories.id is null");
        Ok(())
    }
}

impl Query for Changed {
    type SqlType = SqlUuid;
}

impl<Conn> diesel::RunQueryDsl<Conn> for Changed {}
