//! The program `guidepost`: reads its command line and runs the command.

use std::process::ExitCode;

fn main() -> ExitCode {
    actix_web::rt::System::new().block_on(guidepost::cli::run())
}
