//! What the caller decides about its cluster.

use std::ffi::OsString;
use std::path::PathBuf;

#[derive(Clone, Debug)]
pub struct Options {
    /// The folder of the cluster, its socket, its log and its lock; made if missing.
    pub root: PathBuf,
    /// Where `postgres` and `initdb` are, if someone said so (`GUIDEPOST_PG_BIN`).
    pub pg_bin: Option<PathBuf>,
    /// The `PATH` of the environment.
    pub search_path: Option<OsString>,
    pub durability: Durability,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// What was committed survives a power cut.
    Full,
    /// Faster, and lost when the machine stops: for tests.
    Throwaway,
}
