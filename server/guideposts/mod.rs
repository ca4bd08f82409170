//! The faces that put rooms together: home, the guidepost of a role, the catalogue with its counts, a person.

pub mod api;
pub mod byways;
pub mod digest;
pub mod pages;
pub mod profile;
pub mod roads;
pub mod trail;
pub mod walkers;
