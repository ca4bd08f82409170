//! The embedded PostgreSQL: found, initialised, started and stopped by the server itself when no `DATABASE_URL` is given.
//!
//! - `options` – where the cluster lies and how careful it is
//! - `start` – the way up and down; `reach` – for commands that may run beside a server
//! - `programs`, `places`, `npm` – which PostgreSQL; `run_as` – as which user
//! - `folder`, `lock`, `log`, `socket` – what lies on disk
//! - `initdb`, `postmaster`, `database` – the cluster, the process, the database
//! - `command`, `leash`, `keeper` – child processes that end with us
//! - `error`, `advice` – what a person is told

mod advice;
mod command;
mod database;
mod error;
mod folder;
mod initdb;
mod keeper;
mod leash;
mod lock;
mod log;
mod npm;
mod options;
mod places;
mod postmaster;
mod programs;
mod reach;
mod run_as;
mod socket;
mod start;

pub use error::ClusterError;
pub use options::Durability;
pub use options::Options;
pub use reach::Access;
pub use reach::reach;
pub use start::Cluster;
