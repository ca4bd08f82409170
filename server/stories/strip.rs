//! The path strip: the roles of a story as waypoints on a trail.
//!
//! The drawing is one SVG in a square of 100, stretched without scaling its strokes. With s = 100/n,
//! waypoint i lies at x = i·s and y = 74 or 26 in turn. Height means nothing.

use std::fmt::Write;

use crate::catalog::{Catalog, Kind};
use crate::i18n::{Language, breaks, dates};

#[derive(Clone, Debug)]
pub struct Strip {
    pub waypoints: Vec<Waypoint>,
    pub trail: String,
    /// All waypoints but the last.
    pub past: String,
    /// The last one.
    pub here: String,
    /// Where it goes on, for the large strip.
    pub ahead: String,
}

#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Waypoint {
    pub role: String,
    /// The words of its name, between which it may break.
    pub words: Vec<String>,
    pub date: Option<Date>,
}

/// When a waypoint was reached.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Date {
    /// `YYYY` or `YYYY-MM`.
    pub iso: String,
    pub text: String,
}

const LOW: u8 = 74;
const HIGH: u8 = 26;

impl Strip {
    pub fn new(
        path: &[String],
        path_dates: &[String],
        catalog: &Catalog,
        language: Language,
    ) -> Self {
        let dates = path_dates
            .iter()
            .map(String::as_str)
            .chain(std::iter::repeat(""));
        let mut waypoints: Vec<Waypoint> = Vec::new();
        for (slug, date) in path.iter().zip(dates) {
            let role = catalog.current(Kind::Role, slug);
            if waypoints.last().is_none_or(|it| it.role != role) {
                waypoints.push(Waypoint::new(role, date, catalog, language));
            }
        }
        Self::drawn(waypoints)
    }

    pub fn n(&self) -> usize {
        self.waypoints.len()
    }

    fn drawn(waypoints: Vec<Waypoint>) -> Self {
        let n = u16::try_from(waypoints.len().max(1)).unwrap_or(u16::MAX);
        let s = 100.0 / f64::from(n);
        let point = |i: u16| {
            (
                s * f64::from(i),
                if i.is_multiple_of(2) { LOW } else { HIGH },
            )
        };
        let (mut trail, mut past) = (String::from("M0 74"), String::new());
        for i in 1..n {
            let ((before, from), (x, y)) = (point(i - 1), point(i));
            let middle = short((before + x) / 2.0);
            // Writing into a String can not fail.
            let _ = match i {
                1 => write!(trail, "C{middle} {from} {middle} {y} {} {y}", short(x)),
                _ => write!(trail, "S{middle} {y} {} {y}", short(x)),
            };
            let _ = write!(past, "M{} {from}h.01", short(before));
        }
        let (x, y) = point(n - 1);
        let (bend, level, end) = (short(x + 0.4 * s), short(x + 0.5 * s), short(x + 0.8 * s));
        let x = short(x);
        Self {
            waypoints,
            trail,
            past,
            here: format!("M{x} {y}h.01"),
            ahead: format!("M{x} {y}C{bend} {y} {level} 50 {end} 50"),
        }
    }
}

impl Waypoint {
    fn new(role: &str, date: &str, catalog: &Catalog, language: Language) -> Self {
        let name = catalog.name(Kind::Role, role, language);
        Self {
            role: role.to_owned(),
            words: breaks::words(name).into_iter().map(str::to_owned).collect(),
            date: (!date.is_empty()).then(|| Date::new(date, language)),
        }
    }
}

impl Date {
    pub fn new(iso: &str, language: Language) -> Self {
        Self {
            iso: iso.to_owned(),
            text: dates::started_on(iso, language),
        }
    }
}

/// One decimal is enough.
fn short(x: f64) -> String {
    let text = format!("{x:.1}");
    text.strip_suffix(".0").map(str::to_owned).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strip(n: usize) -> Strip {
        let roles: Vec<String> = (0..n).map(|it| format!("role-{it}")).collect();
        Strip::new(&roles, &[], &Catalog::default(), Language::English)
    }

    #[test]
    fn four_waypoints_lie_on_a_bending_trail() {
        let strip = strip(4);
        assert_eq!(
            strip.trail,
            "M0 74C12.5 74 12.5 26 25 26S37.5 74 50 74S62.5 26 75 26"
        );
        assert_eq!(strip.past, "M0 74h.01M25 26h.01M50 74h.01");
        assert_eq!(strip.here, "M75 26h.01");
        assert_eq!(strip.ahead, "M75 26C85 26 87.5 50 95 50");
    }

    #[test]
    fn one_waypoint_is_here() {
        let strip = strip(1);
        assert_eq!(
            (strip.past.as_str(), strip.here.as_str()),
            ("", "M0 74h.01")
        );
    }
}
