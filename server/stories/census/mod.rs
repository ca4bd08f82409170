//! The census: everything public, numbered in the order of lists, with the set of stories behind each
//! thing that is counted. Every count and every digest is made of it in memory, without a query.

mod counting;
mod keeping;
mod merging;
mod table;
mod taking;

pub use counting::{Counts, many};
pub use keeping::Censuses;
pub use table::{Census, Step};
