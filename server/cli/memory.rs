//! How our processes take memory from the system, and give it back.

/// Milliseconds until what was freed goes back: searches, pages and batches of the index take much for a moment, at
/// moments of their own. A server that searched held half as much again with the allocator's own second; less
/// than this costs more than it gives.
const GIVEN_BACK_AFTER: std::ffi::c_long = 20;

/// `mi_option_purge_delay`, which the crate has no name for (`mi_option_e` in mimalloc.h, the same in its versions
/// 2 and 3).
const PURGE_DELAY: libmimalloc_sys::mi_option_t = 15;

/// To be called before any other thread is there.
pub fn sparingly() {
    in_small_pages();
    #[expect(unsafe_code, reason = "the allocator's options have no other way")]
    // SAFETY: it sets a number, and nobody reads or sets it at the same time.
    unsafe {
        libmimalloc_sys::mi_option_set(PURGE_DELAY, GIVEN_BACK_AFTER);
    }
}

/// Turns off huge pages: what many threads use for a moment lies scattered, and of two megabytes that a few bytes
/// of keep in use nothing goes back to the system. A server that searched was half as large again with them. What
/// we start inherits it, too.
fn in_small_pages() {
    #[cfg(target_os = "linux")]
    if let Err(error) = rustix::thread::disable_transparent_huge_pages(true) {
        tracing::debug!(%error, "memory is taken in pages as the system likes");
    }
}
