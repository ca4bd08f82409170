//! The mails about accounts, in words: made by the job that sends them, with the secrets that they carry.

mod decision;
mod deliver;
mod notice;
mod sign_in;
mod verify;
mod words;

pub use deliver::deliver;
