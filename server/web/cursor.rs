//! "After this one", in addresses: a place in a list that stays right while rows are added.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::error::{Error, Result};
use crate::web::answer::digest;

/// A place in a list that is ordered by an instant and an id, both descending.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Cursor {
    pub at: OffsetDateTime,
    pub id: Uuid,
}

/// What PostgreSQL and we agree on as instants: 1970 to 9999, in microseconds.
const INSTANTS: std::ops::Range<i128> = 0..253_402_300_800_000_000;

impl Cursor {
    /// `filters` is any text that tells this list from others; the cursor is good for it alone.
    pub fn encode(&self, filters: &str) -> String {
        let micros = self.at.unix_timestamp_nanos() / 1000;
        let text = format!(
            "{micros}.{}.{}",
            self.id.simple(),
            digest(filters.as_bytes())
        );
        BASE64_URL_SAFE_NO_PAD.encode(text)
    }

    /// # Errors
    /// [`Error::Malformed`] for what is no cursor.
    pub fn read(text: &str) -> Result<Unchecked> {
        Self::parse(text).ok_or(Error::Malformed("bad_cursor"))
    }

    fn parse(text: &str) -> Option<Unchecked> {
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(text).ok()?;
        let text = String::from_utf8(bytes).ok()?;
        let mut parts = text.split('.');
        let micros: i128 = parts.next()?.parse().ok()?;
        let id = Uuid::try_parse(parts.next()?).ok()?;
        let filters = parts.next()?.to_owned();
        if parts.next().is_some() {
            return None;
        }
        if !INSTANTS.contains(&micros) {
            return None;
        }
        let at = OffsetDateTime::from_unix_timestamp_nanos(micros * 1000).ok()?;
        Some(Unchecked {
            cursor: Self { at, id },
            filters,
        })
    }
}

/// A cursor of some list; of which one is not known before the filters are.
#[derive(Clone, Debug)]
pub struct Unchecked {
    cursor: Cursor,
    filters: String,
}

impl Unchecked {
    /// # Errors
    /// [`Error::Malformed`] when it was made for other filters.
    pub fn of(self, filters: &str) -> Result<Cursor> {
        if self.filters == digest(filters.as_bytes()) {
            Ok(self.cursor)
        } else {
            Err(Error::Malformed("bad_cursor"))
        }
    }
}

/// A place in a list that is ordered by whole numbers.
pub fn encode_numbers<const N: usize>(place: [i64; N], filters: &str) -> String {
    let numbers = place.map(|it| it.to_string()).join(".");
    let text = format!("{numbers}.{}", digest(filters.as_bytes()));
    BASE64_URL_SAFE_NO_PAD.encode(text)
}

/// # Errors
/// [`Error::Malformed`] for what is no such cursor, or one of another list.
pub fn read_numbers<const N: usize>(text: &str, filters: &str) -> Result<[i64; N]> {
    let read = || {
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(text).ok()?;
        let text = String::from_utf8(bytes).ok()?;
        let (numbers, of) = text.rsplit_once('.')?;
        let numbers: Option<Vec<i64>> = numbers.split('.').map(|it| it.parse().ok()).collect();
        let is_ours = of == digest(filters.as_bytes());
        numbers.filter(|_| is_ours)?.try_into().ok()
    };
    read().ok_or(Error::Malformed("bad_cursor"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cursor() -> Cursor {
        Cursor {
            at: time::macros::datetime!(2026-11-09 23:00:00.123456 UTC),
            id: Uuid::from_u128(7),
        }
    }

    #[test]
    fn a_cursor_comes_back_as_it_went() {
        assert_eq!(
            Cursor::read(&cursor().encode("to=sre"))
                .unwrap()
                .of("to=sre")
                .unwrap(),
            cursor()
        );
    }

    #[test]
    fn a_cursor_for_other_filters_is_refused() {
        assert!(
            Cursor::read(&cursor().encode("to=sre"))
                .unwrap()
                .of("to=cto")
                .is_err()
        );
    }

    #[test]
    fn a_place_among_numbers_comes_back_as_it_went() {
        let cursor = encode_numbers([7, 42], "changes");
        assert_eq!(read_numbers(&cursor, "changes").unwrap(), [7, 42]);
        assert!(read_numbers::<2>(&cursor, "versions").is_err());
        assert!(read_numbers::<3>(&cursor, "changes").is_err());
        assert!(read_numbers::<2>("!!", "changes").is_err());
    }

    #[test]
    fn nonsense_is_refused() {
        for text in ["", "x", "!!", "MS4yLjM", &"A".repeat(5000)] {
            assert!(Cursor::read(text).is_err(), "{text}");
        }
    }
}
