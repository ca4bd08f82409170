//! HTTP without a subject: pages, errors dressed once, caching, cursors. It knows no room above it.

pub mod address;
pub mod allowance;
pub mod answer;
pub mod assets;
pub mod body;
mod compress;
pub mod cursor;
pub mod errors;
pub mod forgery;
pub mod form;
pub mod guards;
pub mod headers;
pub mod health;
pub mod json_ld;
pub mod kept;
pub mod limits;
pub mod measure;
pub mod problem;
pub mod query;
pub mod site;
pub mod straight;
pub mod timeout;
pub mod trace;
pub mod turns;
mod upload;

pub use answer::{Audience, json, page};
pub use body::JsonBody;
pub use form::Form;
pub use guards::reading;
pub use query::Query;
pub use site::Site;
