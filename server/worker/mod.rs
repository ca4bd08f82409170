//! What runs beside the requests: the jobs, the one who tends the search index, and the listener for Prometheus.

pub mod handlers;
pub mod indexing;
pub mod jobs;
pub mod metrics;
mod reach;
mod stop;
pub mod tidy;

pub use handlers::handlers;
pub use stop::Stop;
