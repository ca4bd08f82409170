//! Doing the jobs of the queue, beside the requests and on connections of their own.

mod bell;
mod lane;

use std::sync::Arc;

use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::jobs::Handlers;
use crate::worker::reach::Reach;
use crate::worker::stop::Stop;
use bell::Bell;
use lane::Lane;

pub use lane::{FAILED, FINISHED};

/// How many jobs one server does at a time; a long one does not keep the others waiting.
const LANES: usize = 2;

/// The workers of this process. Dropped, they stop where they are.
pub struct Jobs {
    tasks: JoinSet<()>,
    stop: Stop,
}

/// Begins to work, as soon as the database can be reached. Any number of servers may share a queue.
pub fn start(url: &str, handlers: &Handlers) -> Jobs {
    let reach = Arc::new(Reach::new(url, "jobs"));
    let stop = Stop::default();
    let (rung, ears) = watch::channel(());
    let mut tasks = JoinSet::new();
    for _ in 0..LANES {
        let (reach, stop) = (Arc::clone(&reach), stop.clone());
        let lane = Lane::new(reach, handlers.clone(), ears.clone(), stop.clone());
        tasks.spawn(async move {
            tokio::select! { () = lane.work() => {}, () = stop.is_over() => {} }
        });
    }
    let (bell, stopping) = (Bell::new(reach, rung), stop.clone());
    tasks.spawn(async move {
        tokio::select! { () = bell.listen() => {}, () = stopping.has_begun() => {} }
    });
    Jobs { tasks, stop }
}

impl Jobs {
    /// With this others can stop the work.
    pub fn stop(&self) -> Stop {
        self.stop.clone()
    }

    /// Waits until everything has stopped.
    pub async fn ended(mut self) {
        while self.tasks.join_next().await.is_some() {}
    }
}
