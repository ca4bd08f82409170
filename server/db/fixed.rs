//! Conditions in SQL that say the same each time.

use diesel::expression::{
    AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate,
};
use diesel::pg::Pg;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::result::QueryResult;
use diesel::sql_types::Bool;

/// A condition without parameters. Unlike one made by `diesel::dsl::sql`, it leaves a statement to be
/// prepared once: PostgreSQL need not read and check it again for each request.
#[derive(Clone, Copy, Debug)]
pub struct Fixed(pub &'static str);

impl Expression for Fixed {
    type SqlType = Bool;
}

impl<QS: ?Sized> AppearsOnTable<QS> for Fixed {}

impl<QS: ?Sized> SelectableExpression<QS> for Fixed {}

impl<G> ValidGrouping<G> for Fixed {
    type IsAggregate = is_aggregate::No;
}

// Its text is not in its type, so a statement that holds it is known by its own text.
impl QueryId for Fixed {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl QueryFragment<Pg> for Fixed {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql(self.0);
        Ok(())
    }
}
