//! Which function does which kind of job: one line for each.

use futures_util::FutureExt;

use crate::jobs::Handlers;
use crate::worker::tidy::{self, tidy};

/// Every kind of job that this server knows.
pub fn handlers() -> Handlers {
    Handlers::new().on(tidy::KIND, |conn, _| tidy(conn).boxed())
}
