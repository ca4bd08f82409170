//! When a transition began: `YYYY` or `YYYY-MM`, coarser on purpose for those who must not be recognised.

use std::cmp::Ordering;

use time::OffsetDateTime;
use unicode_normalization::UnicodeNormalization;

/// Invariant: a year from 1950 on, and a month of it or none.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct StartedOn {
    year: i32,
    month: Option<u8>,
}

/// Why a text is no such date; the code of the message.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum InvalidDate {
    Form,
    TooEarly,
}

const EARLIEST: i32 = 1950;

impl StartedOn {
    pub fn parse(text: &str) -> Result<Self, InvalidDate> {
        let (year, month) = match text.split_once('-') {
            Some((year, month)) => (year, Some(month)),
            None => (text, None),
        };
        let year = digits(year, 4).ok_or(InvalidDate::Form)?;
        let month = match month.map(|it| digits(it, 2)) {
            None => None,
            Some(Some(month @ 1..=12)) => u8::try_from(month).ok(),
            Some(_) => return Err(InvalidDate::Form),
        };
        if year < EARLIEST {
            return Err(InvalidDate::TooEarly);
        }
        Ok(Self { year, month })
    }

    /// Compares at the precision that both have: 2021 is neither before nor after 2021-04.
    pub fn compare(self, other: Self) -> Ordering {
        let months = match (self.month, other.month) {
            (Some(a), Some(b)) => a.cmp(&b),
            _ => Ordering::Equal,
        };
        self.year.cmp(&other.year).then(months)
    }

    /// Of two that do not contradict each other the one that tells more.
    pub fn finer(self, other: Self) -> Self {
        if self.month.is_some() { self } else { other }
    }

    /// Whether it lies more than a year ahead.
    pub fn is_far_ahead(self, now: OffsetDateTime) -> bool {
        let limit = Self {
            year: now.year() + 1,
            month: Some(now.month().into()),
        };
        self.compare(limit) == Ordering::Greater
    }
}

/// A date as people type it, such as 2031年4月, 2031/4 or ２０３１.４, in the form that is stored.
/// What is no such date stays as it was typed.
pub fn as_typed(typed: &str) -> String {
    let text: String = typed.nfkc().collect();
    let (text, has_month) = match text.trim().strip_suffix('月') {
        Some(text) => (text, true),
        None => (text.trim().trim_end_matches('年'), false),
    };
    let mut words = text.split(['年', '/', '.', '-']).map(str::trim);
    let is_number = |it: &&str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
    match (words.next().filter(is_number), words.next(), words.next()) {
        (Some(year), None, None) if !has_month => year.to_owned(),
        (Some(year), Some(month), None)
            if is_number(&month) && month.parse::<u8>().is_ok_and(|it| (1..=12).contains(&it)) =>
        {
            format!("{year}-{month:0>2}")
        }
        _ => typed.to_owned(),
    }
}

fn digits(text: &str, n: usize) -> Option<i32> {
    let is_plain = text.len() == n && text.bytes().all(|it| it.is_ascii_digit());
    text.parse().ok().filter(|_| is_plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> StartedOn {
        StartedOn::parse(text).unwrap()
    }

    #[test]
    fn a_date_is_a_year_or_a_month() {
        assert!(StartedOn::parse("2021").is_ok() && StartedOn::parse("2021-12").is_ok());
        for text in [
            "",
            "21",
            "2021-4",
            "2021-13",
            "2021-00",
            "2021-04-01",
            "2021-",
            "+021",
            "２０２１",
        ] {
            assert_eq!(StartedOn::parse(text), Err(InvalidDate::Form), "{text}");
        }
        assert_eq!(StartedOn::parse("1949-12"), Err(InvalidDate::TooEarly));
    }

    #[test]
    fn a_date_may_be_typed_as_people_write_it() {
        for typed in [
            "2031-04",
            "2031-4",
            "2031/4",
            "2031.04",
            "2031年4月",
            " ２０３１年　４月 ",
            "２０３１／４",
        ] {
            assert_eq!(as_typed(typed), "2031-04", "{typed}");
        }
        assert_eq!(as_typed("2031年"), "2031");
        for typed in ["", "spring of 2031", "2031/13", "2031-04-01", "4月", "-"] {
            assert_eq!(as_typed(typed), typed);
        }
    }

    #[test]
    fn dates_are_compared_at_common_precision() {
        assert_eq!(date("2021").compare(date("2021-04")), Ordering::Equal);
        assert_eq!(date("2021-05").compare(date("2021-04")), Ordering::Greater);
        assert_eq!(date("2020").compare(date("2021-04")), Ordering::Less);
    }

    #[test]
    fn a_year_ahead_is_the_farthest() {
        let now = time::macros::datetime!(2026-11-23 0:00 UTC);
        assert!(!date("2027-11").is_far_ahead(now) && !date("2027").is_far_ahead(now));
        assert!(date("2027-12").is_far_ahead(now) && date("2028").is_far_ahead(now));
    }
}
