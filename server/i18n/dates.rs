//! Dates in words: 2021年4月, Apr 2021.

use time::{OffsetDateTime, PrimitiveDateTime};

use crate::i18n::Language;

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// A day, such as 2021年4月9日 or 9 Apr 2021.
pub fn day(at: OffsetDateTime, language: Language) -> String {
    let (year, month, day) = (at.year(), u8::from(at.month()), at.day());
    match language {
        Language::Japanese => format!("{year}年{month}月{day}日"),
        Language::English => format!("{day} {} {year}", month_name(month)),
    }
}

/// A moment to the minute, by the clock that it was read from.
pub fn moment(at: PrimitiveDateTime, language: Language) -> String {
    let day = day(at.assume_utc(), language);
    let (hour, minute) = (at.hour(), at.minute());
    match language {
        Language::Japanese => format!("{day} {hour}:{minute:02}"),
        Language::English => format!("{day}, {hour:02}:{minute:02}"),
    }
}

/// `YYYY` or `YYYY-MM` in words, no finer than it was given.
pub fn started_on(date: &str, language: Language) -> String {
    let (year, month) = match date.split_once('-') {
        Some((year, month)) => (year, month.parse::<u8>().ok()),
        None => (date, None),
    };
    match (language, month) {
        (Language::Japanese, Some(month)) => format!("{year}年{month}月"),
        (Language::Japanese, None) => format!("{year}年"),
        (Language::English, Some(month)) => format!("{} {year}", month_name(month)),
        (Language::English, None) => year.to_owned(),
    }
}

fn month_name(month: u8) -> &'static str {
    MONTHS
        .get(usize::from(month).wrapping_sub(1))
        .copied()
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_told_no_finer_than_it_was_given() {
        assert_eq!(started_on("2021", Language::Japanese), "2021年");
        assert_eq!(started_on("2021-04", Language::Japanese), "2021年4月");
        assert_eq!(started_on("2021-04", Language::English), "Apr 2021");
        assert_eq!(started_on("2021", Language::English), "2021");
    }

    #[test]
    fn a_day_reads_naturally_in_both_languages() {
        let at = time::macros::datetime!(2026-11-09 23:00 UTC);
        assert_eq!(day(at, Language::Japanese), "2026年11月9日");
        assert_eq!(day(at, Language::English), "9 Nov 2026");
        let at = time::macros::datetime!(2026-11-09 9:05);
        assert_eq!(moment(at, Language::Japanese), "2026年11月9日 9:05");
        assert_eq!(moment(at, Language::English), "9 Nov 2026, 09:05");
    }
}
