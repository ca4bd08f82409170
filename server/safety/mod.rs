//! A floor of moderation: readers report, moderators hide and suspend with a reason, and whom it meets may answer.

pub mod act;
pub mod answer;
pub mod approve;
pub mod author;
pub mod case;
pub mod invite;
pub mod judge;
pub mod kind;
pub mod pages;
pub mod report;
pub mod subject;
pub mod sweep;
pub mod target;
mod tell;

pub use act::Act;
pub use target::Target;
