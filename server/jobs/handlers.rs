//! Which function does which kind of job. The queue knows no subject: the rooms above bring them.

use std::collections::BTreeMap;
use std::sync::Arc;

use futures_util::future::BoxFuture;
use serde_json::Value;

use crate::db::Conn;

/// Does a job, inside the transaction in which the job ends.
pub type Handler =
    dyn for<'a> Fn(&'a mut Conn, &'a Value) -> BoxFuture<'a, anyhow::Result<()>> + Send + Sync;

#[derive(Clone, Default)]
pub struct Handlers(BTreeMap<&'static str, Arc<Handler>>);

impl Handlers {
    pub fn new() -> Self {
        Self::default()
    }

    /// The function gets the connection of the job's transaction, and the job's payload.
    #[must_use]
    pub fn on<F>(mut self, kind: &'static str, handler: F) -> Self
    where
        F: for<'a> Fn(&'a mut Conn, &'a Value) -> BoxFuture<'a, anyhow::Result<()>>
            + Send
            + Sync
            + 'static,
    {
        self.0.insert(kind, Arc::new(handler));
        self
    }

    pub fn of(&self, kind: &str) -> Option<&Handler> {
        self.0.get(kind).map(|it| &**it)
    }
}
