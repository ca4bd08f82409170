//! A command that runs as the right user and ends when we do.

use std::ffi::CString;
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;
use std::process::Stdio;

use super::leash;
use super::leash::Maps;
use super::run_as::RunAs;

/// Variables that would change what PostgreSQL does behind our back.
const MEANT_FOR_OTHERS: [&str; 5] = [
    "PGDATA",
    "PGPORT",
    "PGTZ",
    "PGDATESTYLE",
    "PGCLIENTENCODING",
];

/// The command ends when the thread that started it ends; see [`super::keeper`].
pub(super) fn command(program: &Path, run_as: RunAs, inside: &Path) -> io::Result<Command> {
    let inside = CString::new(inside.as_os_str().as_bytes())?;
    let parent = rustix::process::getpid();
    let mut command = Command::new(program);
    let maps = match run_as {
        RunAs::Myself => None,
        RunAs::User(account) => {
            command.uid(account.uid).gid(account.gid);
            None
        }
        RunAs::Namespace(account) => Some(Maps::of(account)?),
    };
    let enter = move || {
        if let Some(maps) = &maps {
            leash::enter_namespace(maps)?;
        }
        // As the new user, so that a folder it cannot reach is noticed here.
        rustix::process::chdir(&inside)?;
        // A Ctrl-C in the terminal must reach us first, not PostgreSQL.
        rustix::process::setsid()?;
        // Last: a change of user takes it off again.
        leash::tie_to(parent)
    };
    #[expect(
        unsafe_code,
        reason = "runs between fork and exec, where it only makes system calls and allocates nothing"
    )]
    // SAFETY: as the reason above says; everything it needs was allocated before.
    unsafe {
        command.pre_exec(enter);
    }
    for name in MEANT_FOR_OTHERS {
        command.env_remove(name);
    }
    // Messages in English: some of them are read here.
    command.env("LC_ALL", "C").stdin(Stdio::null());
    Ok(command)
}
