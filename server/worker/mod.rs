//! What runs beside the requests: the jobs, and the listener for Prometheus.

pub mod handlers;
pub mod jobs;
pub mod metrics;
pub mod tidy;

pub use handlers::handlers;
