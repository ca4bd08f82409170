//! Career stories: what one holds, how it is written and published, who may read it, how it is found.

pub mod api;
pub mod author;
pub mod card;
pub mod content;
pub mod create;
mod document;
pub mod filter;
pub mod gaps;
pub mod gate;
pub mod list;
pub mod manuscript;

pub mod pages;
pub mod parts;
pub mod path;
pub mod publish;
pub mod read;
pub mod render;
pub mod rules;
pub mod save;
pub mod shown;
pub mod started_on;
pub mod story;
pub mod strip;
pub mod wanted;
