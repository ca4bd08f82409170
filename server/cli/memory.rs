//! How our processes take memory from the system.

/// Turns off huge pages: what many threads use for a moment lies scattered, and of two megabytes that a few bytes
/// of keep in use nothing goes back to the system. A server that searched was half as large again with them. What
/// we start inherits it, too.
pub fn in_small_pages() {
    #[cfg(target_os = "linux")]
    if let Err(error) = rustix::thread::disable_transparent_huge_pages(true) {
        tracing::debug!(%error, "memory is taken in pages as the system likes");
    }
}
