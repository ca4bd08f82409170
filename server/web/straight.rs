//! One way to write a path.
//!
//! Routes are found by the decoded path, and `/%61pi` is `/api` to them. What is decided by the beginning of
//! a path (who is asked for a token, what is not logged) reads it as it was sent, so other spellings of the
//! same path lead to the plain one (RFC 3986, 6.2.2.2).

use std::borrow::Cow;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header;
use actix_web::middleware::Next;
use actix_web::{Error, HttpResponse};

/// Sends whoever spells a path in another way to the plain one.
pub async fn straighten(
    req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let Cow::Owned(mut place) = straight(req.path()) else {
        return Ok(next.call(req).await?.map_into_boxed_body());
    };
    // Two slashes at the beginning would be another host.
    place = format!("/{}", place.trim_start_matches(['/', '\\']));
    if !req.query_string().is_empty() {
        place = format!("{place}?{}", req.query_string());
    }
    let answer = HttpResponse::PermanentRedirect()
        .insert_header((header::LOCATION, place))
        .finish();
    Ok(req.into_response(answer))
}

/// The path with every letter, digit, `-`, `.`, `_` and `~` as itself.
pub(super) fn straight(path: &str) -> Cow<'_, str> {
    if !escapes(path).any(|it| it.1.is_some()) {
        return Cow::Borrowed(path);
    }
    let mut plain = String::with_capacity(path.len());
    let mut end = 0;
    for (at, letter) in escapes(path) {
        if let Some(letter) = letter {
            plain.push_str(path.get(end..at).unwrap_or_default());
            plain.push(letter);
            end = at + 3;
        }
    }
    plain.push_str(path.get(end..).unwrap_or_default());
    Cow::Owned(plain)
}

/// The places of `%XX`, each with the character that needs no escape, where it is one.
fn escapes(path: &str) -> impl Iterator<Item = (usize, Option<char>)> {
    path.match_indices('%').map(|(at, _)| {
        let digits = path.get(at + 1..at + 3);
        let byte = digits.and_then(|it| u8::from_str_radix(it, 16).ok());
        let plain = byte.filter(|it| it.is_ascii_alphanumeric() || b"-._~".contains(it));
        (at, plain.map(char::from))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_needs_no_escape_is_unescaped() {
        for (path, plain) in [
            ("/%61pi/v1/stories", "/api/v1/stories"),
            ("/%70review%73/%41b", "/previews/Ab"),
            ("/%2e%2E/%7Ex", "/../~x"),
        ] {
            assert_eq!(straight(path), plain);
        }
        for path in [
            "/",
            "/a%2Fb",
            "/%E9%81%93",
            "/100%",
            "/%",
            "/%+1",
            "/%2561",
            "/%6",
        ] {
            assert!(matches!(straight(path), Cow::Borrowed(_)), "{path}");
        }
    }
}
