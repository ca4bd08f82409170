//! Hearing from PostgreSQL that the queue has changed, and waking those who sleep.

use std::sync::Arc;

use diesel_async::SimpleAsyncConnection;
use futures_util::{StreamExt, pin_mut};
use tokio::sync::watch;

use crate::db::Conn;
use crate::jobs::enqueue::CHANNEL;
use crate::worker::reach::Reach;

pub struct Bell {
    reach: Arc<Reach>,
    rung: watch::Sender<()>,
}

impl Bell {
    pub fn new(reach: Arc<Reach>, rung: watch::Sender<()>) -> Self {
        Self { reach, rung }
    }

    /// For ever.
    pub async fn listen(self) {
        loop {
            let mut conn = self.reach.connect().await;
            match self.hear(&mut conn).await {
                Ok(()) => self.reach.lost(&"the connection was closed").await,
                Err(err) => self.reach.lost(&err).await,
            }
        }
    }

    async fn hear(&self, conn: &mut Conn) -> diesel::QueryResult<()> {
        conn.batch_execute(&format!("listen {CHANNEL}")).await?;
        // What was enqueued while nobody listened.
        self.rung.send_replace(());
        let told = conn.notifications_stream();
        pin_mut!(told);
        while let Some(told) = told.next().await {
            told?;
            self.rung.send_replace(());
        }
        Ok(())
    }
}
