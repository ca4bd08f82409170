//! Routes for readers: GET, and HEAD with it.

use actix_web::guard::{Any, Get, Head};
use actix_web::{Route, web};

/// A route for GET and HEAD. The server leaves the body of an answer to HEAD out by itself.
pub fn reading() -> Route {
    web::route().guard(Any(Get()).or(Head()))
}
