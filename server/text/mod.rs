//! What people write, made clean and made HTML. Pure: no database, no clock.

pub mod address;
pub mod clean;
pub mod markdown;
pub mod plain;
#[cfg(test)]
mod properties;
pub mod reading_time;
pub mod sanitise;
pub mod slug;
