//! Signing in and out, what a session's cookie is, and one's own profile.

mod form;
mod local;
mod own_profile;
mod session;
