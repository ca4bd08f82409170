//! What a reader, an author, an operator or a program sees of Guidepost; one file for each thing that they do.

#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may panic"
)]

mod support;

mod abuse;
mod architecture;
mod bad_input;
mod belongings;
mod cluster;
mod command_line;
mod durability;
mod events;
mod filters;
mod generated;
mod idempotency;
mod jobs;
mod joining;
mod kept;
mod lifecycle;
mod limits;
mod links;
mod locales;
mod mail;
mod migrations;
mod openapi;
mod pages;
mod passkeys;
mod publishing;
mod reading;
mod reference;
mod safety;
mod schema;
mod search;
mod settings;
mod sharing;
mod signing_in;
mod too_often;
mod visibility;
mod web_conventions;
mod writing;
