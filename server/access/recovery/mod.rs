//! Recovery codes: written on paper, each of them signs its person in once.

pub mod code;
pub mod make;
pub mod sign_in;
