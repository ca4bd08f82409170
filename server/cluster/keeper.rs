//! Child processes on threads of their own.
//!
//! A child on the leash ends when the *thread* that forked it ends, and a thread of a runtime may end at any time.
//! So each child has a thread that waits for it and does nothing else.

use std::io;
use std::process::Command;
use std::process::ExitStatus;
use std::process::Output;
use std::thread;

use rustix::process::Pid;
use rustix::process::Signal;
use tokio::sync::oneshot;
use tokio::sync::watch;

/// A running child; dropped, it is asked to stop.
#[derive(Debug)]
pub(super) struct Kept {
    pid: Pid,
    exit: watch::Receiver<Option<ExitStatus>>,
}

impl Kept {
    pub(super) fn signal(&self, signal: Signal) {
        if self.exit.borrow().is_none() {
            // It may just have ended.
            rustix::process::kill_process(self.pid, signal).ok();
        }
    }

    pub(super) fn has_ended(&self) -> bool {
        self.exit.borrow().is_some()
    }

    /// Waits for the end; `None` if the system would not say how it ended.
    pub(super) async fn ended(&self) -> Option<ExitStatus> {
        let mut exit = self.exit.clone();
        exit.wait_for(Option::is_some)
            .await
            .ok()
            .and_then(|status| *status)
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        self.signal(Signal::INT);
    }
}

pub(super) async fn keep(mut command: Command) -> io::Result<Kept> {
    let (tell, told) = oneshot::channel();
    in_thread(move || {
        let mut child = match command.spawn() {
            Ok(child) => child,
            Err(error) => {
                tell.send(Err(error)).ok();
                return;
            }
        };
        let (end, exit) = watch::channel(None);
        let pid = Pid::from_child(&child);
        // If no one waits any more, the `Kept` is dropped here, which stops the child.
        drop(tell.send(Ok(Kept { pid, exit })));
        if let Ok(status) = child.wait() {
            end.send_replace(Some(status));
        }
    })?;
    told.await.map_err(io::Error::other)?
}

pub(super) async fn output(mut command: Command) -> io::Result<Output> {
    let (tell, told) = oneshot::channel();
    in_thread(move || {
        tell.send(command.output()).ok();
    })?;
    told.await.map_err(io::Error::other)?
}

fn in_thread(work: impl FnOnce() + Send + 'static) -> io::Result<()> {
    thread::Builder::new()
        .name("postgres-keeper".to_owned())
        .spawn(work)?;
    Ok(())
}
