//! A floor of moderation: readers report, moderators hide and suspend with a reason, and whom it meets may answer.

pub mod act;
pub mod answer;
pub mod case;
pub mod judge;
pub mod pages;
pub mod report;
pub mod target;

pub use act::Act;
pub use target::Target;
