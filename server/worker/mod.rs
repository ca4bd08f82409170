//! What runs beside the requests: the listener for Prometheus.

pub mod metrics;
