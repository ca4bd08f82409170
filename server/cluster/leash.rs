//! What a child process does to itself before it becomes PostgreSQL, where the system can do it.

use std::ffi::CString;
use std::io;

use rustix::process::Pid;

use super::run_as::Account;

/// What the new namespace is told, prepared because a forked child must not allocate.
pub(super) struct Maps {
    #[cfg_attr(
        not(target_os = "linux"),
        expect(dead_code, reason = "only Linux has user namespaces")
    )]
    uid: CString,
    #[cfg_attr(
        not(target_os = "linux"),
        expect(dead_code, reason = "only Linux has user namespaces")
    )]
    gid: CString,
}

impl Maps {
    pub(super) fn of(account: Account) -> io::Result<Self> {
        Ok(Self {
            uid: CString::new(format!("{} 0 1", account.uid))?,
            gid: CString::new(format!("{} 0 1", account.gid))?,
        })
    }
}

/// The calling process stays root for the files outside, and is the mapped user to itself.
#[cfg(target_os = "linux")]
pub(super) fn enter_namespace(maps: &Maps) -> io::Result<()> {
    use rustix::thread::UnshareFlags;

    #[expect(
        unsafe_code,
        reason = "unsharing is unsafe for file descriptors of other threads, which a forked child has not"
    )]
    // SAFETY: only the user namespace is unshared.
    unsafe {
        rustix::thread::unshare_unsafe(UnshareFlags::NEWUSER)?;
    }
    put(c"/proc/self/setgroups", c"deny")?;
    put(c"/proc/self/uid_map", &maps.uid)?;
    put(c"/proc/self/gid_map", &maps.gid)
}

#[cfg(target_os = "linux")]
fn put(path: &std::ffi::CStr, text: &std::ffi::CStr) -> io::Result<()> {
    let file = rustix::fs::open(path, rustix::fs::OFlags::WRONLY, rustix::fs::Mode::empty())?;
    rustix::io::write(&file, text.to_bytes())?;
    Ok(())
}

#[cfg(not(target_os = "linux"))]
pub(super) fn enter_namespace(_maps: &Maps) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// When the thread of `parent` that forked ends, this process gets SIGINT: PostgreSQL's fast shutdown.
#[cfg(target_os = "linux")]
pub(super) fn tie_to(parent: Pid) -> io::Result<()> {
    // Some sandboxes do not know it; then the next start stops what was left over.
    rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::INT)).ok();
    if rustix::process::getppid() == Some(parent) {
        Ok(())
    } else {
        // It ended before the signal was set.
        Err(rustix::io::Errno::SRCH.into())
    }
}

/// There is no such signal here: the next start stops what was left over.
#[cfg(not(target_os = "linux"))]
pub(super) fn tie_to(_parent: Pid) -> io::Result<()> {
    Ok(())
}
