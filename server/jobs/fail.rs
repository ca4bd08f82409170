//! Noting that an attempt failed: the job is tried again later, or dead.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Double, SmallInt, Text};
use diesel_async::RunQueryDsl;

use crate::db::Conn;
use crate::jobs::claim::Claimed;

/// How often a job is tried before it is dead.
pub const MAX_ATTEMPTS: i16 = 8;

/// How long after the first failure it is tried again, in seconds. Each further pause is three times
/// as long, which makes four and a half hours in all.
const FIRST_PAUSE: f64 = 15.0;

/// Longer errors are cut: they are read by people.
const MAX_ERROR_LENGTH: usize = 2000;

/// What becomes of a job that failed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Fate {
    TriedAgain,
    Dead,
    /// Its lease ran out, and another worker has it.
    InOtherHands,
}

pub async fn fail(conn: &mut Conn, job: &Claimed, error: &str) -> QueryResult<Fate> {
    #[derive(QueryableByName)]
    struct Failed {
        #[diesel(sql_type = Bool)]
        is_dead: bool,
    }
    // Jobs that failed together, because of one cause, do not come back together.
    let failed: Option<Failed> = diesel::sql_query(
        "update jobs set last_error = $4, locked_by = null, locked_until = null, \
             died_at = case when attempts >= $5 then now() end, \
             run_at = now() + $6 * (0.75 + random() / 2) * interval '1 second' \
         where id = $1 and locked_by = $2 and attempts = $3 \
         returning died_at is not null as is_dead",
    )
    .bind::<BigInt, _>(job.id)
    .bind::<Text, _>(&job.locked_by)
    .bind::<SmallInt, _>(job.attempts)
    .bind::<Text, _>(readable(error))
    .bind::<SmallInt, _>(MAX_ATTEMPTS)
    .bind::<Double, _>(pause(job.attempts))
    .get_result(conn)
    .await
    .optional()?;
    Ok(match failed {
        None => Fate::InOtherHands,
        Some(Failed { is_dead: true }) => Fate::Dead,
        Some(Failed { is_dead: false }) => Fate::TriedAgain,
    })
}

fn pause(attempts: i16) -> f64 {
    FIRST_PAUSE * 3_f64.powi(i32::from(attempts) - 1)
}

/// PostgreSQL keeps no NUL in a text.
fn readable(error: &str) -> String {
    let kept = error.chars().filter(|it| *it != '\0');
    kept.take(MAX_ERROR_LENGTH).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_pause_is_three_times_the_one_before() {
        let pauses: Vec<f64> = (1..MAX_ATTEMPTS).map(pause).collect();
        assert_eq!(pauses, [15.0, 45.0, 135.0, 405.0, 1215.0, 3645.0, 10935.0]);
    }
}
