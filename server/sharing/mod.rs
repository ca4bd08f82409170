//! What other sites take: pictures for links, and the lists that search engines read.

pub mod avatar;
mod letters;
pub mod pages;
pub mod picture;
pub mod pictures;
pub mod sitemap;

pub use pictures::Pictures;
