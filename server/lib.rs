//! Guidepost: a place where site reliability engineers tell how their careers moved on.
//!
//! The rooms, from the ground up; each may use only those above it in this list.

/// The allocator of all our programs: glibc's keeps what many threads freed, which made the server twice
/// as large under load, and costs more.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

pub mod config;

pub mod db;

pub mod error;

pub mod cluster;
pub mod events;
pub mod i18n;
pub mod jobs;
pub mod text;

pub mod web;

pub mod catalog;
pub mod people;

pub mod mail;

pub mod access;

pub mod safety;
pub mod sharing;
pub mod stories;

pub mod search;

pub mod guideposts;

pub mod openapi;

pub mod reference;

pub mod app;

pub mod worker;

pub mod cli;
