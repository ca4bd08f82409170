//! Cargo rebuilds when a migration or a message changes; the macros that embed them do not say so themselves.

fn main() {
    println!("cargo:rerun-if-changed=migrations");
    println!("cargo:rerun-if-changed=frontend/locales");
    println!("cargo:rerun-if-changed=frontend/dist");
}
