//! A slug that is in no list of the catalogue, as a fault that offers the nearest ones.

use crate::catalog::{Catalog, Kind};
use crate::db::Conn;
use crate::error::{Error, Fault};

/// An error where a command names an entry that is not there.
pub async fn no_such(conn: &mut Conn, kind: Kind, slug: &str) -> Error {
    match Catalog::load(conn).await {
        Ok(catalog) => Error::Invalid(vec![unknown("/slug".to_owned(), &catalog, kind, slug)]),
        Err(err) => err.into(),
    }
}

/// A slug that the catalogue does not know, with those that may have been meant.
pub fn unknown(at: String, catalog: &Catalog, kind: Kind, sent: &str) -> Fault {
    let code = match kind {
        Kind::Track => "unknown_track",
        Kind::Role => "unknown_role",
        Kind::Practice => "unknown_practice",
        Kind::Challenge => "unknown_challenge",
        Kind::Approach => "unknown_approach",
        Kind::Route => "unknown_route",
        Kind::Scope => "unknown_scope",
        Kind::Audience => "unknown_audience",
    };
    let sent_short: String = sent.chars().take(60).collect();
    Fault::new(at, code)
        .with("sent", sent_short)
        .nearest(catalog.nearest(kind, sent))
}
